/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file lane.h
   Sound on its way into windows: one channel, resampled if need be.
*/

#ifndef BYLINE_SPECTRUM_LANE_H
#define BYLINE_SPECTRUM_LANE_H

#include "byline/front_end.h"
#include "byline/resampler.h"
#include "byline/status.h"

#include <stddef.h>

/** How much sound is mixed and resampled at a time, in samples. */
#define BYLINE_LANE_BLOCK 1024u

/** A lane.  Those of a spectrogram are all as full. */
typedef struct {
  BylineResampler* resampler; ///< NULL when the rates are equal
  float* block;               ///< BYLINE_LANE_BLOCK samples at the input rate
  float* sound;               ///< Sound at the front end's rate, not yet used
  float* power;               ///< A window's fft_size / 2 + 1 bins, and
                              ///< BYLINE_MEL_PADDING zeros
  size_t capacity;            ///< Room in `sound`
  size_t max_block;           ///< Most samples that a block adds to it
} BylineLane;

/**
   Begin a lane.

   @param[out] lane To be cleared with byline_lane_clear(), even on failure.
   @return BYLINE_OK, BYLINE_ERROR_USAGE for an impossible rate, or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_lane_init(BylineLane* lane, const BylineFrontEnd* front_end,
                              double input_rate);

/** Free what a lane holds.  One of zeros is fine. */
void byline_lane_clear(BylineLane* lane);

/** Forget the past: the next sample is the first. */
void byline_lane_reset(BylineLane* lane);

/** Silence so far, and from now on in step with another lane of its kind. */
void byline_lane_join(BylineLane* lane, const BylineLane* other);

/** Where the next block goes: without resampling, where it is to stay, `end`
    samples from the beginning of its sound. */
float* byline_lane_next_block(const BylineLane* lane, size_t end);

/** Append that block of `n` samples, at the front end's rate.

    @return How many samples it has become. */
size_t byline_lane_append(BylineLane* lane, size_t end, size_t n);

#endif // BYLINE_SPECTRUM_LANE_H
