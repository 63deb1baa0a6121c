/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"

#include "byline/random.h"
#include "evaluation/answers.h"

#include <stdlib.h>
#include <string.h>

/* How often songs are drawn anew for an interval */
#define N_RESAMPLES 2000

/* A song: its clips and what was made of them */
typedef struct {
  size_t first;  ///< Its first clip
  size_t n;      ///< How many
  size_t truth;  ///< Its class
  size_t answer; ///< By mean probability
  size_t vote;   ///< By vote
} Song;

/* The songs of some predictions */
typedef struct {
  const BylinePredictions* predictions;
  Song* songs;
  size_t n;
  size_t* answers; ///< Of each clip
} Songs;

static bool is_among_five(const float* logits, size_t n, size_t truth)
{
  size_t n_above = 0;
  for (size_t i = 0; i < n; ++i) {
    n_above += logits[i] > logits[truth];
  }
  return n_above < 5;
}

/* Judge a song by its clips' probabilities, n x n_classes; `sums` is room for
   a number per class. */
static void judge_song(const Songs* songs, Song* song,
                       const float* probabilities, float* sums)
{
  const size_t n_classes = songs->predictions->n_classes;
  memset(sums, 0, n_classes * sizeof(*sums));
  for (size_t i = 0; i < song->n * n_classes; ++i) {
    sums[i % n_classes] += probabilities[i];
  }
  song->answer = byline_argmax(sums, n_classes);

  /* The mean probability, below one vote, decides between equals */
  for (size_t k = 0; k < n_classes; ++k) {
    sums[k] /= 2 * (float)song->n;
  }
  for (size_t i = 0; i < song->n; ++i) {
    sums[songs->answers[song->first + i]] += 1;
  }
  song->vote = byline_argmax(sums, n_classes);
}

/* Find where each song begins and ends. */
static void find_songs(Songs* songs)
{
  const BylinePredictions* const p = songs->predictions;
  for (size_t i = 0; i < p->n_clips; ++i) {
    if (i == 0 || p->clips[i].song != p->clips[i - 1].song) {
      songs->songs[songs->n++] = (Song){.first = i, .truth = p->clips[i].truth};
    }
    ++songs->songs[songs->n - 1].n;
  }
}

static void songs_free(Songs* songs)
{
  free(songs->songs);
  free(songs->answers);
}

static BylineStatus songs_new(const BylinePredictions* predictions,
                              double temperature, Songs* songs)
{
  const size_t n_clips = predictions->n_clips;
  const size_t n_classes = predictions->n_classes;
  *songs = (Songs){.predictions = predictions,
                   .songs = calloc(n_clips, sizeof(*songs->songs)),
                   .answers = calloc(n_clips, sizeof(*songs->answers))};
  float* const probabilities = malloc(n_clips * n_classes * sizeof(float));
  float* const sums = malloc(n_classes * sizeof(float));
  const bool complete = songs->songs && songs->answers && probabilities && sums;
  if (complete) {
    byline_softmax(predictions->logits, n_clips, n_classes, (float)temperature,
                   probabilities);
    for (size_t i = 0; i < n_clips; ++i) {
      songs->answers[i] =
          byline_argmax(predictions->logits + i * n_classes, n_classes);
    }
    find_songs(songs);
    for (size_t i = 0; i < songs->n; ++i) {
      Song* const song = &songs->songs[i];
      judge_song(songs, song, probabilities + song->first * n_classes, sums);
    }
  } else {
    songs_free(songs);
  }
  free(probabilities);
  free(sums);
  return complete ? BYLINE_OK
                  : byline_error(BYLINE_ERROR_MEMORY,
                                 "no memory to judge %zu clips", n_clips);
}

/* Count a song's clips. */
static void add_clips(const Songs* songs, const Song* song,
                      BylineConfusion* confusion)
{
  for (size_t i = 0; i < song->n; ++i) {
    byline_confusion_add(confusion, song->truth,
                         songs->answers[song->first + i]);
  }
}

static int compare(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

static BylineInterval interval_of(double* values)
{
  qsort(values, N_RESAMPLES, sizeof(*values), compare);
  return (BylineInterval){.low = values[(size_t)(0.025 * (N_RESAMPLES - 1))],
                          .high = values[(size_t)(0.975 * (N_RESAMPLES - 1))]};
}

/* Draw as many songs as there are, with replacement, and judge the answers. */
static void resample(const Songs* songs, uint64_t index, BylineConfusion* clips,
                     double* accuracy, double* f1, double* song_accuracy)
{
  BylineRandom random = byline_random_begin(0, index);
  size_t hits = 0;
  memset(clips->counts, 0,
         clips->n_classes * clips->n_classes * sizeof(*clips->counts));
  for (size_t i = 0; i < songs->n; ++i) {
    const Song* const song =
        &songs->songs[byline_random_below(&random, songs->n)];
    add_clips(songs, song, clips);
    hits += song->answer == song->truth;
  }
  const BylineScores scores = byline_scores_compute(clips);
  *accuracy = scores.accuracy;
  *f1 = scores.macro.f1;
  *song_accuracy = (double)hits / (double)songs->n;
}

static BylineStatus find_intervals(const Songs* songs,
                                   BylineEvaluation* evaluation)
{
  double* const values = malloc(3 * N_RESAMPLES * sizeof(*values));
  BylineConfusion clips;
  BylineStatus status =
      byline_confusion_new(songs->predictions->n_classes, &clips);
  if (status == BYLINE_OK && !values) {
    status = byline_error(BYLINE_ERROR_MEMORY, "no memory for intervals");
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
static BylineStatus count(const Songs* songs, BylineEvaluation* evaluation)
{
  const size_t n_classes = songs->predictions->n_classes;
  BylineStatus status = byline_confusion_new(n_classes, &evaluation->clips);
  if (status == BYLINE_OK) {
    status = byline_confusion_new(n_classes, &evaluation->songs);
  }
  if (status == BYLINE_OK) {
    status = byline_confusion_new(n_classes, &evaluation->votes);
  }
  for (size_t i = 0; i < songs->n && status == BYLINE_OK; ++i) {
    const Song* const song = &songs->songs[i];
    add_clips(songs, song, &evaluation->clips);
    byline_confusion_add(&evaluation->songs, song->truth, song->answer);
    byline_confusion_add(&evaluation->votes, song->truth, song->vote);
  }
  return status;
}

BylineStatus byline_evaluation_compute(const BylinePredictions* predictions,
                                       double temperature,
                                       BylineEvaluation* evaluation)
{
  Songs songs;
  *evaluation = (BylineEvaluation){.temperature = temperature};
  BylineStatus status = songs_new(predictions, temperature, &songs);
  if (status != BYLINE_OK) {
    return status;
  }
  evaluation->n_songs = songs.n;
  status = count(&songs, evaluation);
  if (status == BYLINE_OK) {
    status = find_intervals(&songs, evaluation);
  }
  judge_probabilities(predictions, evaluation);
  songs_free(&songs);
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
