/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Write to every page: malloc() only reserves them */
static void touch(void* memory, size_t size)
{
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  volatile char* const bytes = memory;
  for (size_t i = 0; i < size; i += page) {
    bytes[i] = 0;
  }
  bytes[size - 1] = 0; // they need not begin with a page
}

BylineStatus byline_tap_new(size_t min_samples, BylineTap** tap)
{
  size_t capacity = 1;
  while (capacity < min_samples) {
    capacity *= 2;
  }
  const size_t size = 2 * capacity * sizeof(float);
  *tap = aligned_alloc(_Alignof(BylineTap), sizeof(BylineTap));
  float* const samples = aligned_alloc(64, size < 64 ? 64 : size);
  if (!*tap || !samples) {
    free(samples);
    free(*tap);
    *tap = NULL;
    return byline_error(BYLINE_ERROR_MEMORY,
                        "out of memory for %zu samples of sound", capacity);
  }
  touch(samples, size);
  (*tap)->samples = samples;
  (*tap)->capacity = capacity;
  (*tap)->limit = capacity;
  atomic_init(&(*tap)->written, 0);
  atomic_init(&(*tap)->read, 0);
  return BYLINE_OK;
}

void byline_tap_free(BylineTap* tap)
{
  if (tap) {
    free(tap->samples);
    free(tap);
  }
}

size_t byline_tap_capacity(const BylineTap* tap)
{
  return tap->capacity;
}

size_t byline_tap_written(const BylineTap* tap)
{
  return atomic_load_explicit(&tap->written, memory_order_relaxed);
}

/* Copy samples to where there is room for them in one piece */
static inline void put(const BylineTap* tap, size_t at, const float* left,
                       const float* right, size_t n)
{
  float* const to = tap->samples + at;
  memcpy(to, left, n * sizeof(float));
  memcpy(to + tap->capacity, right, n * sizeof(float));
}

BYLINE_SELDOM static void put_around_end(const BylineTap* tap, size_t at,
                                         const float* left, const float* right,
                                         size_t n)
{
  const size_t first = tap->capacity - at;
  put(tap, at, left, right, first);
  put(tap, 0, left + first, right + first, n - first);
}

static size_t smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

bool byline_tap_write(BylineTap* tap, const float* left, const float* right,
                      size_t n)
{
  const size_t mask = tap->capacity - 1;
  const size_t written =
      atomic_load_explicit(&tap->written, memory_order_relaxed);
  const size_t end =
      tap->capacity + atomic_load_explicit(&tap->read, memory_order_acquire);
  if (n > end - written) {
    return false;
  }
  const size_t begin = written & mask;
  if (n <= tap->capacity - begin) {
    put(tap, begin, left, right, n);
  } else {
    put_around_end(tap, begin, left, right, n);
  }
  const size_t next = written + n;
  tap->limit = next + smaller(end - next, tap->capacity - (next & mask));
  atomic_store_explicit(&tap->written, next, memory_order_release);
  return true;
}

size_t byline_tap_peek(BylineTap* tap, const float** left, const float** right)
{
  const size_t read = atomic_load_explicit(&tap->read, memory_order_relaxed);
  const size_t held =
      atomic_load_explicit(&tap->written, memory_order_acquire) - read;
  const size_t begin = read & (tap->capacity - 1);
  const size_t to_end = tap->capacity - begin;
  *left = tap->samples + begin;
  *right = tap->samples + tap->capacity + begin;
  return held < to_end ? held : to_end;
}

void byline_tap_advance(BylineTap* tap, size_t n)
{
  const size_t read = atomic_load_explicit(&tap->read, memory_order_relaxed);
  atomic_store_explicit(&tap->read, read + n, memory_order_release);
}

void byline_tap_clear(BylineTap* tap)
{
  const size_t written =
      atomic_load_explicit(&tap->written, memory_order_acquire);
  atomic_store_explicit(&tap->read, written, memory_order_release);
}
