/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"

#include "evaluation/ask.h"

#include <stdlib.h>

/* Where the clips of a split are read */
typedef struct {
  const BylineDataset* dataset;
  const BylineClip* clips;
  size_t n_frames;
} Reader;

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

static void read_columns(const void* user, size_t clip, float* columns)
{
  const Reader* const reader = user;
  const BylineClip* const c = &reader->clips[clip];
  byline_dataset_columns(reader->dataset, c->song, c->first, reader->n_frames,
                         columns);
}

static BylineStatus ask_about_clips(const BylineQuestion* question,
                                    BylinePredictions* predictions)
{
  const Reader reader = {.dataset = question->dataset,
                         .clips = predictions->clips,
                         .n_frames = question->n_frames};
  const BylineListener listener = {
      .network = question->network,
      .front_end = byline_dataset_front_end(question->dataset),
      .pool = question->pool,
      .stop = question->stop};
  const BylineClipSource source = {.n_clips = predictions->n_clips,
                                   .n_frames = question->n_frames,
                                   .columns = read_columns,
                                   .user = &reader};
  BylineReplies replies;
  const BylineStatus status = byline_ask(&listener, &source, &replies);
  predictions->logits = replies.logits;
  predictions->embeddings = replies.embeddings;
  predictions->n_features = replies.n_features;
  return status;
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
  predictions->clips =
      calloc(predictions->n_clips, sizeof(*predictions->clips));
  if (!predictions->clips) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu clips",
                        predictions->n_clips);
  }
  list_clips(question, predictions->clips);
  const BylineStatus status = ask_about_clips(question, predictions);
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
