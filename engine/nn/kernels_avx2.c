/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#ifdef __x86_64__
#pragma GCC target("avx2,fma")

#define KERNELS byline_kernels_avx2
#define NAME "AVX2"
#define VECTOR 8
#define MAX_PIXELS 6
#include "nn/kernels_template.h"

#else
typedef int NothingHere;
#endif
