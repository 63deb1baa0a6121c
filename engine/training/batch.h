/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file batch.h
   Clips to learn from, prepared on a thread of their own while the network
   works on those before.
*/

#ifndef BYLINE_TRAINING_BATCH_H
#define BYLINE_TRAINING_BATCH_H

#include "byline/status.h"
#include "byline/training.h"
#include "training/sampler.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Clips for one step. */
typedef struct {
  size_t n_frames; ///< Columns of each clip
  float* images;   ///< batch x channels x n_mels x n_frames
  float* targets;  ///< batch x artists
  bool* known;     ///< batch; whether a clip is an artist's, not a stranger's
} BylineBatch;

/** A thread that prepares batches ahead. */
typedef struct BylineBatches BylineBatches;

/**
   Start the thread.

   @param sampler Must outlive it; nobody else may draw from it meanwhile.
   @param epoch Epoch of the first batch.
   @param step Its number in the epoch; a new epoch begins after
   clips_per_epoch / batch of them, at least one.
   @param[out] batches To be freed with byline_batches_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_batches_new(BylineSampler* sampler, uint64_t epoch,
                                size_t step, BylineBatches** batches);

/** Stop the thread and free everything.  NULL is fine. */
void byline_batches_free(BylineBatches* batches);

/** The next batch, valid until the next call; waits for it if need be. */
const BylineBatch* byline_batches_next(BylineBatches* batches);

/** Seconds that byline_batches_next() has waited so far. */
double byline_batches_waited(const BylineBatches* batches);

/** Steps in an epoch of a recipe. */
size_t byline_recipe_steps(const BylineRecipe* recipe);

#endif // BYLINE_TRAINING_BATCH_H
