/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file offline.h
   Recognising recordings rather than a live sound: several observations at
   once.

   The answers are those of the live path, bit for bit; they only come later.
*/

#ifndef BYLINE_RECOGNIZER_OFFLINE_H
#define BYLINE_RECOGNIZER_OFFLINE_H

#include "byline/recognizer.h"
#include "byline/thread_pool.h"
#include "recognizer/judge.h"

/** How observations are gathered, and who is told about them. */
typedef struct {
  size_t size; ///< Most observations that wait for each other, at least 1
  BylineThreadPool* pool; ///< Shares them; NULL for none
  /** Before each answer: what it is made from.  `observation` has an
     observation's own calibrated probabilities, one an artist; NULL if there
     was none. */
  void (*step)(void* user, const BylineTimeStep* step,
               const float* observation);
  void* user; ///< Passed on to `step`
} BylineObservationBatch;

/**
   Make a recogniser that gathers observations.

   @param batch Copied; the pool must outlive the recogniser.
   @param[out] recognizer To be freed with byline_recognizer_free().
   @return As byline_recognizer_new().
*/
BylineStatus
byline_recognizer_new_batched(const BylineModel* model, double sample_rate,
                              const BylineRecognizerSettings* settings,
                              const BylineRecognizerEvents* events,
                              const BylineObservationBatch* batch,
                              BylineRecognizer** recognizer);

/** Give the answers that are still waiting: the sound has ended. */
void byline_recognizer_flush(BylineRecognizer* recognizer);

/** The sound has ended: also hear the columns that are held back, and flush.
    What comes next must be byline_recognizer_reset(). */
void byline_recognizer_end(BylineRecognizer* recognizer);

#endif // BYLINE_RECOGNIZER_OFFLINE_H
