/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The Makefile says for which processor this is compiled */
#ifdef __AVX512F__
#include <immintrin.h>

#define KERNELS byline_kernels_avx512
#define NAME "AVX-512"
#define VECTOR 16
#define MAX_PIXELS 14
#define LARGER(a, b) ((Vector)_mm512_max_ps((__m512)(a), (__m512)(b)))
#define SMALLER(a, b) ((Vector)_mm512_min_ps((__m512)(a), (__m512)(b)))

#include "nn/kernels_template.h"

#else
typedef int NothingHere;
#endif
