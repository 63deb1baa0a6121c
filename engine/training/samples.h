/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file samples.h
   Measurements of clips, and where these come from: what is solved for.
*/

#ifndef BYLINE_TRAINING_SAMPLES_H
#define BYLINE_TRAINING_SAMPLES_H

#include "byline/thread_pool.h"

#include <stddef.h>

/** Folds of the cross-validation. */
#define BYLINE_DISCRIMINANT_FOLDS 5

/** Most blocks of measurements: the channels of a picture. */
#define BYLINE_DISCRIMINANT_BLOCKS 3

/** Where a clip to learn from comes from. */
typedef struct {
  size_t song;   ///< Any number; a song's clips follow each other
  size_t artist; ///< From 0; behind the artists, those who are nobody
  size_t fold;   ///< Below BYLINE_DISCRIMINANT_FOLDS; what resembles each other
                 ///< by more than the artist is in one
} BylineSample;

/** What is known of clips. */
typedef struct {
  size_t n;                    ///< Clips
  size_t n_values;             ///< Measurements of each
  size_t n_artists;            ///< Artists, and behind them nobody's kinds
  size_t n_known;              ///< Artists: of these, scatter and loss are
  size_t n_blocks;             ///< Equal parts of the measurements, 1 to
                               ///< BYLINE_DISCRIMINANT_BLOCKS
  size_t n_prototypes;         ///< At most so many (prototypes.h), n_artists or
                               ///< more; 0: artists' means, and distances
  const BylineSample* samples; ///< n
  float* values;               ///< n x n_values; standardised by the fit
  BylineThreadPool* pool;      ///< Shares the fit's work; may be NULL
} BylineSamples;

#endif // BYLINE_TRAINING_SAMPLES_H
