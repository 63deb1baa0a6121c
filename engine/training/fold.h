/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file fold.h
   One fold of a cross-validation: its network's answers, and the file that
   keeps what became of them.
*/

#ifndef BYLINE_TRAINING_FOLD_H
#define BYLINE_TRAINING_FOLD_H

#include "byline/evaluation.h"
#include "byline/status.h"
#include "byline/training.h"

#include <stdbool.h>
#include <stdint.h>

/** What result.json holds. */
typedef struct {
  BylineFold figures;    ///< What is told of the fold
  BylineConfusion clips; ///< Where the pooled figures come from
  BylineConfusion songs; ///< The same for songs
} BylineFoldResult;

/** What a result belongs to. */
typedef struct {
  const char* recipe; ///< Its canonical text
  uint64_t data;      ///< byline_checkpoint_data() of the dataset, split so,
                      ///< and of the strangers
} BylineFoldIdentity;

/** Free and clear. */
void byline_fold_free(BylineFoldResult* result);

/**
   Ask what a fold's training left behind about the test songs: the model, and
   the network and the statistics that it was chosen from.

   @param folder Of the training.
   @param crossval For the dataset, already split, threads and stop.
   @param[in,out] result `figures.seed` and `fold` are set; the rest is filled
   in; to be freed with byline_fold_free().
*/
BylineStatus byline_fold_evaluate(const char* folder,
                                  const BylineCrossval* crossval,
                                  BylineFoldResult* result);

/** Write result.json, beside and then renamed. */
BylineStatus byline_fold_write(const char* path,
                               const BylineFoldIdentity* identity,
                               const BylineFoldResult* result);

/**
   Read result.json.

   @param n_classes What its matrices must have.
   @param[in,out] result As byline_fold_evaluate().
   @param[out] found False when there is no file.
   @return BYLINE_OK, BYLINE_ERROR_FORMAT (damaged, or of another recipe or
   dataset) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_fold_read(const char* path,
                              const BylineFoldIdentity* identity,
                              size_t n_classes, BylineFoldResult* result,
                              bool* found);

#endif // BYLINE_TRAINING_FOLD_H
