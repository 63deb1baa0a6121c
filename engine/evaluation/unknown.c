/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/basics.h"
#include "evaluation/breakdown.h"
#include "evaluation/verdict.h"

#include <stdlib.h>
#include <string.h>

/* Share of known clips that the threshold lets through */
#define ACCEPTED 0.95

/* A sorted copy, to be freed; NULL when out of memory. */
static double* sorted(const double* values, size_t n)
{
  double* const copy = malloc(n * sizeof(*copy));
  if (copy) {
    memcpy(copy, values, n * sizeof(*copy));
    qsort(copy, n, sizeof(*copy), byline_compare_doubles);
  }
  return copy;
}

double byline_auroc(const double* first, size_t n_first, const double* second,
                    size_t n_second)
{
  if (n_first == 0 || n_second == 0) {
    return 0.5;
  }
  double* const low = sorted(second, n_second);
  double* const high = sorted(first, n_first);
  double sum = 0;
  size_t n_below = 0; /* of the second kind, smaller than first[i] */
  size_t n_upto = 0;  /* smaller or equal */
  for (size_t i = 0; low && high && i < n_first; ++i) {
    while (n_below < n_second && low[n_below] < high[i]) {
      ++n_below;
    }
    while (n_upto < n_second && low[n_upto] <= high[i]) {
      ++n_upto;
    }
    sum += 0.5 * (double)(n_below + n_upto);
  }
  const bool complete = low && high;
  free(low);
  free(high);
  return complete ? sum / ((double)n_first * (double)n_second) : 0.5;
}

static double share_above(const double* values, size_t n, double threshold)
{
  size_t n_above = 0;
  for (size_t i = 0; i < n; ++i) {
    n_above += values[i] >= threshold;
  }
  return n > 0 ? (double)n_above / (double)n : 0;
}

static double* song_confidences(const BylineSongs* songs)
{
  double* const values = malloc(songs->n * sizeof(*values));
  for (size_t i = 0; values && i < songs->n; ++i) {
    values[i] = songs->songs[i].confidence;
  }
  return values;
}

/* Confidences of clips or songs, and which of these are right */
typedef struct {
  const double* confidences;
  const bool* right;
  size_t n;
} Answers;

/* For each share of the unknown that may be named, the share of the known that
   are rightly named above the confidence that this takes; false: out of memory
 */
static bool name_at(const Answers* known, const double* unknown,
                    size_t n_unknown, double* shares)
{
  static const double rates[] = BYLINE_FALSE_NAMINGS;
  double* const low = sorted(unknown, n_unknown);
  for (size_t i = 0; low && i < BYLINE_N_FALSE_NAMINGS; ++i) {
    const size_t n_allowed = (size_t)(rates[i] * (double)n_unknown);
    const double most = n_unknown > 0 ? low[n_unknown - 1 - n_allowed] : -1;
    size_t n_named = 0;
    for (size_t k = 0; k < known->n; ++k) {
      n_named += known->right[k] && known->confidences[k] > most;
    }
    shares[i] = known->n > 0 ? (double)n_named / (double)known->n : 0;
  }
  free(low);
  return low != NULL;
}

/* Which clips, and behind them which songs, are right; NULL when out of memory
 */
static bool* find_right(const BylineSongs* songs)
{
  const size_t n_clips = songs->predictions->n_clips;
  bool* const right = malloc((n_clips + songs->n) * sizeof(*right));
  for (size_t i = 0; right && i < n_clips; ++i) {
    right[i] = songs->answers[i] == songs->predictions->clips[i].truth;
  }
  for (size_t i = 0; right && i < songs->n; ++i) {
    right[n_clips + i] = songs->songs[i].answer == songs->songs[i].truth;
  }
  return right;
}

static bool name_all(const BylineSongs* known, const BylineSongs* unknown,
                     const double* known_songs, const double* unknown_songs,
                     BylineUnknownScore* score)
{
  const size_t n_clips = known->predictions->n_clips;
  bool* const right = find_right(known);
  const bool complete =
      right &&
      name_at(&(Answers){known->confidences, right, n_clips},
              unknown->confidences, unknown->predictions->n_clips,
              score->clips_named_at) &&
      name_at(&(Answers){known_songs, right + n_clips, known->n}, unknown_songs,
              unknown->n, score->songs_named_at);
  free(right);
  return complete;
}

BylineStatus byline_unknown_measure(const BylineSongs* known,
                                    const BylineSongs* unknown,
                                    BylineUnknownScore* score)
{
  const size_t n_known = known->predictions->n_clips;
  const size_t n_unknown = unknown->predictions->n_clips;
  double* const known_songs = song_confidences(known);
  double* const unknown_songs = song_confidences(unknown);
  double* const clips = sorted(known->confidences, n_known);
  const bool complete =
      known_songs && unknown_songs && clips &&
      name_all(known, unknown, known_songs, unknown_songs, score);
  if (complete) {
    score->n_songs = unknown->n;
    score->n_clips = n_unknown;
    score->clip_auroc = byline_auroc(known->confidences, n_known,
                                     unknown->confidences, n_unknown);
    score->song_auroc =
        byline_auroc(known_songs, known->n, unknown_songs, unknown->n);
    score->threshold = clips[(size_t)((1 - ACCEPTED) * (double)n_known)];
    score->accepted =
        share_above(unknown->confidences, n_unknown, score->threshold);
    score->named =
        share_above(unknown->confidences, n_unknown, BYLINE_USUAL_THRESHOLD);
    score->known_named =
        share_above(known->confidences, n_known, BYLINE_USUAL_THRESHOLD);
  }
  free(known_songs);
  free(unknown_songs);
  free(clips);
  return complete ? BYLINE_OK
                  : byline_error(BYLINE_ERROR_MEMORY,
                                 "no memory to compare %zu clips",
                                 n_known + n_unknown);
}
