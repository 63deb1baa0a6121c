/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/training_memory.h"

#include "byline/model.h"

/* Batches under way, as training/batch.c has them */
enum { N_BATCHES = 3 };

static size_t count_values(const BylineNetwork* network)
{
  size_t n = 0;
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    n += byline_network_tensor(network, i)->n_values;
  }
  return n;
}

BylineStatus byline_training_memory(const BylineTraining* training,
                                    size_t batch, size_t* size)
{
  const BylineRecipe* const recipe = training->recipe;
  const BylineFrontEnd* const front_end =
      byline_dataset_front_end(training->dataset);
  const BylineNetworkShape shape = {
      .n_channels = (uint32_t)byline_front_end_channels(front_end),
      .n_mels = front_end->n_mels,
      .n_classes = (uint32_t)byline_dataset_artist_count(training->dataset)};
  BylineNetwork* network = NULL;
  BylineThreadPool* pool = NULL;
  BylineStatus status =
      byline_classifier_new(recipe->architecture, &shape, &network);
  BYLINE_THEN(status, byline_thread_pool_new(training->n_threads, &pool));
  if (status == BYLINE_OK) {
    const BylinePlanSettings settings = {.mode = BYLINE_PLAN_TRAIN,
                                         .max_batch = batch,
                                         .max_frames =
                                             (size_t)recipe->clip_frames,
                                         .pool = pool};
    status = byline_plan_estimate(network, &settings, size);
    const size_t images = N_BATCHES * batch * shape.n_channels *
                          front_end->n_mels * (size_t)recipe->clip_frames;
    const size_t copies = recipe->ema > 0 ? 3 : 2;
    *size += (copies * count_values(network) + images) * sizeof(float);
  }
  byline_thread_pool_free(pool);
  byline_network_free(network);
  return status;
}
