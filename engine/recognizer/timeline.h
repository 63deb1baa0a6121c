/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file timeline.h
   Who played from when to when: the most probable story of a whole recording.

   The live answers know nothing of what comes later.  For a recording, the
   most probable sequence of artists is found by the algorithm of Viterbi
   (Rabiner 1989, eq. 33) in the same hidden Markov model (see posterior.h).  A
   observation stands for the time around its middle, and weighs as much as its
   middle has advanced since the one before, in windows: overlapping
   observations are not counted twice.  What is no music parts the story in two.
*/

#ifndef BYLINE_RECOGNIZER_TIMELINE_H
#define BYLINE_RECOGNIZER_TIMELINE_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A stretch of a recording, which becomes an entry of its history. */
typedef struct {
  double begin;      ///< Seconds
  double end;        ///< Seconds
  int32_t artist;    ///< -1 when nobody is probable enough
  float probability; ///< Mean over the observations in it, of the best artist;
                     ///< 0 for what is no music
} BylineStretch;

/** An observation of a recording. */
typedef struct {
  double begin;               ///< Seconds
  double end;                 ///< Seconds
  bool foreign;               ///< No music: nobody plays
  const float* probabilities; ///< Calibrated, one an artist; of music
} BylineObservation;

/**
   Find the most probable story of a stretch of music.

   @param observations `n_observations` of them, at least one, in order of time.
   @param n_artists How many artists there are.
   @param threshold Segments whose probability is below it have no artist.
   @param[out] segments Room for `n_observations`; the first begins where the
   first observation does, the last ends where the last observation does.
   @param[out] n_segments How many there are.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_timeline_find(const BylineObservation* observations,
                                  size_t n_observations, size_t n_artists,
                                  float threshold, BylineStretch* segments,
                                  size_t* n_segments);

#endif // BYLINE_RECOGNIZER_TIMELINE_H
