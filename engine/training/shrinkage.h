/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file shrinkage.h
   How far to shrink the scatter within artists, and which blocks of
   measurements to leave out: found by cross-validation, for discriminant.h.
*/

#ifndef BYLINE_TRAINING_SHRINKAGE_H
#define BYLINE_TRAINING_SHRINKAGE_H

#include "byline/status.h"
#include "training/samples.h"
#include "training/scatter.h"

#include <stdbool.h>
#include <stddef.h>

/** What was found best. */
typedef struct {
  unsigned mask;      ///< Of the blocks
  double shrinkage;   ///< 0 to 1
  double temperature; ///< What logits are to be divided by
  bool by_distance;   ///< By artists' means, not by their songs' directions
  bool within_songs; ///< Where clips of one song spread alike, not those of one
                     ///< artist
  double loss;       ///< In nats; negative: nothing could be tried
} BylineShrinkage;

/**
   Find the best by the loss on clips of songs that were not learnt from.

   @param scatters As byline_scatters_make() made them.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_shrinkage_find(const BylineSamples* samples,
                                   const BylineScatter* scatters,
                                   BylineShrinkage* best);

#endif // BYLINE_TRAINING_SHRINKAGE_H
