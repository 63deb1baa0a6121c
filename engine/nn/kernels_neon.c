/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#ifdef __aarch64__
#include <arm_neon.h>

#define KERNELS byline_kernels_neon
#define NAME "NEON"
#define VECTOR 4
/* Twenty sums keep two units of a latency of four busy; with twelve pixels
   GCC 12 has no registers left for what feeds them */
#define MAX_PIXELS 10
/* Of a number and NaN the number */
#define LARGER(a, b) ((Vector)vmaxnmq_f32((float32x4_t)(a), (float32x4_t)(b)))
#define SMALLER(a, b) ((Vector)vminnmq_f32((float32x4_t)(a), (float32x4_t)(b)))

#include "nn/kernels_template.h"

#else
typedef int NothingHere;
#endif
