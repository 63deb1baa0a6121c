/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/half_band.h"
#include "audio/kaiser.h"

#include <assert.h>
#include <string.h>

#define PAIRS BYLINE_HALF_BAND_PAIRS

void byline_half_band_init(BylineHalfBand* half, double attenuation)
{
  double taps[PAIRS];
  double sum = 0;
  for (int j = 0; j < PAIRS; ++j) {
    const double t = 2 * j + 1;
    taps[j] =
        byline_sinc(0.5 * t) * byline_kaiser(t / (2 * PAIRS), attenuation);
    sum += taps[j];
  }
  /* Each pair counts twice; beside the half in the middle they make 1 */
  for (int j = 0; j < PAIRS; ++j) {
    half->pairs[j] = (float)(taps[j] / (4 * sum));
  }
  byline_half_band_reset(half);
}

void byline_half_band_reset(BylineHalfBand* half)
{
  memset(half->odd, 0, sizeof(half->odd));
  half->n_odd = PAIRS;
  half->n_even = 0;
  half->at_odd = false;
}

void byline_half_band_join(BylineHalfBand* half, const BylineHalfBand* other)
{
  memset(half->odd, 0, sizeof(half->odd));
  memset(half->even, 0, sizeof(half->even));
  half->n_odd = other->n_odd;
  half->n_even = other->n_even;
  half->at_odd = other->at_odd;
}

/* Samples to the places that they have */
static void deal(BylineHalfBand* half, const float* input, size_t n)
{
  for (size_t i = half->at_odd; i < n; i += 2) {
    half->even[half->n_even++] = input[i];
  }
  for (size_t i = !half->at_odd; i < n; i += 2) {
    half->odd[half->n_odd++] = input[i];
  }
  half->at_odd = half->at_odd != (n % 2 != 0);
}

size_t byline_half_band_process(BylineHalfBand* half, const float* input,
                                size_t n, float* output)
{
  assert(n <= BYLINE_HALF_BAND_BLOCK);
  deal(half, input, n);
  const size_t n_output =
      half->n_odd < 2 * PAIRS ? 0 : half->n_odd - (2 * PAIRS - 1);
  for (size_t i = 0; i < n_output; ++i) {
    output[i] = 0.5f * half->even[i];
  }
  for (size_t j = 0; j < PAIRS; ++j) {
    const float weight = half->pairs[j];
    const float* const before = half->odd + (PAIRS - 1 - j);
    const float* const after = half->odd + (PAIRS + j);
    for (size_t i = 0; i < n_output; ++i) {
      output[i] += weight * (before[i] + after[i]);
    }
  }
  half->n_even -= n_output;
  half->n_odd -= n_output;
  memmove(half->even, half->even + n_output, half->n_even * sizeof(float));
  memmove(half->odd, half->odd + n_output, half->n_odd * sizeof(float));
  return n_output;
}
