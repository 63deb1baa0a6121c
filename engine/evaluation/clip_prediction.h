/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file clip_prediction.h
   What a network says about clips, wherever they come from.
*/

#ifndef BYLINE_EVALUATION_CLIP_PREDICTION_H
#define BYLINE_EVALUATION_CLIP_PREDICTION_H

#include "byline/evaluation.h"
#include "byline/front_end.h"
#include "byline/network.h"
#include "byline/status.h"
#include "byline/thread_pool.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** Clips of one length. */
typedef struct {
  size_t n_clips;  ///< How many
  size_t n_frames; ///< Columns of each
  /** Write a clip's columns, `n_frames` x channels x
      n_mels; called by several threads. */
  void (*columns)(const void* user, size_t clip, float* columns);
  const void* user; ///< Passed on to `columns`
} BylineClipSource;

/** Clips of a dataset. */
typedef struct {
  const BylineDataset* dataset; ///< Of whose songs they are
  const BylineClip* clips;      ///< Where they lie
  size_t n_frames;              ///< Columns of each
} BylineDatasetClips;

/** The `columns` of a source whose `user` is a BylineDatasetClips. */
void byline_dataset_clip_read(const void* user, size_t clip, float* columns);

/** What predicts. */
typedef struct {
  BylineNetwork* network;            ///< Frozen or not
  const BylineFrontEnd* front_end;   ///< What the columns were made with
  BylineThreadPool* pool;            ///< May be NULL
  bool embeddings_only;              ///< Nobody wants the logits
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylinePredictor;

/** What it says: arrays to be freed with free(). */
typedef struct {
  size_t n_features; ///< The network's
  float* logits;     ///< n_clips x the network's classes; NULL: not wanted
  float* embeddings; ///< n_clips x n_features: what the classifier saw
} BylineNetworkOutputs;

/**
   Run the network over all clips, several at once.

   @param[out] outputs To be freed with byline_network_outputs_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (clips too short for the network),
   BYLINE_ERROR_INTERRUPTED or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_clips_predict(const BylinePredictor* predictor,
                                  const BylineClipSource* source,
                                  BylineNetworkOutputs* outputs);

/** Free and clear. */
void byline_network_outputs_free(BylineNetworkOutputs* outputs);

#endif // BYLINE_EVALUATION_CLIP_PREDICTION_H
