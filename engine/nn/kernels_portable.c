/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#define VECTOR 4
#define MAX_PIXELS 6
#include "nn/kernels_template.h"

const BylineKernels byline_kernels_portable = {
    .name = "portable",
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
