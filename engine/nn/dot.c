/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/dot.h"

#include "nn/sums.h"

/* With vectors of eight, and the same bits */
#ifdef __x86_64__
__attribute__((target("avx2"))) static float dot_avx2(const float* a,
                                                      const float* b, size_t n)
{
  return byline_sum_products(a, b, n);
}
#endif

float byline_dot(const float* a, const float* b, size_t n)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    return dot_avx2(a, b, n);
  }
#endif
  return byline_sum_products(a, b, n);
}
