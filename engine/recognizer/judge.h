/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file judge.h
   From single observations to answers: gathers evidence, ranks, and decides
   whom to announce.  Knows nothing of sound or networks.
*/

#ifndef BYLINE_RECOGNIZER_JUDGE_H
#define BYLINE_RECOGNIZER_JUDGE_H

#include "byline/recognizer.h"
#include "recognizer/posterior.h"
#include "recognizer/ranking.h"
#include "recognizer/tracks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What has been concluded so far. */
typedef struct {
  BylinePosterior posterior; ///< Who is playing
  BylineDecision decision;   ///< Who is announced
  int32_t last_artist;       ///< The last answer's
} BylineJudge;

/** A time step at which an answer is due. */
typedef struct {
  double time;            ///< Seconds of sound heard
  double elapsed;         ///< Seconds since the last observation
  double window;          ///< Seconds that this observation covers
  bool fresh;             ///< What was heard before is to be forgotten
  bool observed;          ///< The network looks
  bool foreign;           ///< It does not, since what is heard is no music
  bool silent;            ///< It does not, since nothing is playing
  BylineTrackLook tracks; ///< What the index of recordings has heard
} BylineTimeStep;

/**
   Begin, knowing nothing.

   @param[out] judge To be cleared with byline_judge_clear().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_judge_init(BylineJudge* judge, size_t n_artists);

/** Free what it holds. */
void byline_judge_clear(BylineJudge* judge);

/** Know nothing again. */
void byline_judge_reset(BylineJudge* judge);

/**
   Give an answer.

   @param observation Calibrated probabilities, one an artist; read if the step
   has an observation.
*/
BylineAnswer byline_judge_answer(BylineJudge* judge,
                                 const BylineRecognizerSettings* settings,
                                 const BylineTimeStep* step,
                                 const float* observation);

#endif // BYLINE_RECOGNIZER_JUDGE_H
