/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file ranking.h
   The most probable artists, and whom to announce.
*/

#ifndef BYLINE_RECOGNIZER_RANKING_H
#define BYLINE_RECOGNIZER_RANKING_H

#include "byline/recognizer.h"

#include <stddef.h>
#include <stdint.h>

/** Nobody: music, but by none of the artists. */
#define BYLINE_NO_ARTIST (-1)

/** Nothing can be said yet. */
#define BYLINE_UNDECIDED (-2)

/**
   Find the BYLINE_TOP largest of `n` probabilities.

   @param[out] top Largest first, of equals the first one first; places left
   over get -1 and 0.
*/
void byline_rank(const float* probabilities, size_t n,
                 BylineRank top[BYLINE_TOP]);

/** Who is announced, and who may be next. */
typedef struct {
  int32_t announced; ///< An artist, BYLINE_NO_ARTIST or BYLINE_UNDECIDED
  int32_t leader;    ///< An artist or BYLINE_NO_ARTIST
  double since;      ///< When the leader took the lead, in seconds
} BylineDecision;

/** Begin undecided. */
BylineDecision byline_decision_begin(void);

/**
   Announce whoever has been leading for `hold` seconds.

   @param leader Who leads at `time`: an artist or BYLINE_NO_ARTIST.
*/
void byline_decision_update(BylineDecision* decision, int32_t leader,
                            double time, double hold);

#endif // BYLINE_RECOGNIZER_RANKING_H
