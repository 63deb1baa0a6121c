/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file result.h
   The model file that a training leaves behind.
*/

#ifndef BYLINE_TRAINING_RESULT_H
#define BYLINE_TRAINING_RESULT_H

#include "byline/dataset.h"
#include "byline/evaluation.h"
#include "byline/network.h"
#include "byline/status.h"
#include "byline/training.h"
#include "training/pretrained.h"
#include "training/strangers.h"

#include <stdint.h>

/** What the model file shall say. */
typedef struct {
  const BylineDataset* dataset;       ///< Artists, front end, split
  const BylineRecipe* recipe;         ///< How it was trained
  const BylineStrangers* strangers;   ///< Who are nobody; NULL for none
  const BylinePretrained* pretrained; ///< What it began with
  const char* pretrained_learnt;      ///< What that learnt from; NULL: it does
                                      ///< not tell
  uint64_t epoch;                     ///< Whose weights these are, from 1
  const BylineEvaluation* validation; ///< Its figures on validation, with the
                                      ///< temperature
  const BylineEvaluation* network;    ///< Those of the network alone, or NULL
  const BylineEvaluation* statistics; ///< Those of the reference, or NULL
  const char* answer;                 ///< What it consists of, or NULL
  const BylinePredictions* predictions; ///< On validation, of which comes the
                                        ///< cohort; NULL for none
} BylineResult;

/**
   Write a model file with metrics and provenance.

   @return As byline_model_save().
*/
BylineStatus byline_result_save(const char* path, const BylineResult* result,
                                const BylineNetwork* network);

#endif // BYLINE_TRAINING_RESULT_H
