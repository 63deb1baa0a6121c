/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#ifdef __x86_64__
#pragma GCC target("avx2,fma")

#define VECTOR 8
#define MAX_PIXELS 6
#include "nn/kernels_template.h"

const BylineKernels byline_kernels_avx2 = {
    .name = "AVX2",
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
