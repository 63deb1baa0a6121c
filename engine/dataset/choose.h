/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file choose.h
   Which tracks make a dataset: those by artists with enough of them.
*/

#ifndef BYLINE_DATASET_CHOOSE_H
#define BYLINE_DATASET_CHOOSE_H

#include "byline/dataset.h"
#include "byline/status.h"
#include "dataset/features.h"
#include "dataset/names.h"
#include "dataset/split.h"

#include <stdbool.h>
#include <stddef.h>

/** A track on its way into a dataset. */
typedef struct {
  const BylineTrack* track;        ///< Where it comes from
  const BylineFeatureMaker* maker; ///< What makes its spectrogram
  const char* effects;             ///< The maker's, "" for none
  const char* stem;        ///< Where its voice is; NULL: to be estimated
  BylineFeatures features; ///< Its spectrogram, once it is made
  char backing[BYLINE_FEATURES_NAME_SIZE]; ///< The same for songs over the
                                           ///< same accompaniment; ""
  BylineSplitPlace place;                  ///< A variant's: the song's
  bool usable;                             ///< Not dropped so far
} BylineCandidate;

/**
   Choose the artists who have enough usable tracks, and close the ranks of
   these.

   @param[in,out] candidates `n` of them before and after.
   @param min_songs How many tracks are enough.
   @param tell Whether a note tells who is left out.
   @param[out] artists Sorted; to be freed with byline_names_free().
   @return BYLINE_OK, BYLINE_ERROR_DATA (fewer than two are chosen) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_candidates_choose(BylineCandidate* candidates, size_t* n,
                                      size_t min_songs, bool tell,
                                      BylineNames* artists);

#endif // BYLINE_DATASET_CHOOSE_H
