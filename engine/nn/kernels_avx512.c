/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#ifdef __x86_64__
#pragma GCC target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")

#define VECTOR 16
#define MAX_PIXELS 14
#include "nn/kernels_template.h"

const BylineKernels byline_kernels_avx512 = {
    .name = "AVX-512",
    .vector = VECTOR,
    .correlate = correlate,
    .weigh = weigh,
    .affine = affine,
    .moments = moments,
    .norm_sums = norm_sums,
    .norm_backward = norm_backward,
    .max_window = max_window,
    .max_window_back = max_window_back,
    .gate = gate,
    .gate_back = gate_back,
    .multiply = multiply,
};

#else
typedef int NothingHere;
#endif
