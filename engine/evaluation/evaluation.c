/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"

#include "byline/random.h"
#include "evaluation/basics.h"
#include "evaluation/songs.h"

#include <stdlib.h>
#include <string.h>

/* How often songs are drawn anew for an interval */
#define N_RESAMPLES 2000

static bool is_among_five(const float* logits, size_t n, size_t truth)
{
  size_t n_above = 0;
  for (size_t i = 0; i < n; ++i) {
    n_above += logits[i] > logits[truth];
  }
  return n_above < 5;
}

/* Count a song's clips. */
static void add_clips(const BylineSongs* songs, const BylineSongAnswer* song,
                      BylineConfusion* confusion)
{
  for (size_t i = 0; i < song->n; ++i) {
    byline_confusion_add(confusion, song->truth,
                         songs->answers[song->first + i]);
  }
}

static BylineInterval interval_of(double* values)
{
  qsort(values, N_RESAMPLES, sizeof(*values), byline_compare_doubles);
  return (BylineInterval){.low = values[(size_t)(0.025 * (N_RESAMPLES - 1))],
                          .high = values[(size_t)(0.975 * (N_RESAMPLES - 1))]};
}

/* Draw as many songs as there are, with replacement, and judge the answers. */
static void resample(const BylineSongs* songs, uint64_t index,
                     BylineConfusion* clips, double* accuracy, double* f1,
                     double* song_accuracy)
{
  BylineRandom random = byline_random_begin(0, index);
  size_t hits = 0;
  memset(clips->counts, 0,
         clips->n_classes * clips->n_classes * sizeof(*clips->counts));
  for (size_t i = 0; i < songs->n; ++i) {
    const BylineSongAnswer* const song =
        &songs->songs[byline_random_below(&random, songs->n)];
    add_clips(songs, song, clips);
    hits += song->answer == song->truth;
  }
  const BylineScores scores = byline_scores_compute(clips);
  *accuracy = scores.accuracy;
  *f1 = scores.macro.f1;
  *song_accuracy = (double)hits / (double)songs->n;
}

static BylineStatus find_intervals(const BylineSongs* songs,
                                   BylineEvaluation* evaluation)
{
  double* const values = malloc(3 * N_RESAMPLES * sizeof(*values));
  BylineConfusion clips;
  BylineStatus status =
      byline_confusion_new(songs->predictions->n_classes, &clips);
  if (status == BYLINE_OK && !values) {
    status = byline_no_memory("intervals");
  }
  if (status == BYLINE_OK) {
    double* const f1 = values + N_RESAMPLES;
    double* const song_accuracy = f1 + N_RESAMPLES;
    for (size_t i = 0; i < N_RESAMPLES; ++i) {
      resample(songs, i, &clips, &values[i], &f1[i], &song_accuracy[i]);
    }
    evaluation->accuracy = interval_of(values);
    evaluation->f1 = interval_of(f1);
    evaluation->song_accuracy = interval_of(song_accuracy);
  }
  byline_confusion_free(&clips);
  free(values);
  return status;
}

static void judge_probabilities(const BylinePredictions* p,
                                BylineEvaluation* evaluation)
{
  size_t n_among_five = 0;
  for (size_t i = 0; i < p->n_clips; ++i) {
    n_among_five += is_among_five(p->logits + i * p->n_classes, p->n_classes,
                                  p->clips[i].truth);
  }
  evaluation->top5 = (double)n_among_five / (double)p->n_clips;
  evaluation->loss = byline_mean_loss(p, evaluation->temperature);

  BylineReliability bins[BYLINE_RELIABILITY_BINS];
  byline_reliability_compute(p, evaluation->temperature, bins);
  evaluation->calibration_error = byline_calibration_error(bins);
  byline_reliability_compute(p, 1, bins);
  evaluation->uncalibrated_error = byline_calibration_error(bins);
}

/* Make the three confusion matrices. */
static BylineStatus count(const BylineSongs* songs,
                          BylineEvaluation* evaluation)
{
  const size_t n_classes = songs->predictions->n_classes;
  BYLINE_TRY(byline_confusion_new(n_classes, &evaluation->clips));
  BYLINE_TRY(byline_confusion_new(n_classes, &evaluation->songs));
  BYLINE_TRY(byline_confusion_new(n_classes, &evaluation->votes));
  for (size_t i = 0; i < songs->n; ++i) {
    const BylineSongAnswer* const song = &songs->songs[i];
    add_clips(songs, song, &evaluation->clips);
    byline_confusion_add(&evaluation->songs, song->truth, song->answer);
    byline_confusion_add(&evaluation->votes, song->truth, song->vote);
  }
  return BYLINE_OK;
}

BylineStatus byline_evaluation_compute(const BylinePredictions* predictions,
                                       double temperature,
                                       BylineEvaluation* evaluation)
{
  BylineSongs songs;
  *evaluation = (BylineEvaluation){.temperature = temperature};
  BYLINE_TRY(byline_songs_judge(predictions, temperature, &songs));
  evaluation->n_songs = songs.n;
  BylineStatus status = count(&songs, evaluation);
  BYLINE_THEN(status, find_intervals(&songs, evaluation));
  judge_probabilities(predictions, evaluation);
  byline_songs_free(&songs);
  if (status != BYLINE_OK) {
    byline_evaluation_free(evaluation);
  }
  return status;
}

void byline_evaluation_free(BylineEvaluation* evaluation)
{
  byline_confusion_free(&evaluation->clips);
  byline_confusion_free(&evaluation->songs);
  byline_confusion_free(&evaluation->votes);
}
