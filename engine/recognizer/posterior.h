/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file posterior.h
   Who is playing, given everything heard: a filter over single observations.

   A hidden Markov model whose states are the artists, filtered forward
   (Rabiner 1989, "A tutorial on hidden Markov models", eq. 20).  Between two
   observations that are t seconds apart, whoever plays goes on playing with the
   probability 1 - r = exp(-t / BYLINE_STAY), else anyone of the K artists
   follows:

       q[a] = (1 - r) p[a]^lambda / sum p^lambda + r / K

   The next observation's calibrated probabilities y stand for likelihoods,
   artists being equally frequent (Bourlard and Morgan 1994):

       p[a] = q[a] y[a]^beta / sum q y^beta

   Observations overlap, so they are no independent witnesses, and what was
   heard long ago counts less.  With w the seconds of an observation and s the
   smoothing,

       lambda = exp(-t / s)
       beta   = (1 - lambda) (1 + s / w)

   make the weights of all observations' logarithms add up to (w + s) / w in the
   long run: as if w + s seconds had been looked at, each once.  The first
   observation has beta = 1, and so has every observation when s = 0: then p is
   y.
*/

#ifndef BYLINE_RECOGNIZER_POSTERIOR_H
#define BYLINE_RECOGNIZER_POSTERIOR_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** How long an artist is expected to play, in seconds. */
#define BYLINE_STAY 180.0

/** The filter's state. */
typedef struct {
  float* probabilities; ///< `n` of them, adding up to 1
  size_t n;             ///< Artists
  bool empty;           ///< Nothing was looked at yet
} BylinePosterior;

/** What an observation's weight depends on, in seconds. */
typedef struct {
  double elapsed;   ///< Since the last observation
  double window;    ///< Length of this one
  double smoothing; ///< The user's setting
} BylineObservationTimes;

/**
   Begin, knowing nothing.

   @param[out] posterior To be cleared with byline_posterior_clear().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_posterior_init(BylinePosterior* posterior, size_t n);

/** Free what it holds. */
void byline_posterior_clear(BylinePosterior* posterior);

/** Know nothing again. */
void byline_posterior_reset(BylinePosterior* posterior);

/**
   Add an observation.

   @param observation Calibrated probabilities of one observation, `n` of them.
*/
void byline_posterior_update(BylinePosterior* posterior,
                             const float* observation,
                             const BylineObservationTimes* times);

#endif // BYLINE_RECOGNIZER_POSTERIOR_H
