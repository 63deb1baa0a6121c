/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file kernels_table.h
   The same loops for every kind of processor, each in a file of its own.
*/

#ifndef BYLINE_NN_KERNELS_TABLE_H
#define BYLINE_NN_KERNELS_TABLE_H

#include "nn/kernels.h"

/** For any processor. */
extern const BylineKernels byline_kernels_portable;

#ifdef __x86_64__
/** For x86-64 with AVX2 and FMA. */
extern const BylineKernels byline_kernels_avx2;

/** For x86-64 with AVX-512. */
extern const BylineKernels byline_kernels_avx512;
#endif

#ifdef __aarch64__
/** For every 64-bit ARM. */
extern const BylineKernels byline_kernels_neon;
#endif

#endif // BYLINE_NN_KERNELS_TABLE_H
