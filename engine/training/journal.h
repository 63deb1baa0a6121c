/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file journal.h
   What a training tells about its epochs: a line each for people, and one of
   JSON each in metrics.jsonl.
*/

#ifndef BYLINE_TRAINING_JOURNAL_H
#define BYLINE_TRAINING_JOURNAL_H

#include "byline/evaluation.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stdint.h>

/** The figures of an epoch.  Those of training are on augmented clips. */
typedef struct {
  uint64_t epoch;          ///< From 1
  uint64_t n_epochs;       ///< How many there will be
  double learning_rate;    ///< At its end
  double train_loss;       ///< Mean, against smoothed and mixed targets
  double train_accuracy;   ///< Share of clips recognised
  double loss;             ///< Validation: mean -log probability
  double accuracy;         ///< Validation: share of clips recognised
  double song_accuracy;    ///< Validation: share of songs recognised
  double f1;               ///< Validation: macro F1 of clips
  bool best;               ///< Better than all before
  double clips_per_second; ///< Training speed
  double waited;           ///< Share of time the network had no clips
  double time_left;        ///< Seconds until the end
} BylineEpoch;

/**
   Cut the file back to its first `size` bytes: what came after belongs to
   epochs that will be trained again.  A missing file is made.
*/
BylineStatus byline_journal_begin(const char* path, uint64_t size);

/**
   Add an epoch to the file.

   @param[out] size Bytes that the file then has.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_journal_append(const char* path, const BylineEpoch* epoch,
                                   uint64_t* size);

/** Log an epoch. */
void byline_journal_show(const BylineEpoch* epoch);

/** Log what came out in the end. */
void byline_journal_finish(const char* model_path, uint64_t best_epoch,
                           const BylineEvaluation* validation);

#endif // BYLINE_TRAINING_JOURNAL_H
