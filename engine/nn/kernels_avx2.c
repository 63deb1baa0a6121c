/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#ifdef __x86_64__
#pragma GCC target("avx2,fma")

#include <immintrin.h>

#define KERNELS byline_kernels_avx2
#define NAME "AVX2"
#define VECTOR 8
#define MAX_PIXELS 6
#ifdef __AVX2__ // clang knows no such pragma
#define LARGER(a, b) ((Vector)_mm256_max_ps((__m256)(a), (__m256)(b)))
#define SMALLER(a, b) ((Vector)_mm256_min_ps((__m256)(a), (__m256)(b)))
#endif

#include "nn/kernels_template.h"

#else
typedef int NothingHere;
#endif
