/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static bool coexist(const BylineArenaBlock* a, const BylineArenaBlock* b)
{
  return a->first <= b->last && b->first <= a->last;
}

static size_t align(size_t n)
{
  return (n + BYLINE_BLOCK_ALIGNMENT - 1) / BYLINE_BLOCK_ALIGNMENT *
         BYLINE_BLOCK_ALIGNMENT;
}

/* Larger first; of equal ones, the earlier, so that the order is fixed */
static int compare(const void* a, const void* b)
{
  const BylineArenaBlock* const x = *(BylineArenaBlock* const*)a;
  const BylineArenaBlock* const y = *(BylineArenaBlock* const*)b;
  if (x->size != y->size) {
    return x->size > y->size ? -1 : 1;
  }
  return x < y ? -1 : x > y;
}

/* The lowest place where `block` meets none of the `n` blocks placed so far,
   which are sorted by size: raise it over every obstacle until there is none */
static size_t find_place(const BylineArenaBlock* block,
                         BylineArenaBlock* const* placed, size_t n)
{
  size_t place = 0;
  for (bool moved = true; moved;) {
    moved = false;
    for (size_t i = 0; i < n; ++i) {
      const BylineArenaBlock* const other = placed[i];
      if (coexist(block, other) && place < other->place + other->size &&
          other->place < place + block->size) {
        place = align(other->place + other->size);
        moved = true;
      }
    }
  }
  return place;
}

size_t byline_arena_place(BylineArenaBlock* blocks, size_t n_blocks)
{
  BylineArenaBlock** const order =
      calloc(n_blocks + 1, sizeof(BylineArenaBlock*));
  if (!order) {
    return SIZE_MAX;
  }
  for (size_t i = 0; i < n_blocks; ++i) {
    order[i] = &blocks[i];
  }
  qsort(order, n_blocks, sizeof(BylineArenaBlock*), compare);
  size_t total = 0;
  for (size_t i = 0; i < n_blocks; ++i) {
    order[i]->place = find_place(order[i], order, i);
    const size_t end = align(order[i]->place + order[i]->size);
    total = end > total ? end : total;
  }
  free(order);
  return total;
}
