/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file split.h
   Dividing songs into those to learn from, to validate and to test with.
*/

#ifndef BYLINE_DATASET_SPLIT_H
#define BYLINE_DATASET_SPLIT_H

#include "byline/dataset.h"
#include "byline/status.h"

#include <stddef.h>

/** What decides where a song may go. */
typedef struct {
  size_t artist;         ///< From 0
  const char* album;     ///< "" when unknown: a song of its own
  const char* recording; ///< The same for the same sound
  const char* backing;   ///< The same for the same accompaniment; "": its own
} BylineSplitSong;

/** Where a song went. */
typedef struct {
  BylineSplit split; ///< Its part
  unsigned fold;     ///< In which it is in the test, from 1; 0: no folds
  const char* group; ///< The album, the song's own, when it went as a whole
} BylineSplitPlace;

/**
   Carry out a plan.

   Songs over one accompaniment go to one part, whoever sings; where their
   albums would tear them apart, one of them is not used.

   Every artist with three songs or more has at least one in each part; without
   albums and folds, the songs are drawn one by one.  An artist with fewer
   albums than parts is split by song as far as needed, and a note names those.

   @param songs `n` of them.
   @param artists Their names, for messages.
   @param[out] places One a song.
   @return BYLINE_OK, BYLINE_ERROR_USAGE (an impossible plan) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_split(const BylineSplitSong* songs, size_t n,
                          const char* const* artists, size_t n_artists,
                          const BylineSplitPlan* plan,
                          BylineSplitPlace* places);

#endif // BYLINE_DATASET_SPLIT_H
