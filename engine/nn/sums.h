/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sums.h
   Sums over rows of numbers, in one order on every processor: the same bits.

   A sum has 16 parts, of every sixteenth number each, which vectors of any
   length can hold.  All is inline, so that it becomes part of functions that
   are compiled for longer vectors than all processors have: see
   BYLINE_WIDE_TASK().
*/

#ifndef BYLINE_NN_SUMS_H
#define BYLINE_NN_SUMS_H

#include <stddef.h>

/** Parts of a sum. */
#define BYLINE_SUM_PARTS 16

/** A function that is part of its callers. */
#define BYLINE_INLINE static inline __attribute__((always_inline))

/** Half of the parts of a sum; whoever has no such vectors has two. */
typedef float BylineHalfSum
    __attribute__((vector_size(BYLINE_SUM_PARTS / 2 * sizeof(float)),
                   aligned(sizeof(float)), may_alias));

/** A sum in the making. */
typedef struct {
  BylineHalfSum low;  ///< Parts 0 to 7
  BylineHalfSum high; ///< Parts 8 to 15
} BylineSum;

/** The numbers at `x`, for parts 0 to 7. */
BYLINE_INLINE BylineHalfSum byline_half_at(const float* x)
{
  return *(const BylineHalfSum*)x;
}

/** What the parts add up to. */
BYLINE_INLINE float byline_sum_total(const BylineSum* sum)
{
  float total = 0;
  for (unsigned k = 0; k < BYLINE_SUM_PARTS / 2; ++k) {
    total += sum->low[k];
  }
  for (unsigned k = 0; k < BYLINE_SUM_PARTS / 2; ++k) {
    total += sum->high[k];
  }
  return total;
}

/** The sum of x[i]. */
BYLINE_INLINE float byline_sum(const float* x, size_t n)
{
  BylineSum sum = {{0}, {0}};
  size_t i = 0;
  for (; i + BYLINE_SUM_PARTS <= n; i += BYLINE_SUM_PARTS) {
    sum.low += byline_half_at(x + i);
    sum.high += byline_half_at(x + i + BYLINE_SUM_PARTS / 2);
  }
  float total = byline_sum_total(&sum);
  for (; i < n; ++i) {
    total += x[i];
  }
  return total;
}

/** The sum of a[i] b[i]. */
BYLINE_INLINE float byline_sum_products(const float* a, const float* b,
                                        size_t n)
{
  BylineSum sum = {{0}, {0}};
  size_t i = 0;
  for (; i + BYLINE_SUM_PARTS <= n; i += BYLINE_SUM_PARTS) {
    const size_t k = i + BYLINE_SUM_PARTS / 2;
    sum.low += byline_half_at(a + i) * byline_half_at(b + i);
    sum.high += byline_half_at(a + k) * byline_half_at(b + k);
  }
  float total = byline_sum_total(&sum);
  for (; i < n; ++i) {
    total += a[i] * b[i];
  }
  return total;
}

/** Take `mean` off, and return the sum of the squares of what is left. */
BYLINE_INLINE float byline_take_off(float* x, size_t n, float mean)
{
  for (size_t i = 0; i < n; ++i) {
    x[i] -= mean;
  }
  return byline_sum_products(x, x, n);
}

/**
   Define a BylineLayerTask, NAME, that does what WORK does, with vectors of
   eight where the processor has them.
*/
#ifdef __x86_64__
#define BYLINE_WIDE_TASK(NAME, WORK)                                           \
  __attribute__((target("avx2"), flatten)) static void NAME##_avx2(            \
      const BylineLayer* layer, const BylinePass* pass, unsigned thread,       \
      size_t begin, size_t end)                                                \
  {                                                                            \
    WORK(layer, pass, thread, begin, end);                                     \
  }                                                                            \
  static void NAME(const BylineLayer* layer, const BylinePass* pass,           \
                   unsigned thread, size_t begin, size_t end)                  \
  {                                                                            \
    if (__builtin_cpu_supports("avx2")) {                                      \
      NAME##_avx2(layer, pass, thread, begin, end);                            \
    } else {                                                                   \
      WORK(layer, pass, thread, begin, end);                                   \
    }                                                                          \
  }
#else
#define BYLINE_WIDE_TASK(NAME, WORK)                                           \
  static void NAME(const BylineLayer* layer, const BylinePass* pass,           \
                   unsigned thread, size_t begin, size_t end)                  \
  {                                                                            \
    WORK(layer, pass, thread, begin, end);                                     \
  }
#endif

#endif // BYLINE_NN_SUMS_H
