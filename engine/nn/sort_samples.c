/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/sort_samples.h"

#include "nn/sums.h"

#include <stdbool.h>
#include <stdint.h>

enum { LANES = BYLINE_SORT_CURVES };

typedef float Values __attribute__((vector_size(LANES * sizeof(float)),
                                    aligned(sizeof(float)), may_alias));
typedef int32_t Bits __attribute__((vector_size(LANES * sizeof(int32_t)),
                                    aligned(sizeof(int32_t)), may_alias));

BYLINE_INLINE void swap_where(Bits where, float* a, float* b)
{
  Bits* const x = (Bits*)a;
  Bits* const y = (Bits*)b;
  const Bits change = (*x ^ *y) & where;
  *x ^= change;
  *y ^= change;
}

/* Compare samples from `begin` on with those `distance` behind them.  By the
   sign of their difference, as comparisons of vectors that a processor does not
   have become one for each number. */
BYLINE_INLINE void exchange(float* values, float* weights, size_t begin,
                            size_t end, size_t distance, bool weighted)
{
  for (size_t i = begin * LANES; i < end * LANES; i += LANES) {
    const size_t k = i + distance * LANES;
    const Values difference =
        *(const Values*)(values + k) - *(const Values*)(values + i);
    const Bits where = (Bits)difference >> 31;
    swap_where(where, values + i, values + k);
    if (weighted) {
      swap_where(where, weights + i, weights + k);
    }
  }
}

BYLINE_INLINE size_t smaller(size_t a, size_t b)
{
  return a < b ? a : b;
}

/* Runs that are in order become ones of twice the length, within which samples
   lie 2 p, then p apart; the names are Knuth's */
BYLINE_INLINE void sort(float* values, float* weights, size_t n, bool weighted)
{
  size_t top = 1;
  while (2 * top < n) {
    top *= 2;
  }
  for (size_t p = top; p > 0; p /= 2) {
    size_t r = 0;
    size_t d = p;
    for (size_t q = top;; q /= 2) {
      for (size_t i = r; i + d < n; i += 2 * p) {
        exchange(values, weights, i, smaller(i + p, n - d), d, weighted);
      }
      if (q == p) {
        break;
      }
      d = q - p;
      r = p;
    }
  }
}

/* With vectors of eight, and the same bits */
#ifdef __x86_64__
__attribute__((target("avx2"), flatten)) static void
sort_avx2(float* values, float* weights, size_t n)
{
  if (weights) {
    sort(values, weights, n, true);
  } else {
    sort(values, NULL, n, false);
  }
}
#endif

void byline_sort_samples(float* values, float* weights, size_t n)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    sort_avx2(values, weights, n);
    return;
  }
#endif
  sort(values, weights, n, weights);
}
