/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/breakdown.h"

#include "byline/front_end.h"

static const double lengths[BYLINE_N_LENGTHS] = {1, 2, 3, 5, 10, 15, 20, 30};

/* Whether any song of the split is so long */
static bool has_clips(const BylinePredictionTask* task)
{
  const size_t n = byline_dataset_song_count(task->dataset);
  bool found = false;
  for (size_t i = 0; i < n && !found; ++i) {
    const BylineSong* const song = byline_dataset_song(task->dataset, i);
    found = song->split == task->split && song->n_frames >= task->n_frames;
  }
  return found && task->n_frames >= byline_network_min_frames(task->network);
}

static BylineStatus measure(const BylinePredictionTask* task,
                            double temperature, BylineLengthScore* score)
{
  BylinePredictions predictions;
  BylineEvaluation e;
  BYLINE_TRY(byline_predict(task, &predictions));
  const BylineStatus status =
      byline_evaluation_compute(&predictions, temperature, &e);
  if (status == BYLINE_OK) {
    const BylineScores clips = byline_scores_compute(&e.clips);
    score->n_clips = clips.n;
    score->n_songs = e.n_songs;
    score->accuracy = clips.accuracy;
    score->interval = e.accuracy;
    score->f1 = clips.macro.f1;
    score->song_accuracy = byline_scores_compute(&e.songs).accuracy;
    byline_evaluation_free(&e);
  }
  byline_predictions_free(&predictions);
  return status;
}

BylineStatus
byline_lengths_measure(const BylinePredictionTask* task, double temperature,
                       BylineLengthScore scores[static BYLINE_N_LENGTHS])
{
  for (size_t i = 0; i < BYLINE_N_LENGTHS; ++i) {
    BylinePredictionTask q = *task;
    q.n_frames = byline_front_end_frames(
        byline_dataset_front_end(task->dataset), lengths[i]);
    scores[i] = (BylineLengthScore){.seconds = lengths[i]};
    if (has_clips(&q)) {
      BYLINE_TRY(measure(&q, temperature, &scores[i]));
    }
  }
  return BYLINE_OK;
}
