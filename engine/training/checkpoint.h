/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file checkpoint.h
   A training's state in a file, so that it can go on as if nothing had been.

   The file is for the machine that wrote it (its byte order) and is written
   beside and then renamed: a full disk leaves the old one intact.
*/

#ifndef BYLINE_TRAINING_CHECKPOINT_H
#define BYLINE_TRAINING_CHECKPOINT_H

#include "byline/network.h"
#include "byline/status.h"
#include "byline/training.h"
#include "training/average.h"
#include "training/pretrained.h"
#include "training/strangers.h"

#include <stdint.h>

/** How far a training is. */
typedef struct {
  uint64_t epoch;        ///< Epochs that are done, validation included
  uint64_t step;         ///< Steps of the next epoch that are done
  uint64_t n_seen;       ///< Clips seen in it, without strangers'
  uint64_t n_right;      ///< Of them, how many were recognised
  double loss;           ///< Sum of its steps' losses
  uint64_t best_epoch;   ///< The best epoch so far, from 1; 0: none
  double best_f1;        ///< Its macro F1 on validation
  double best_loss;      ///< Its loss on validation
  uint64_t journal_size; ///< Bytes of metrics.jsonl that belong to it
} BylineProgress;

/** What a checkpoint holds. */
typedef struct {
  const BylineRecipe* recipe;  ///< What is being followed
  uint64_t data;               ///< byline_checkpoint_data() of what is learnt
  BylineNetwork* network;      ///< Weights and running statistics
  BylineSgd* sgd;              ///< Velocities
  BylineAverage* average;      ///< NULL for none
  BylinePretrained pretrained; ///< What it began with
  BylineProgress progress;     ///< How far it is
} BylineTrainingState;

/** A number that tells datasets apart: of artists, songs, lengths, splits; and
    of strangers, which may be NULL. */
uint64_t byline_checkpoint_data(const BylineDataset* dataset,
                                const BylineStrangers* strangers);

/** A number that tells data apart: of artists and recordings alone. */
uint64_t byline_checkpoint_data_hash(const BylineDataset* dataset);

/**
   Write a checkpoint.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_checkpoint_write(const char* path,
                                     const BylineTrainingState* state);

/**
   Read only the recipe of a checkpoint.

   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_checkpoint_recipe(const char* path, BylineRecipe* recipe);

/**
   Read a checkpoint into a state made for the same recipe and dataset.

   The file is checked before anything is changed.

   @param[in,out] state Its blocks are filled, `progress` and `pretrained` are
   set. A model that it began with must be that of the file.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (damaged, or of
   another training: the message says what differs) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_checkpoint_read(const char* path,
                                    BylineTrainingState* state);

#endif // BYLINE_TRAINING_CHECKPOINT_H
