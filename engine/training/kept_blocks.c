/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/kept_blocks.h"

#include <assert.h>
#include <lapacke.h>
#include <string.h>

BylineBlocks byline_blocks_choose(const BylineSamples* samples, unsigned mask)
{
  BylineBlocks c = {.block_size = samples->n_values / samples->n_blocks,
                    .n_blocks = samples->n_blocks,
                    .mask = mask};
  for (size_t i = 0; i < c.n_blocks; ++i) {
    c.n += mask >> i & 1 ? c.block_size : 0;
  }
  return c;
}

void byline_blocks_pack(const BylineBlocks* c, const float* row, float* packed)
{
  for (size_t i = 0; i < c->n_blocks; ++i) {
    if (c->mask >> i & 1) {
      memcpy(packed, row + i * c->block_size, c->block_size * sizeof(*row));
      packed += c->block_size;
    }
  }
}

void byline_blocks_unpack(const BylineBlocks* c, const float* packed,
                          float* row)
{
  memset(row, 0, c->n_blocks * c->block_size * sizeof(*row));
  for (size_t i = 0; i < c->n_blocks; ++i) {
    if (c->mask >> i & 1) {
      memcpy(row + i * c->block_size, packed, c->block_size * sizeof(*row));
      packed += c->block_size;
    }
  }
}

bool byline_scatter_factorise(const BylineScatter* s, const BylineBlocks* c,
                              double shrinkage, float* factor)
{
  const size_t n = s->n_values;
  size_t row = 0;
  double trace = 0;
  for (size_t i = 0; i < n; ++i) {
    if (c->mask >> (i / c->block_size) & 1) {
      byline_blocks_pack(c, s->within + i * n, factor + row * c->n);
      trace += (double)factor[row * c->n + row];
      ++row;
    }
  }
  assert(row == c->n);
  const float ridge = (float)(shrinkage * trace / (double)c->n);
  for (size_t i = 0; i < c->n; ++i) {
    for (size_t k = 0; k <= i; ++k) {
      factor[i * c->n + k] *= (float)(1 - shrinkage);
    }
    factor[i * c->n + i] += ridge;
  }
  const lapack_int order = (lapack_int)c->n;
  return trace > 0 &&
         LAPACKE_spotrf_work(LAPACK_COL_MAJOR, 'U', order, factor, order) == 0;
}
