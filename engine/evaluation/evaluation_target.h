/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file evaluation_target.h
   A model and a dataset, brought together to measure the one by the other.
*/

#ifndef BYLINE_EVALUATION_EVALUATION_TARGET_H
#define BYLINE_EVALUATION_EVALUATION_TARGET_H

#include "byline/dataset.h"
#include "byline/evaluation.h"
#include "byline/model.h"
#include "byline/thread_pool.h"
#include "evaluation/learnt_songs.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** What is measured, and by what. */
typedef struct {
  BylineModel* model;                ///< Frozen
  BylineDataset* dataset;            ///< Of artists whom the model knows;
                                     ///< NULL when none was wanted
  BylineThreadPool* pool;            ///< To work with
  BylineLearntSongs learnt;          ///< Of the dataset: they count as learnt
                                     ///< from, whatever its split says
  size_t* classes;                   ///< The model's class of each artist
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineEvaluationTarget;

/**
   Open a model and a dataset, match their artists, and find out which of the
   songs the model learnt from.

   @param dataset NULL for the model alone.
   @param n_threads 0 for one per processor.
   @param[out] target To be closed with byline_evaluation_target_close() in any
   case.
   @return As byline_model_load() and byline_dataset_open(), or
   BYLINE_ERROR_DATA when they do not belong together.
*/
BylineStatus byline_evaluation_target_open(const char* model,
                                           const char* dataset,
                                           unsigned n_threads,
                                           const volatile sig_atomic_t* stop,
                                           BylineEvaluationTarget* target);

/** Close and clear. */
void byline_evaluation_target_close(BylineEvaluationTarget* target);

/** What to predict of a split, in clips of so many seconds. */
BylinePredictionTask
byline_evaluation_target_task(const BylineEvaluationTarget* target,
                              BylineSplit split, double seconds);

/** Which splits the model learnt from, a bit each (1 << BYLINE_TRAIN). */
unsigned byline_evaluation_target_learnt(const BylineEvaluationTarget* target);

/** Refuse spectrograms made otherwise than a model wants them. */
BylineStatus byline_front_ends_compare(const BylineFrontEnd* model,
                                       const BylineFrontEnd* dataset);

/** Whether a model knows an artist, and its class. */
bool byline_class_find(const BylineModelInfo* info, const char* artist,
                       size_t* index);

/**
   Find a dataset's artists in a model.

   @param[out] classes The model's class of each artist, to be freed with
   free().
   @return BYLINE_OK, BYLINE_ERROR_DATA (there is one whom the model does not
   know) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_classes_match(const BylineModelInfo* info,
                                  const BylineDataset* dataset,
                                  size_t** classes);

#endif // BYLINE_EVALUATION_EVALUATION_TARGET_H
