/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The Makefile says for which processor this is compiled */
#ifdef __AVX2__
#include <immintrin.h>

#define KERNELS byline_kernels_avx2
#define NAME "AVX2"
#define VECTOR 8
#define MAX_PIXELS 6
#define LARGER(a, b) ((Vector)_mm256_max_ps((__m256)(a), (__m256)(b)))
#define SMALLER(a, b) ((Vector)_mm256_min_ps((__m256)(a), (__m256)(b)))

#include "nn/kernels_template.h"

#else
typedef int NothingHere;
#endif
