/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#ifdef __x86_64__
#pragma GCC target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")

#define KERNELS byline_kernels_avx512
#define NAME "AVX-512"
#define VECTOR 16
#define MAX_PIXELS 14
#include "nn/kernels_template.h"

#else
typedef int NothingHere;
#endif
