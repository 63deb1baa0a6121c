/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file learnt_songs.h
   Songs of a dataset that a model learnt from: they are no test of it, whatever
   part of the split the dataset has them in.
*/

#ifndef BYLINE_EVALUATION_LEARNT_SONGS_H
#define BYLINE_EVALUATION_LEARNT_SONGS_H

#include "byline/dataset.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** How many songs of each part of a split; variants do not count. */
typedef struct {
  bool known;                   ///< The model tells what it learnt from
  size_t n[BYLINE_UNUSED];      ///< Of the dataset, as it was prepared
  size_t learnt[BYLINE_UNUSED]; ///< Of them, those that the model learnt from
} BylineLearntSongs;

/**
   Take the songs that a model learnt from out of validation and test, into the
   part that is learnt from.

   @param learnt BylineModelInfo's; NULL when that is not known.
*/
void byline_learnt_songs_move(BylineDataset* dataset, const char* learnt,
                              BylineLearntSongs* songs);

/**
   Tell the user what that means for a part of the split.

   @return BYLINE_OK, or BYLINE_ERROR_DATA when no song is left in it.
*/
BylineStatus byline_learnt_songs_tell(const BylineLearntSongs* songs,
                                      BylineSplit split);

#endif // BYLINE_EVALUATION_LEARNT_SONGS_H
