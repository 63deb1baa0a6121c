/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file half_band.h
   Every second sample of a stream, for resamplers on their way down.

   A half-band filter: the middle coefficient is a half, every other one is 0,
   and the rest mirror each other (Bellanger, Daguet and Lepagnol 1974), so that
   13 multiplications make a sample.  Kaiser's window; nothing from 0.3125 times
   the input's rate on comes through that would fold into what lies below 0.1875
   times it.
*/

#ifndef BYLINE_HALF_BAND_H
#define BYLINE_HALF_BAND_H

#include <stdbool.h>
#include <stddef.h>

enum {
  BYLINE_HALF_BAND_PAIRS = 12,   ///< Coefficients that are not 0, on each side
  BYLINE_HALF_BAND_BLOCK = 1024, ///< The most samples at a time
};

/** The highest frequency that passes whole, in units of the input's rate. */
#define BYLINE_HALF_BAND_PASS 0.1875

/** A stream on its way to half of its rate. */
typedef struct {
  float pairs[BYLINE_HALF_BAND_PAIRS]; ///< From the middle outwards
  /** Samples at even places, from that of the next output on; at odd ones, from
      BYLINE_HALF_BAND_PAIRS before it on. */
  float even[BYLINE_HALF_BAND_PAIRS + BYLINE_HALF_BAND_BLOCK / 2 + 1];
  float odd[2 * BYLINE_HALF_BAND_PAIRS + BYLINE_HALF_BAND_BLOCK / 2 + 1];
  size_t n_even;
  size_t n_odd;
  bool at_odd; ///< The next sample's place is odd
} BylineHalfBand;

/** Find the coefficients for `attenuation` dB, and forget the past. */
void byline_half_band_init(BylineHalfBand* half, double attenuation);

/** Forget the past: the next sample is the first. */
void byline_half_band_reset(BylineHalfBand* half);

/** Forget the past, in step with another stream: as if silence had come. */
void byline_half_band_join(BylineHalfBand* half, const BylineHalfBand* other);

/**
   Take in samples, and give out those of half of the rate that they suffice
   for.

   Output k belongs to the time of input 2 k.

   @param n At most BYLINE_HALF_BAND_BLOCK.
   @param[out] output Room for n / 2 + 1 samples; may be `input`.
   @return How many samples were written.
*/
size_t byline_half_band_process(BylineHalfBand* half, const float* input,
                                size_t n, float* output);

#endif // BYLINE_HALF_BAND_H
