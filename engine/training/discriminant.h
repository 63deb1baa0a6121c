/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file discriminant.h
   Linear discriminants in closed form (Fisher 1936, "The use of multiple
   measurements in taxonomic problems"), of measurements that are more than
   there are songs: the scatter within artists is shrunken towards a multiple of
   the identity (Friedman 1989, "Regularized discriminant analysis").

   How much to shrink, which blocks of measurements to leave out and how sure to
   be is found by cross-validation among the songs that are learnt from, never
   on others.
*/

#ifndef BYLINE_TRAINING_DISCRIMINANT_H
#define BYLINE_TRAINING_DISCRIMINANT_H

#include "byline/status.h"
#include "training/samples.h"

#include <stdbool.h>
#include <stddef.h>

/** What tells the artists apart: with f = axes x + offset artist k's logit is
    weights[k] . f + bias[k], or what prototypes tell of f. */
typedef struct {
  size_t n_axes;       ///< As asked for
  float* axes;         ///< n_axes x n_values
  float* offset;       ///< n_axes
  float* weights;      ///< n_artists x n_axes
  float* bias;         ///< n_artists
  size_t n_prototypes; ///< Those that there are; 0: weights and bias are used
  float* prototypes;   ///< n_prototypes x n_axes: of length 1, or means
  float* whose;        ///< n_prototypes: numbers of artists, one after another
  float scale;         ///< Of their logits
  bool by_distance;    ///< They are the artists' means, compared by distances
  size_t n_song_axes;  ///< As asked for
  float* song_axes;    ///< n_song_axes x n_values: what tells songs apart
  float* song_offset;  ///< n_song_axes
  double shrinkage;    ///< 0 to 1, as was found best
  unsigned blocks;     ///< A bit for each block that is not left out
  double loss;         ///< Of the cross-validation, in nats; negative: artists
                       ///< have too few songs for one
} BylineDiscriminant;

/**
   Find discriminants.

   Clips of a song count one song together.  In terms of the axes, clips of one
   artist spread alike in all directions; the first ones tell the artists apart,
   those after them nobody's sounds.  Axes that are left over are zero.

   The songs' axes are for artists who are not there, of whom it is not known
   what they have in common: with every song as a class of its own, clips of one
   song spread alike in all directions (as well as the scatter within songs,
   shrunken by 0.3, can tell; "within-class covariance normalisation", Hatch,
   Kajarekar and Stolcke 2006), and the axes are the principal components of the
   songs' means, which differ most first.

   Any thread but the audio thread, one at a time (OpenBLAS).

   @param n_axes At most so many.
   @param n_song_axes At most so many songs' axes; 0: none.
   @param[out] discriminant To be freed with byline_discriminant_free().
   @return BYLINE_OK, BYLINE_ERROR_DATA (someone has no clip, or nothing
   varies) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_discriminant_fit(const BylineSamples* samples,
                                     size_t n_axes, size_t n_song_axes,
                                     BylineDiscriminant* discriminant);

/** Free and clear. */
void byline_discriminant_free(BylineDiscriminant* discriminant);

#endif // BYLINE_TRAINING_DISCRIMINANT_H
