/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file match.h
   From hits to recordings: those that agree on a speed, a pitch and a place,
   and where the recording's peaks are heard where they should be then.
*/

#ifndef BYLINE_RECORDINGS_MATCH_H
#define BYLINE_RECORDINGS_MATCH_H

#include "recordings/align.h"
#include "recordings/hits.h"
#include "recordings/peaks.h"
#include "recordings/recordings.h"

/** Memory for matching; {0} at first. */
typedef struct {
  uint16_t* counts; ///< Hits in each cell of the vote
  void* votes;      ///< Hits in the fullest cells
  void* candidates; ///< Those cells
} BylineMatchMemory;

/** How hard a match is sought. */
typedef struct {
  double least;    ///< The score that it has at least
  size_t n_places; ///< So many places are looked at closely: 200 at most
} BylineEffort;

/**
   Find the recordings that are heard.

   @param peaks `n` that were heard, in order of time.
   @param hits What was found for these.
   @param[out] matches Room for BYLINE_MAX_MATCHES, the best first, each of
   another recording and with peaks that none before it explains.
   @return How many.
*/
size_t byline_match(const BylineRecordings* index, const BylinePeak* peaks,
                    size_t n, const BylineHits* hits, BylineEffort effort,
                    BylineMatchMemory* memory, BylineAlignment* matches);

/** Tell what is known about a match; `now` is when the sound ends, in hops. */
BylineRecordingMatch byline_match_tell(const BylineRecordings* index,
                                       const BylineAlignment* match,
                                       double now);

/** Free and clear. */
void byline_match_memory_free(BylineMatchMemory* memory);

#endif // BYLINE_RECORDINGS_MATCH_H
