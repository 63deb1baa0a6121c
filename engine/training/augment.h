/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file augment.h
   Changes to a clip that leave its artist the same.

   Speed and colouring act on columns in dB, before byline_clip_normalize();
   masks act on the normalised image, where 0 is the mean.
*/

#ifndef BYLINE_TRAINING_AUGMENT_H
#define BYLINE_TRAINING_AUGMENT_H

#include "byline/front_end.h"
#include "byline/random.h"

#include <stddef.h>

/** Most bands of a front end that these functions can handle. */
#define BYLINE_AUGMENT_MAX_MELS 1024

/** How many columns byline_augment_speed() reads to give `n_frames`. */
size_t byline_augment_speed_frames(size_t n_frames, double speed);

/**
   Play a clip faster or slower, as a turntable's pitch fader does: time shrinks
   by `speed` and all frequencies rise by it.

   Both axes are interpolated linearly between cells.  Bands from beyond the
   front end's range repeat the outermost one.

   @param columns byline_augment_speed_frames() x channels x n_mels values
   in dB.
   @param speed 1 leaves the clip as it is.
   @param[out] out `n_frames` x channels x n_mels values; not `columns`.
*/
void byline_augment_speed(const BylineFrontEnd* front_end, const float* columns,
                          double speed, size_t n_frames, float* out);

/**
   Colour a clip: add a random smooth curve over the bands, in dB, so that a
   mastering's colour does not give the artist away.  All channels alike.

   The curve is a sum of three cosines whose random amplitudes fall as 1 / k.

   @param tilt Standard deviation of the slowest one's amplitude, in dB.
*/
void byline_augment_tilt(const BylineFrontEnd* front_end, float* columns,
                         size_t n_frames, double tilt, BylineRandom* random);

/**
   Bend time: a place in the clip's middle half moves to and fro, and what is
   before and after it is stretched or squeezed (SpecAugment: Park et al. 2019).
   Both ends stay where they are.

   @param columns `n_frames` x n_cells values.
   @param most How far that place moves, in columns; no further than an eighth
   of the clip.
   @param[out] out As many values; not `columns`.
*/
void byline_augment_warp(const float* columns, size_t n_frames, size_t n_cells,
                         size_t most, BylineRandom* random, float* out);

/** What to mask (SpecAugment: Park et al. 2019). */
typedef struct {
  size_t time_masks;       ///< How many stretches of columns
  size_t time_mask_frames; ///< Most columns of one
  size_t band_masks;       ///< How many groups of bands
  size_t band_mask_bands;  ///< Most bands of one
} BylineMasks;

/** Set random stretches of a normalised image, n_mels x n_frames, to 0. */
void byline_augment_mask(float* image, size_t n_mels, size_t n_frames,
                         const BylineMasks* masks, BylineRandom* random);

/**
   Draw from a symmetric beta distribution (Joehnk 1964), for mixup.

   @param alpha Above 0; beyond 1 it gets slow.
   @return 0 to 1.
*/
float byline_augment_beta(BylineRandom* random, double alpha);

#endif // BYLINE_TRAINING_AUGMENT_H
