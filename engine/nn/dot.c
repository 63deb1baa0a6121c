/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/dot.h"

static inline __attribute__((always_inline)) float
sum_products(const float* a, const float* b, size_t n)
{
  float sums[16] = {0};
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    for (size_t k = 0; k < 16; ++k) {
      sums[k] += a[i + k] * b[i + k];
    }
  }
  float sum = 0;
  for (size_t k = 0; k < 16; ++k) {
    sum += sums[k];
  }
  for (; i < n; ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

/* With vectors of eight, and the same bits */
#ifdef __x86_64__
__attribute__((target("avx2"))) static float dot_avx2(const float* a,
                                                      const float* b, size_t n)
{
  return sum_products(a, b, n);
}
#endif

float byline_dot(const float* a, const float* b, size_t n)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    return dot_avx2(a, b, n);
  }
#endif
  return sum_products(a, b, n);
}
