/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file trainer.h
   What a training consists of; for the trainer's own files.
*/

#ifndef BYLINE_TRAINING_TRAINER_H
#define BYLINE_TRAINING_TRAINER_H

#include "base/lock.h"
#include "byline/network.h"
#include "byline/thread_pool.h"
#include "byline/training.h"
#include "training/average.h"
#include "training/batch.h"
#include "training/checkpoint.h"
#include "training/journal.h"
#include "training/ranks.h"
#include "training/statistics_fit.h"

/** A training under way. */
typedef struct {
  const BylineTraining* training; ///< What was asked for
  BylineRecipe recipe;            ///< What is followed
  size_t steps;                   ///< In an epoch; 0: all is solved for
  size_t n_artists;               ///< Classes
  BylineLock lock;                ///< Of the folder, rank 0's
  char* pretrained_learnt;   ///< Songs that the first model learnt from; NULL:
                             ///< none, or it does not tell
  char* model_path;          ///< model.safetensors in the folder
  char* network_path;        ///< network.safetensors in the folder
  char* reference_path;      ///< statistics.safetensors in the folder
  BylineNetwork* reference;  ///< Statistics; NULL when only the network answers
  char* checkpoint_path;     ///< checkpoint in the folder
  char* journal_path;        ///< metrics.jsonl in the folder
  BylineThreadPool* pool;    ///< Shared by all plans
  BylineNetwork* network;    ///< What is trained
  BylinePlan* plan;          ///< For training it
  BylineSgd* sgd;            ///< Its velocities
  BylineAverage* average;    ///< NULL when the recipe wants none
  BylineSampler* sampler;    ///< Draws the clips
  BylineBatches* batches;    ///< Brings them
  BylinePlanPeers peers;     ///< The other ranks
  size_t batch;              ///< Clips of a step that are this rank's
  bool is_writer;            ///< This is rank 0, or the only one
  bool goes_on;              ///< From a checkpoint
  bool told_to_stop;         ///< Some rank was
  float* d_logits;           ///< batch x n_artists
  float* class_weights;      ///< Factor of the loss, one per artist
  BylineTrainingState state; ///< What a checkpoint keeps
  double rate;               ///< Learning rate; 0: as the recipe says
  double step_loss;          ///< Mean loss of the last step
  double start_time;         ///< Of this run
  double epoch_time;         ///< When this epoch, or its rest, began
  size_t epoch_steps;        ///< Steps done since
  size_t run_steps;          ///< Steps done in this run
} BylineTrainer;

/**
   Make everything that a training needs, or take it from a checkpoint.

   @param trainer All zero but for `training`, whose folder may be NULL when
   nothing is to be kept.
   @return As byline_train(); in any case call byline_trainer_end().
*/
BylineStatus byline_trainer_begin(BylineTrainer* trainer);

/** Bring the clips, from where the training is. */
BylineStatus byline_trainer_start_batches(BylineTrainer* trainer);

/** Learn from one batch; BYLINE_ERROR_DATA when numbers are not finite. */
BylineStatus byline_trainer_step(BylineTrainer* trainer);

/** Judge the network as it is now by validation, and keep it when it is the
   best so far. */
BylineStatus byline_trainer_validate(BylineTrainer* trainer,
                                     BylineEpoch* figures);

/** What statistics are fitted to. */
BylineStatisticsInput byline_trainer_lesson(const BylineTrainer* trainer);

/** Tell how good somebody alone is on validation. */
void byline_trainer_tell(const char* who, const BylineEvaluation* evaluation);

/** Fit the reference, write it down and tell how good it is. */
BylineStatus byline_trainer_make_reference(BylineTrainer* trainer);

/** Ask a network about validation. */
BylineStatus byline_trainer_predict(const BylineTrainer* trainer,
                                    BylineNetwork* network,
                                    BylinePredictions* predictions);

/** The figures of what answers, and of what it was chosen from. */
typedef struct {
  BylineEvaluation answer;     ///< Of what was chosen, at its temperature
  BylineEvaluation network;    ///< Of the network alone
  BylineEvaluation statistics; ///< Of the reference
  bool has_reference;          ///< The latter two are there
  double refused;              ///< A temperature that was no good, or 0
  char text[64];               ///< What was chosen, for people
} BylineTrainerAnswer;

/**
   Choose what answers: the network, the reference or both.

   @param network The best one.
   @param[out] chosen `network` itself, or another, to be freed.
   @param[out] answer To be freed with byline_trainer_answer_free().
*/
BylineStatus byline_trainer_choose(BylineTrainer* trainer,
                                   BylineNetwork* network,
                                   BylineNetwork** chosen,
                                   BylineTrainerAnswer* answer);

/** Free and clear. */
void byline_trainer_answer_free(BylineTrainerAnswer* answer);

/**
   Write a model file.

   @param network_alone Figures to add, as those of the reference; NULL: none.
*/
BylineStatus byline_trainer_save(const BylineTrainer* trainer, const char* path,
                                 BylineNetwork* network,
                                 const BylineEvaluation* validation,
                                 const BylineTrainerAnswer* answer);

/** Choose what answers, calibrate it and write it down with its figures. */
BylineStatus byline_trainer_finish(BylineTrainer* trainer);

/** Free everything. */
void byline_trainer_end(BylineTrainer* trainer);

#endif // BYLINE_TRAINING_TRAINER_H
