/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file song_index.h
   Fingerprints of a dataset's songs, as a fingerprint service has them.
*/

#ifndef BYLINE_EVALUATION_SONG_INDEX_H
#define BYLINE_EVALUATION_SONG_INDEX_H

#include "evaluation/evaluation_target.h"
#include "evaluation/fingerprint.h"

#include <stddef.h>

/** Fingerprints of some songs. */
typedef struct {
  const BylineEvaluationTarget* target; ///< Whose songs they are
  size_t* songs;                        ///< Their indices in the dataset
  BylineFingerprint* prints; ///< One each, empty where it cannot be read
  size_t n;                  ///< How many
  size_t n_done;             ///< Counted by whoever finishes one
} BylineSongIndex;

/**
   Take the fingerprints of the original recordings of some splits.

   @param splits A bit for each BylineSplit.
   @param most Not more songs than these, evenly chosen; 0: all.
   @param[out] index To be freed with byline_song_index_free() in any case.
   @return BYLINE_OK, BYLINE_ERROR_INTERRUPTED or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_song_index_make(const BylineEvaluationTarget* target,
                                    unsigned splits, size_t most,
                                    BylineSongIndex* index);

/** Free and clear. */
void byline_song_index_free(BylineSongIndex* index);

/** Find the recording that a fingerprint is most like, and whose it is. */
BylineFingerprintMatch byline_song_index_search(const BylineSongIndex* index,
                                                const BylineFingerprint* query,
                                                size_t* artist);

#endif // BYLINE_EVALUATION_SONG_INDEX_H
