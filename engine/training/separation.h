/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation.h
   Training of the network that finds voices (engine/voice).
*/

#ifndef BYLINE_TRAINING_SEPARATION_H
#define BYLINE_TRAINING_SEPARATION_H

#include "byline/status.h"
#include "byline/training.h"

#include "training/ranks.h"

#include <signal.h>
#include <stdbool.h>

/** A training to be done. */
typedef struct {
  const char* material;       ///< Folder, as separation_material.h has it
  const BylineRecipe* recipe; ///< How
  const char* folder;         ///< Where the results go; made if missing
  const char* from;           ///< Model to begin with; NULL for random weights
  unsigned n_threads;         ///< 0 for one per processor
  bool resume;                ///< Go on from the folder's checkpoint
  BylineRanks* ranks;         ///< Who share each batch; NULL for one process
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineSeparationTraining;

/** What is used when no recipe is given.  Of a recipe count `architecture`,
    `clip_frames` (columns of 16 ms of an example), `epochs`, `clips_per_epoch`,
    `batch`, those of the learning rate and the optimiser, `seed`, `licence`. */
BylineRecipe byline_separation_recipe(void);

/**
   Train.  Writes into the folder:

       model.safetensors  the network, as voice/voice_model.h has it
       metrics.jsonl      a line of figures per epoch: losses on what is learnt
                          from, and on examples of what is held out
       checkpoint         all that is needed to go on

   The same material, recipe and number of threads give the same bits.  Several
   processes learn as one does, but for rounding: each mixes its examples of a
   batch, and statistics are those of the whole batch.  Files are written by the
   first.

   @return As byline_train().
*/
BylineStatus byline_train_separation(const BylineSeparationTraining* training);

#endif // BYLINE_TRAINING_SEPARATION_H
