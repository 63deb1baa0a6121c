/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/songs.h"

#include "evaluation/basics.h"

#include <stdlib.h>
#include <string.h>

/* Judge a song by its clips' probabilities, n x n_classes; `sums` is room for
   a number per class. */
static void judge_song(const BylineSongs* songs, BylineSongAnswer* song,
                       const float* probabilities, float* sums)
{
  const size_t n_classes = songs->predictions->n_classes;
  memset(sums, 0, n_classes * sizeof(*sums));
  for (size_t i = 0; i < song->n * n_classes; ++i) {
    sums[i % n_classes] += probabilities[i];
  }
  song->answer = byline_argmax(sums, n_classes);
  song->confidence = (double)sums[song->answer] / (double)song->n;

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
static void find_songs(BylineSongs* songs)
{
  const BylinePredictions* const p = songs->predictions;
  for (size_t i = 0; i < p->n_clips; ++i) {
    const BylineClip* const clip = &p->clips[i];
    if (i == 0 || clip->song != clip[-1].song) {
      songs->songs[songs->n++] = (BylineSongAnswer){
          .song = clip->song, .first = i, .truth = clip->truth};
    }
    ++songs->songs[songs->n - 1].n;
  }
}

static void judge(BylineSongs* songs, const float* probabilities, float* sums)
{
  const size_t n_classes = songs->predictions->n_classes;
  for (size_t i = 0; i < songs->predictions->n_clips; ++i) {
    const float* const p = probabilities + i * n_classes;
    songs->answers[i] = byline_argmax(p, n_classes);
    songs->confidences[i] = (double)p[songs->answers[i]];
  }
  find_songs(songs);
  for (size_t i = 0; i < songs->n; ++i) {
    BylineSongAnswer* const song = &songs->songs[i];
    judge_song(songs, song, probabilities + song->first * n_classes, sums);
  }
}

BylineStatus byline_songs_judge(const BylinePredictions* predictions,
                                double temperature, BylineSongs* songs)
{
  const size_t n_clips = predictions->n_clips;
  const size_t n_classes = predictions->n_classes;
  *songs = (BylineSongs){.predictions = predictions,
                         .songs = calloc(n_clips, sizeof(*songs->songs)),
                         .answers = calloc(n_clips, sizeof(*songs->answers)),
                         .confidences =
                             calloc(n_clips, sizeof(*songs->confidences))};
  float* const probabilities = malloc(n_clips * n_classes * sizeof(float));
  float* const sums = malloc(n_classes * sizeof(float));
  const bool complete = songs->songs && songs->answers && songs->confidences &&
                        probabilities && sums;
  if (complete) {
    byline_softmax(predictions->logits, n_clips, n_classes, (float)temperature,
                   probabilities);
    judge(songs, probabilities, sums);
  } else {
    byline_songs_free(songs);
  }
  free(probabilities);
  free(sums);
  return complete ? BYLINE_OK
                  : byline_error(BYLINE_ERROR_MEMORY,
                                 "no memory to judge %zu clips", n_clips);
}

void byline_songs_free(BylineSongs* songs)
{
  free(songs->songs);
  free(songs->answers);
  free(songs->confidences);
  *songs = (BylineSongs){.n = 0};
}
