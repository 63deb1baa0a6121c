/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file scatter.h
   How measurements of clips scatter within artists, for discriminant.h.
*/

#ifndef BYLINE_TRAINING_SCATTER_H
#define BYLINE_TRAINING_SCATTER_H

#include "byline/status.h"
#include "training/samples.h"

#include <stddef.h>

/** Means and scatter of some clips, in standardised values. */
typedef struct {
  size_t n_values;     ///< Measurements
  size_t n_artists;    ///< Artists
  float* within;       ///< n_values x n_values: mean scatter within artists, in
                       ///< the lower triangle
  float* within_songs; ///< The same within songs; zero where each has one clip
  float* means;        ///< n_artists x n_values
  float* centre;       ///< n_values: mean of the artists who are there
  float* weights;      ///< n_artists: songs; 0: not there
  float* clip_weights; ///< Of each clip: those of a song add up to 1; shared
  float* offsets;      ///< n_values: standardised is (x + offset) scale; shared
  float* scales;       ///< n_values; shared
} BylineScatter;

/**
   Standardise the values of all clips, and measure how they scatter: for each
   fold that of all clips that are not in it, and last that of all.

   @param[out] scatters BYLINE_DISCRIMINANT_FOLDS + 1; to be freed with
   byline_scatters_free(), in any case.
   @return BYLINE_OK, BYLINE_ERROR_DATA (an artist has no clip) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_scatters_make(const BylineSamples* samples,
                                  BylineScatter* scatters);

/** Artists' songs among samples. */
size_t byline_samples_count_songs(const BylineSamples* samples);

/** The same scatter, of which `within` is that within songs; it borrows all. */
BylineScatter byline_scatter_within_songs(const BylineScatter* scatter);

/** Free and clear all of them. */
void byline_scatters_free(BylineScatter* scatters);

#endif // BYLINE_TRAINING_SCATTER_H
