/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_file.h
   The files that a training to separate writes.
*/

#ifndef BYLINE_TRAINING_SEPARATION_FILE_H
#define BYLINE_TRAINING_SEPARATION_FILE_H

#include "byline/network.h"
#include "byline/status.h"
#include "byline/training.h"
#include "training/separation_material.h"

#include <stdint.h>

/** How far a training is. */
typedef struct {
  uint64_t epoch;         ///< Epochs that are done
  uint64_t step;          ///< Steps of the next one that are done
  double loss;            ///< Sum of their losses
  double validation_loss; ///< After the last epoch
} BylineSeparationProgress;

/** Write a checkpoint: a safetensors file of weights and velocities. */
BylineStatus
byline_separation_checkpoint_write(const char* path, const BylineRecipe* recipe,
                                   uint64_t material, BylineNetwork* network,
                                   BylineSgd* sgd,
                                   const BylineSeparationProgress* progress);

/**
   Read one.

   @return BYLINE_OK, BYLINE_ERROR_FORMAT (damaged, or of another recipe or
   material), BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_separation_checkpoint_read(
    const char* path, const BylineRecipe* recipe, uint64_t material,
    BylineNetwork* network, BylineSgd* sgd, BylineSeparationProgress* progress);

/** Add an epoch's line to metrics.jsonl, and cut off those of later epochs that
    are being trained again. */
BylineStatus byline_separation_journal(const char* path,
                                       const BylineRecipe* recipe,
                                       const BylineSeparationProgress* progress,
                                       double train_loss, double learning_rate,
                                       double examples_per_second);

/** Write the model, with what it learnt from. */
BylineStatus byline_separation_result(const char* path,
                                      const BylineRecipe* recipe,
                                      const BylineSeparationProgress* progress,
                                      const BylineVoiceMaterial* material,
                                      const BylineNetwork* network);

#endif // BYLINE_TRAINING_SEPARATION_FILE_H
