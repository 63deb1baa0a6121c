/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/timeline.h"
#include "recognizer/posterior.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* An observation cannot rule an artist out altogether */
#define MIN_PROBABILITY 1e-6

/* The search's memory */
typedef struct {
  double* scores; ///< One an artist: of the best story that ends with them
  bool* stays;    ///< An observation and an artist: they played before, too
  int32_t* best;  ///< An observation: who ends the best story up to it
} Search;

static double middle(const BylineObservation* observation)
{
  return 0.5 * (observation->begin + observation->end);
}

static size_t best_of(const double* scores, size_t n)
{
  size_t best = 0;
  for (size_t i = 1; i < n; ++i) {
    best = scores[i] > scores[best] ? i : best;
  }
  return best;
}

/* Add an observation's evidence to all stories */
static void weigh(double* scores, const BylineObservation* observation,
                  size_t n, double advance)
{
  const double weight = advance / (observation->end - observation->begin);
  for (size_t i = 0; i < n; ++i) {
    const double p = (double)observation->probabilities[i];
    scores[i] += weight * log(fmax(p, MIN_PROBABILITY));
  }
}

/* Let every story go on: with the same artist, or from the best one with
   another */
static void advance(Search* search, size_t observation, size_t n,
                    double seconds)
{
  const double change = 1 - exp(-seconds / BYLINE_STAY);
  const double stay = log(1 - change + change / (double)n);
  const double jump = log(change / (double)n);
  const size_t best = best_of(search->scores, n);
  const double from_best = search->scores[best] + jump;
  search->best[observation - 1] = (int32_t)best;
  for (size_t i = 0; i < n; ++i) {
    const double from_same = search->scores[i] + stay;
    const bool stays = from_same >= from_best;
    search->stays[observation * n + i] = stays;
    search->scores[i] = stays ? from_same : from_best;
  }
}

/* Follow the best story back; afterwards search->best tells who played */
static void trace_back(Search* search, size_t n_observations, size_t n)
{
  int32_t artist = (int32_t)best_of(search->scores, n);
  for (size_t k = n_observations; k-- > 0;) {
    const bool stays = k > 0 && search->stays[k * n + (size_t)artist];
    const int32_t before = k > 0 && !stays ? search->best[k - 1] : artist;
    search->best[k] = artist;
    artist = before;
  }
}

/* Cut the story where the artist changes, half-way between middles of
 * observations */
static size_t cut(const BylineObservation* observations, size_t n_observations,
                  const int32_t* artists, float threshold,
                  BylineStretch* segments)
{
  size_t n = 0;
  double begin = observations[0].begin;
  for (size_t first = 0, k = 1; k <= n_observations; ++k) {
    if (k < n_observations && artists[k] == artists[first]) {
      continue;
    }
    const double end =
        k < n_observations
            ? 0.5 * (middle(&observations[k - 1]) + middle(&observations[k]))
            : observations[n_observations - 1].end;
    double sum = 0;
    for (size_t j = first; j < k; ++j) {
      sum += (double)observations[j].probabilities[artists[first]];
    }
    const float probability = (float)(sum / (double)(k - first));
    segments[n++] = (BylineStretch){
        .begin = begin,
        .end = end,
        .artist = probability >= threshold ? artists[first] : -1,
        .probability = probability,
    };
    begin = end;
    first = k;
  }
  return n;
}

/* Neighbours without an artist are one stretch */
static size_t join(BylineStretch* segments, size_t n)
{
  size_t n_joined = 0;
  for (size_t i = 0; i < n; ++i) {
    BylineStretch* const last = n_joined ? &segments[n_joined - 1] : NULL;
    if (last && last->artist < 0 && segments[i].artist < 0) {
      last->end = segments[i].end;
      last->probability = fmaxf(last->probability, segments[i].probability);
    } else {
      segments[n_joined++] = segments[i];
    }
  }
  return n_joined;
}

/* Find the story of music without a break; segments without an artist are not
   yet joined. */
static BylineStatus find_artists(const BylineObservation* observations,
                                 size_t n_observations, size_t n_artists,
                                 float threshold, BylineStretch* segments,
                                 size_t* n_segments)
{
  Search search = {.scores = calloc(n_artists, sizeof(double)),
                   .stays = calloc(n_observations * n_artists, sizeof(bool)),
                   .best = calloc(n_observations, sizeof(int32_t))};
  BylineStatus status = BYLINE_OK;
  *n_segments = 0;
  if (search.scores && search.stays && search.best) {
    weigh(search.scores, &observations[0], n_artists,
          observations[0].end - observations[0].begin);
    for (size_t k = 1; k < n_observations; ++k) {
      const double seconds =
          middle(&observations[k]) - middle(&observations[k - 1]);
      advance(&search, k, n_artists, seconds);
      weigh(search.scores, &observations[k], n_artists, seconds);
    }
    trace_back(&search, n_observations, n_artists);
    *n_segments =
        cut(observations, n_observations, search.best, threshold, segments);
  } else {
    status = byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu observations",
                          n_observations);
  }
  free(search.scores);
  free(search.stays);
  free(search.best);
  return status;
}

BylineStatus byline_timeline_find(const BylineObservation* observations,
                                  size_t n_observations, size_t n_artists,
                                  float threshold, BylineStretch* segments,
                                  size_t* n_segments)
{
  BylineStatus status = BYLINE_OK;
  size_t n = 0;
  for (size_t first = 0, end = 0; status == BYLINE_OK && first < n_observations;
       first = end) {
    while (end < n_observations &&
           observations[end].foreign == observations[first].foreign) {
      ++end;
    }
    size_t n_new = 1;
    if (observations[first].foreign) {
      segments[n] = (BylineStretch){.begin = observations[first].begin,
                                    .end = observations[end - 1].end,
                                    .artist = -1};
    } else {
      status = find_artists(observations + first, end - first, n_artists,
                            threshold, segments + n, &n_new);
    }
    if (first > 0 && n_new > 0) {
      segments[n].begin = 0.5 * (middle(&observations[first - 1]) +
                                 middle(&observations[first]));
      segments[n - 1].end = segments[n].begin;
    }
    n += n_new;
  }
  *n_segments = status == BYLINE_OK ? join(segments, n) : 0;
  return status;
}
