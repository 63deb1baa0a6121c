/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file spectrum_kernels.h
   The inner loops between sound and a column, beside the Fourier transform.

   Each is compiled for the instructions that every machine has and for wider
   ones; all add in the same order and so give the same results, bit for bit.
*/

#ifndef BYLINE_SPECTRUM_SPECTRUM_KERNELS_H
#define BYLINE_SPECTRUM_SPECTRUM_KERNELS_H

#include "spectrum/mel.h"

#include <stddef.h>

/** Samples further from zero than this (120 dBFS) are no sound. */
#define BYLINE_MAX_SAMPLE 1e6f

/** The loops, for this machine. */
typedef struct {
  /** mid[i] = (left[i] + right[i]) / 2; samples that are no sound count as 0:
     those beyond BYLINE_MAX_SAMPLE, and what is no number. */
  void (*mix)(const float* left, const float* right, size_t n, float* mid);
  /** windowed[i] = window[i] * sound[i], `n` of them. */
  void (*window)(const float* window, const float* sound, size_t n,
                 float* windowed);
  /** The powers of 2 m real samples, m + 1 of them.

     `z` is the transform of the samples taken as m complex numbers, and the
     first once more at the end; `turns` are m / 2 cosines and m / 2 sines of
     pi k / m; m is a multiple of 16. */
  void (*power)(const float* z, const float* turns, size_t m, float* power);
  /** Sum a power spectrum up into mel bands.  It has fft_size / 2 + 1 bins and
     BYLINE_MEL_PADDING zeros. */
  void (*mel)(const BylineMelBands* bands, const float* power, float* sums);
  /** 10 log10 of `n` finite powers, none negative, exact to 0.0001 dB and none
     below BYLINE_SILENCE_DB; in place, if you like. */
  void (*decibels)(const float* power, size_t n, float* decibels);
} BylineSpectrumKernels;

/** The fastest loops that this machine can run. */
const BylineSpectrumKernels* byline_spectrum_kernels(void);

#endif // BYLINE_SPECTRUM_SPECTRUM_KERNELS_H
