/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "message_ring.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

BylineStatus byline_message_ring_new(size_t size, BylineMessageRing** ring)
{
  assert(size > 0 && (size & (size - 1)) == 0);
  *ring = aligned_alloc(_Alignof(BylineMessageRing), sizeof(BylineMessageRing));
  char* const bytes = malloc(size);
  if (!*ring || !bytes) {
    free(bytes);
    free(*ring);
    *ring = NULL;
    return byline_no_memory("messages");
  }
  /* Not zero, which compilers would turn into lazy zero pages */
  memset(bytes, 0x55, size);
  (*ring)->bytes = bytes;
  (*ring)->size = size;
  atomic_init(&(*ring)->written, 0);
  atomic_init(&(*ring)->read, 0);
  return BYLINE_OK;
}

void byline_message_ring_free(BylineMessageRing* ring)
{
  if (ring) {
    free(ring->bytes);
    free(ring);
  }
}

/* Copy into the ring at the byte count `at` */
static void put(BylineMessageRing* ring, size_t at, const void* data, size_t n)
{
  const size_t begin = at & (ring->size - 1);
  const size_t to_end = ring->size - begin;
  const size_t first = n < to_end ? n : to_end;
  memcpy(ring->bytes + begin, data, first);
  memcpy(ring->bytes, (const char*)data + first, n - first);
}

/* Copy out of the ring from the byte count `at` */
static void get(const BylineMessageRing* ring, size_t at, void* data, size_t n)
{
  const size_t begin = at & (ring->size - 1);
  const size_t to_end = ring->size - begin;
  const size_t first = n < to_end ? n : to_end;
  memcpy(data, ring->bytes + begin, first);
  memcpy((char*)data + first, ring->bytes, n - first);
}

bool byline_message_ring_write(BylineMessageRing* ring, const void* record,
                               uint32_t size)
{
  const size_t written =
      atomic_load_explicit(&ring->written, memory_order_relaxed);
  const size_t read = atomic_load_explicit(&ring->read, memory_order_acquire);
  const size_t room = ring->size - (written - read);
  if (size == 0 || room < sizeof(size) + (size_t)size) {
    return false;
  }
  put(ring, written, &size, sizeof(size));
  put(ring, written + sizeof(size), record, size);
  atomic_store_explicit(&ring->written, written + sizeof(size) + size,
                        memory_order_release);
  return true;
}

uint32_t byline_message_ring_next(const BylineMessageRing* ring)
{
  const size_t written =
      atomic_load_explicit(&ring->written, memory_order_acquire);
  const size_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
  uint32_t size = 0;
  if (written != read) {
    get(ring, read, &size, sizeof(size));
  }
  return size;
}

void byline_message_ring_read(BylineMessageRing* ring, void* record)
{
  const uint32_t size = byline_message_ring_next(ring);
  if (size == 0) {
    return;
  }
  const size_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
  if (record) {
    get(ring, read + sizeof(size), record, size);
  }
  atomic_store_explicit(&ring->read, read + sizeof(size) + size,
                        memory_order_release);
}
