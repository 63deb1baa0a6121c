/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/evaluation_target.h"

#include <stdlib.h>
#include <string.h>

BylineStatus byline_front_ends_compare(const BylineFrontEnd* model,
                                       const BylineFrontEnd* dataset)
{
  if (!byline_front_ends_match(model, dataset)) {
    if (model->focus == dataset->focus && model->finder != dataset->finder) {
      return byline_error(BYLINE_ERROR_DATA,
                          "the model finds voices otherwise than the dataset; "
                          "prepare a dataset with --focus=%s --finder=%s",
                          byline_focus_name(model->focus),
                          byline_finder_name(model->finder));
    }
    return model->focus != dataset->focus
               ? byline_error(BYLINE_ERROR_DATA,
                              "the model hears another focus than the dataset "
                              "has; prepare a dataset with --focus=%s%s",
                              byline_focus_name(model->focus),
                              model->focus != BYLINE_FOCUS_MIX &&
                                      model->finder == BYLINE_FINDER_FILTERS
                                  ? " --finder=filters"
                                  : "")
               : byline_error(BYLINE_ERROR_DATA,
                              "the model hears other spectrograms (%u Hz, "
                              "windows of %u samples, %u bands) than 'byline "
                              "prepare' makes (%u Hz, %u, %u); train a new "
                              "one",
                              model->sample_rate, model->fft_size,
                              model->n_mels, dataset->sample_rate,
                              dataset->fft_size, dataset->n_mels);
  }
  return BYLINE_OK;
}

bool byline_class_find(const BylineModelInfo* info, const char* artist,
                       size_t* index)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    if (!strcmp(info->artists[i], artist)) {
      *index = i;
      return true;
    }
  }
  return false;
}

BylineStatus byline_classes_match(const BylineModelInfo* info,
                                  const BylineDataset* dataset,
                                  size_t** classes)
{
  const size_t n = byline_dataset_artist_count(dataset);
  *classes = NULL;
  if (n < 2 || info->n_artists < 2) {
    return byline_error(BYLINE_ERROR_DATA,
                        "one artist only: there is nothing to tell apart");
  }
  size_t* const found = calloc(n, sizeof(*found));
  if (!found) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu artists", n);
  }
  for (size_t i = 0; i < n; ++i) {
    const char* const artist = byline_dataset_artist(dataset, i);
    if (!byline_class_find(info, artist, &found[i])) {
      free(found);
      return byline_error(BYLINE_ERROR_DATA,
                          "the dataset has %s, whom the model does not know; "
                          "leave the artist out of the dataset or train a new "
                          "model",
                          artist);
    }
  }
  *classes = found;
  return BYLINE_OK;
}

BylineStatus byline_evaluation_target_open(const char* model,
                                           const char* dataset,
                                           unsigned n_threads,
                                           const volatile sig_atomic_t* stop,
                                           BylineEvaluationTarget* s)
{
  *s = (BylineEvaluationTarget){.stop = stop};
  BYLINE_TRY(byline_model_load(model, &s->model));
  if (dataset) {
    BYLINE_TRY(byline_dataset_open(dataset, &s->dataset));
  }
  if (dataset) {
    BYLINE_TRY(
        byline_front_ends_compare(&byline_model_info(s->model)->front_end,
                                  byline_dataset_front_end(s->dataset)));
  }
  if (dataset) {
    BYLINE_TRY(byline_classes_match(byline_model_info(s->model), s->dataset,
                                    &s->classes));
  }
  if (dataset) {
    byline_learnt_songs_move(s->dataset, byline_model_info(s->model)->learnt,
                             &s->learnt);
  }
  return byline_thread_pool_new(n_threads, &s->pool);
}

void byline_evaluation_target_close(BylineEvaluationTarget* s)
{
  byline_thread_pool_free(s->pool);
  byline_dataset_close(s->dataset);
  byline_model_free(s->model);
  free(s->classes);
  *s = (BylineEvaluationTarget){.model = NULL};
}

BylinePredictionTask
byline_evaluation_target_task(const BylineEvaluationTarget* s,
                              BylineSplit split, double seconds)
{
  return (BylinePredictionTask){
      .network = byline_model_network(s->model),
      .dataset = s->dataset,
      .split = split,
      .classes = s->classes,
      .n_frames = byline_front_end_frames(byline_dataset_front_end(s->dataset),
                                          seconds),
      .pool = s->pool,
      .stop = s->stop};
}

unsigned byline_evaluation_target_learnt(const BylineEvaluationTarget* s)
{
  if (s->learnt.known) {
    return 1U << BYLINE_TRAIN; /* Where these songs are now */
  }
  const char* const provenance = byline_model_info(s->model)->provenance;
  const bool both =
      provenance && strstr(provenance, "learn_from = train+validation");
  return 1U << BYLINE_TRAIN | (both ? 1U << BYLINE_VALIDATION : 0);
}
