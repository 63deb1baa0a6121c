/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/median.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

/* Columns whose medians are found side by side */
#define LANES 16

typedef float Lanes[LANES];

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Put the smaller of each pair into `low` */
ALWAYS_INLINE void order(float* low, float* high)
{
  Lanes smaller;
  Lanes larger;
  for (size_t i = 0; i < LANES; ++i) {
    smaller[i] = low[i] < high[i] ? low[i] : high[i];
    larger[i] = low[i] < high[i] ? high[i] : low[i];
  }
  memcpy(low, smaller, sizeof(Lanes));
  memcpy(high, larger, sizeof(Lanes));
}

/* Put the largest of some rows last, and, where `both`, the smallest first */
ALWAYS_INLINE void find_ends(Lanes* rows, size_t n, bool both)
{
  for (size_t i = 0; i < n / 2; ++i) {
    order(rows[i], rows[n - 1 - i]);
  }
  for (size_t i = 1; both && i < (n + 1) / 2; ++i) {
    order(rows[0], rows[i]);
  }
  for (size_t i = n / 2; i < n - 1; ++i) {
    order(rows[i], rows[n - 1]);
  }
}

/* Of more than half of the rows, neither the largest nor the smallest is in the
   middle of all: forget both, take the next row, and so on until one is left.
   Where their number is even, a smaller one than all is thought of.  The same
   steps whatever the values, so that lanes do not hinder each other. */
ALWAYS_INLINE void medians_of_lanes(const float* const* rows, size_t n_rows,
                                    size_t first, size_t size, float* medians)
{
  Lanes held[BYLINE_MEDIAN_MAX_ROWS / 2 + 2];
  Lanes* live = held;
  size_t n = 0;
  for (; n < n_rows / 2 + 1; ++n) {
    memcpy(held[n], rows[n] + first, size);
  }
  size_t next = n;
  bool both = n_rows % 2;
  if (both && next < n_rows) {
    memcpy(held[n++], rows[next++] + first, size);
  }
  while (n > 1) {
    find_ends(live, n, both);
    live += both;
    n -= both ? 2 : 1;
    both = true;
    if (next < n_rows) {
      memcpy(live[n++], rows[next++] + first, size);
    }
  }
  memcpy(medians + first, live[0], size);
}

ALWAYS_INLINE void median_of_rows(const float* const* rows, size_t n_rows,
                                  size_t n, float* medians)
{
  size_t first = 0;
  for (; first + LANES <= n; first += LANES) {
    medians_of_lanes(rows, n_rows, first, sizeof(Lanes), medians);
  }
  if (first < n) {
    medians_of_lanes(rows, n_rows, first, (n - first) * sizeof(float), medians);
  }
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static void
median_avx2(const float* const* rows, size_t n_rows, size_t n, float* medians)
{
  median_of_rows(rows, n_rows, n, medians);
}
#endif

void byline_median_of_rows(const float* const* rows, size_t n_rows, size_t n,
                           float* medians)
{
  assert(n_rows > 0 && n_rows <= BYLINE_MEDIAN_MAX_ROWS);
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    median_avx2(rows, n_rows, n, medians);
    return;
  }
#endif
  median_of_rows(rows, n_rows, n, medians);
}
