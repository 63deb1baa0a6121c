/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"

#include "evaluation/clip_prediction.h"

#include <stdlib.h>
#include <string.h>

static size_t class_of(const BylinePredictionTask* task, size_t artist)
{
  return task->classes ? task->classes[artist] : artist;
}

/* Visit the clips of the split; write them down unless `clips` is NULL. */
static size_t list_clips(const BylinePredictionTask* task, BylineClip* clips)
{
  size_t n = 0;
  const size_t n_songs = byline_dataset_song_count(task->dataset);
  for (size_t i = 0; i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(task->dataset, i);
    const size_t truth = class_of(task, song->artist);
    const size_t n_clips =
        song->split == task->split ? song->n_frames / task->n_frames : 0;
    for (size_t k = 0; k < n_clips; ++k, ++n) {
      if (clips) {
        clips[n] = (BylineClip){
            .song = i, .first = k * task->n_frames, .truth = truth};
      }
    }
  }
  return n;
}

void byline_dataset_clip_read(const void* user, size_t clip, float* columns)
{
  const BylineDatasetClips* const reader = user;
  const BylineClip* const c = &reader->clips[clip];
  byline_dataset_columns(reader->dataset, c->song, c->first, reader->n_frames,
                         columns);
}

static BylineStatus predict_clips(const BylinePredictionTask* task,
                                  BylinePredictions* predictions)
{
  const BylineDatasetClips reader = {.dataset = task->dataset,
                                     .clips = predictions->clips,
                                     .n_frames = task->n_frames};
  const BylinePredictor predictor = {
      .network = task->network,
      .front_end = byline_dataset_front_end(task->dataset),
      .pool = task->pool,
      .stop = task->stop};
  const BylineClipSource source = {.n_clips = predictions->n_clips,
                                   .n_frames = task->n_frames,
                                   .columns = byline_dataset_clip_read,
                                   .user = &reader};
  BylineNetworkOutputs outputs;
  const BylineStatus status =
      byline_clips_predict(&predictor, &source, &outputs);
  predictions->logits = outputs.logits;
  predictions->embeddings = outputs.embeddings;
  predictions->n_features = outputs.n_features;
  return status;
}

BylineStatus byline_predict(const BylinePredictionTask* task,
                            BylinePredictions* predictions)
{
  *predictions = (BylinePredictions){
      .n_clips = list_clips(task, NULL),
      .n_classes = byline_network_shape(task->network)->n_classes};
  if (predictions->n_clips == 0) {
    return byline_error(
        BYLINE_ERROR_DATA,
        "the dataset has no %s song as long as a clip of %zu columns",
        byline_split_name(task->split), task->n_frames);
  }
  predictions->clips =
      calloc(predictions->n_clips, sizeof(*predictions->clips));
  if (!predictions->clips) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu clips",
                        predictions->n_clips);
  }
  list_clips(task, predictions->clips);
  const BylineStatus status = predict_clips(task, predictions);
  if (status != BYLINE_OK) {
    byline_predictions_free(predictions);
  }
  return status;
}

BylineStatus byline_predictions_choose(const BylinePredictions* predictions,
                                       size_t most, BylinePredictions* chosen)
{
  const BylinePredictions* const p = predictions;
  const size_t n = p->n_clips < most ? p->n_clips : most;
  *chosen = (BylinePredictions){
      .n_clips = n,
      .n_classes = p->n_classes,
      .n_features = p->n_features,
      .clips = calloc(n + 1, sizeof(*p->clips)),
      .logits = malloc((n * p->n_classes + 1) * sizeof(float)),
      .embeddings = malloc((n * p->n_features + 1) * sizeof(float))};
  if (!chosen->clips || !chosen->logits || !chosen->embeddings) {
    byline_predictions_free(chosen);
    return byline_no_memory("clips");
  }
  for (size_t i = 0; i < n; ++i) {
    const size_t from = i * p->n_clips / n;
    chosen->clips[i] = p->clips[from];
    memcpy(chosen->logits + i * p->n_classes, p->logits + from * p->n_classes,
           p->n_classes * sizeof(float));
    memcpy(chosen->embeddings + i * p->n_features,
           p->embeddings + from * p->n_features, p->n_features * sizeof(float));
  }
  return BYLINE_OK;
}

void byline_predictions_free(BylinePredictions* predictions)
{
  free(predictions->clips);
  free(predictions->logits);
  free(predictions->embeddings);
  *predictions = (BylinePredictions){.n_clips = 0};
}
