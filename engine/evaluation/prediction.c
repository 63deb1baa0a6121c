/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"

#include "byline/front_end.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Clips that go through the network at once, for each thread */
#define CLIPS_PER_THREAD 8

/* A run over the clips */
typedef struct {
  const BylineQuestion* question;
  const BylineFrontEnd* front_end;
  BylinePlan* plan;
  BylinePredictions* predictions;
  float* columns; ///< One clip for each thread
  size_t first;   ///< First clip of the batch being filled
} Run;

static size_t class_of(const BylineQuestion* question, size_t artist)
{
  return question->classes ? question->classes[artist] : artist;
}

/* Visit the clips of the split; write them down unless `clips` is NULL. */
static size_t list_clips(const BylineQuestion* question, BylineClip* clips)
{
  size_t n = 0;
  const size_t n_songs = byline_dataset_song_count(question->dataset);
  for (size_t i = 0; i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(question->dataset, i);
    const size_t truth = class_of(question, song->artist);
    const size_t n_clips = song->split == question->split
                               ? song->n_frames / question->n_frames
                               : 0;
    for (size_t k = 0; k < n_clips; ++k, ++n) {
      if (clips) {
        clips[n] = (BylineClip){
            .song = i, .first = k * question->n_frames, .truth = truth};
      }
    }
  }
  return n;
}

static void fill_images(void* context, unsigned thread, size_t begin,
                        size_t end)
{
  const Run* const run = context;
  const size_t n_frames = run->question->n_frames;
  const size_t size = run->front_end->n_mels * n_frames;
  float* const columns = run->columns + thread * size;
  for (size_t i = begin; i < end; ++i) {
    const BylineClip* const clip = &run->predictions->clips[run->first + i];
    byline_dataset_columns(run->question->dataset, clip->song, clip->first,
                           n_frames, columns);
    byline_clip_normalize(run->front_end, columns, n_frames,
                          byline_plan_input(run->plan) + i * size);
  }
}

/* Keep a batch's answers.  The features are known only now. */
static BylineStatus keep(Run* run, const float* logits, size_t n)
{
  BylinePredictions* const p = run->predictions;
  const float* const features =
      byline_plan_embedding(run->plan, &p->n_features);
  if (!p->embeddings) {
    p->embeddings = malloc(p->n_clips * p->n_features * sizeof(float));
  }
  if (!p->embeddings) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu clips",
                        p->n_clips);
  }
  memcpy(p->logits + run->first * p->n_classes, logits,
         n * p->n_classes * sizeof(float));
  memcpy(p->embeddings + run->first * p->n_features, features,
         n * p->n_features * sizeof(float));
  return BYLINE_OK;
}

static BylineStatus run_batches(Run* run, size_t batch)
{
  const BylineQuestion* const question = run->question;
  const size_t n_clips = run->predictions->n_clips;
  BylineStatus status = BYLINE_OK;
  for (run->first = 0; run->first < n_clips && status == BYLINE_OK;
       run->first += batch) {
    if (question->stop && *question->stop) {
      return byline_error(BYLINE_ERROR_INTERRUPTED, "stopped on request");
    }
    const size_t left = n_clips - run->first;
    const size_t n = left < batch ? left : batch;
    status = byline_plan_set_shape(run->plan, n, question->n_frames);
    if (status == BYLINE_OK) {
      byline_thread_pool_run(question->pool, fill_images, run, n);
      status = keep(run, byline_plan_forward(run->plan), n);
    }
  }
  return status;
}

static BylineStatus allocate(Run* run, unsigned n_threads)
{
  BylinePredictions* const p = run->predictions;
  const size_t size = run->front_end->n_mels * run->question->n_frames;
  p->clips = calloc(p->n_clips, sizeof(*p->clips));
  p->logits = malloc(p->n_clips * p->n_classes * sizeof(float));
  run->columns = malloc(n_threads * size * sizeof(float));
  if (!p->clips || !p->logits || !run->columns) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu clips",
                        p->n_clips);
  }
  return BYLINE_OK;
}

BylineStatus byline_predict(const BylineQuestion* question,
                            BylinePredictions* predictions)
{
  *predictions = (BylinePredictions){
      .n_clips = list_clips(question, NULL),
      .n_classes = byline_network_shape(question->network)->n_classes};
  if (predictions->n_clips == 0) {
    return byline_error(
        BYLINE_ERROR_DATA,
        "the dataset has no %s song as long as a clip of %zu columns",
        byline_split_name(question->split), question->n_frames);
  }
  const unsigned n_threads = byline_thread_pool_size(question->pool);
  const size_t batch = (size_t)n_threads * CLIPS_PER_THREAD;
  const BylinePlanSettings settings = {.mode = BYLINE_PLAN_INFER,
                                       .max_batch = batch,
                                       .max_frames = question->n_frames,
                                       .pool = question->pool};
  Run run = {.question = question,
             .front_end = byline_dataset_front_end(question->dataset),
             .predictions = predictions};
  BylineStatus status = allocate(&run, n_threads);
  if (status == BYLINE_OK) {
    list_clips(question, predictions->clips);
    status = byline_plan_new(question->network, &settings, &run.plan);
  }
  if (status == BYLINE_OK) {
    status = run_batches(&run, batch);
  }
  byline_plan_free(run.plan);
  free(run.columns);
  if (status != BYLINE_OK) {
    byline_predictions_free(predictions);
  }
  return status;
}

void byline_predictions_free(BylinePredictions* predictions)
{
  free(predictions->clips);
  free(predictions->logits);
  free(predictions->embeddings);
  *predictions = (BylinePredictions){.n_clips = 0};
}
