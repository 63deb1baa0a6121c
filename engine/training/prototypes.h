/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file prototypes.h
   Artists known by their songs: each song is a direction on axes that tell the
   artists apart, and a clip is compared with it by the cosine between both.

   The axes are those that the artists' means span where clips of one artist, or
   of one song, spread alike in every direction.  There only
   directions count, as in the field that tells speakers (Dehak et al. 2011,
   "Front-end factor analysis for speaker verification"): how far from the mean
   something lies says more of how it was recorded than of who it is.  Of an
   artist's songs, those count that are near (byline_prototype_logits(),
   nn/layers.h).
*/

#ifndef BYLINE_TRAINING_PROTOTYPES_H
#define BYLINE_TRAINING_PROTOTYPES_H

#include "byline/status.h"
#include "training/axes.h"

#include <stddef.h>

/** Axes, and where songs are on them.  All arrays are its own. */
typedef struct {
  size_t n_axes;  ///< Found
  float* axes;    ///< n_axes x blocks' n: of packed, standardised values
  float* offsets; ///< n_axes: what is to be added
  size_t n;       ///< Prototypes, artist by artist
  float* places;  ///< n x n_axes: of length 1
  float* artists; ///< n: whose, as numbers of artists
} BylinePrototypes;

/** Which are wanted. */
typedef struct {
  const BylineSamples* samples; ///< Standardised
  const BylineScatter* scatter; ///< Of those that count; its `within` whitens
  const BylineBlocks* blocks;   ///< That are not left out
  size_t n_artists;             ///< Whose: all, or those who are known
  double shrinkage;             ///< Of the scatter, 0 to 1
  size_t fold;                  ///< Whose clips do not count;
                                ///< BYLINE_DISCRIMINANT_FOLDS: all do
  size_t most;                  ///< Prototypes at most: neighbouring songs of
                                ///< an artist have one together where there
                                ///< are more, but each artist one
  size_t most_axes;             ///< At most so many
} BylinePrototypesWish;

/**
   Find axes and prototypes.

   Nobody's sounds have some axes and a prototype each, too, where their kinds
   are among the samples' artists.

   @param factor blocks' n x n: room to work in.
   @param[out] prototypes To be freed with byline_prototypes_free().
   @return BYLINE_OK, BYLINE_ERROR_DATA (nothing varies) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_prototypes_find(const BylinePrototypesWish* wish,
                                    float* factor,
                                    BylinePrototypes* prototypes);

/** Free and clear. */
void byline_prototypes_free(BylinePrototypes* prototypes);

#endif // BYLINE_TRAINING_PROTOTYPES_H
