/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file transform.h
   FFTW's planner, which is not thread-safe, for all rooms.

   Plans are estimated, not measured: the same plan, and so the same numbers bit
   for bit, in every process.
*/

#ifndef BYLINE_SPECTRUM_TRANSFORM_H
#define BYLINE_SPECTRUM_TRANSFORM_H

#include <fftw3.h>

#include <stddef.h>
#include <stdint.h>

/** Zeros, aligned as transforms like them, for fftwf_free(); NULL when out of
    memory. */
float* byline_zeros(size_t n);

/** Plan a complex transform forward; NULL when out of memory. */
fftwf_plan byline_plan_complex(uint32_t n, fftwf_complex* in,
                               fftwf_complex* out);

/** Plan a transform of `n` real numbers to n / 2 + 1 complex ones. */
fftwf_plan byline_plan_real(uint32_t n, float* in, fftwf_complex* out);

/** Plan the way back, which gives `n` times the numbers. */
fftwf_plan byline_plan_inverse(uint32_t n, fftwf_complex* in, float* out);

/** Free a plan.  NULL is fine. */
void byline_plan_destroy(fftwf_plan plan);

/** Hann's window, periodic, of `n` samples. */
void byline_hann(float* window, uint32_t n);

#endif // BYLINE_SPECTRUM_TRANSFORM_H
