/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/accompaniment.h"

#include "base/half.h"
#include "dataset/npy.h"

#include <math.h>
#include <stdlib.h>

/* How far from where it should be the shift is sought, in columns */
#define REACH 10

/* The bands looked at, as shares of all */
#define LOWEST 0.12
#define HIGHEST 0.7

/* What is quieter than the mean by so much does not count, in dB */
#define FLOOR_DB 20.0

/* Measured on 27 mixes of karaoke songs: of one recording as MP3 of 32 or Opus
   of 20 kbit/s, at most 0.1 % of the cells differ by more than 12 dB; with
   another voice 5 dB louder than the music from 5.7 % on, 5 dB below it from
   1.7 %, 10 dB below it from 0.9 %.  Of 24 excerpts of the corpus, encoded
   anew, 22 have up to 0.7 %; two, of wide stereo that became mono or MP3 of 64
   kbit/s, have 4 and 7 %, and are kept, beside what they are excerpts of */
#define DIFFERENCE_DB 12.0
#define MOST_DIFFERENT 0.008

/* Two recordings and how they lie to each other */
typedef struct {
  BylineNpy npy[2];
  float* levels[2]; ///< A column of each
  double* means;    ///< Of each band's difference
  float* ranges;    ///< Scratch: least and largest levels
  size_t low;       ///< The first band that is looked at
  size_t n_bands;   ///< How many are
  size_t first[2];  ///< Columns that lie on each other, from here on
  size_t n;         ///< How many do
} Pair;

/* Lay column 0 of the first on column `shift` of the second. */
static void align(Pair* pair, long shift)
{
  pair->first[0] = shift < 0 ? (size_t)-shift : 0;
  pair->first[1] = shift > 0 ? (size_t)shift : 0;
  pair->n = (size_t)-1;
  for (int i = 0; i < 2; ++i) {
    const size_t n = pair->npy[i].n_rows;
    const size_t left = n > pair->first[i] ? n - pair->first[i] : 0;
    pair->n = left < pair->n ? left : pair->n;
  }
}

static void take_columns(Pair* pair, size_t k)
{
  for (int i = 0; i < 2; ++i) {
    const BylineNpy* const npy = &pair->npy[i];
    byline_half_to_float(npy->data + (pair->first[i] + k) * npy->n_columns +
                             pair->low,
                         pair->n_bands, pair->levels[i]);
  }
}

/* The mean distance of some columns, in dB */
static double distance(Pair* pair)
{
  const size_t step = 1 + pair->n / 500;
  double sum = 0;
  size_t n = 0;
  for (size_t k = 0; k < pair->n; k += step, ++n) {
    take_columns(pair, k);
    for (size_t band = 0; band < pair->n_bands; ++band) {
      sum += fabs((double)pair->levels[0][band] - pair->levels[1][band]);
    }
  }
  return n ? sum / (double)n : INFINITY;
}

static void align_best(Pair* pair, long shift)
{
  double least = INFINITY;
  long best = shift;
  for (long k = shift - REACH; k <= shift + REACH; ++k) {
    align(pair, k);
    const double d = distance(pair);
    if (d < least) {
      least = d;
      best = k;
    }
  }
  align(pair, best);
}

/* Find each band's mean difference, and return the level below which nothing
   counts. */
static double measure_means(Pair* pair)
{
  double power = 0;
  for (size_t k = 0; k < pair->n; ++k) {
    take_columns(pair, k);
    for (size_t band = 0; band < pair->n_bands; ++band) {
      const float* const* const levels = (const float* const*)pair->levels;
      pair->means[band] += (double)levels[0][band] - levels[1][band];
      power += (double)exp2f(0.33219281f * levels[0][band]);
    }
  }
  for (size_t band = 0; band < pair->n_bands; ++band) {
    pair->means[band] /= (double)pair->n;
  }
  return 10 * log10(power / (double)(pair->n * pair->n_bands)) - FLOOR_DB;
}

/* Let the range of a band's levels hold those of column k, too. */
static void widen(Pair* pair, size_t k, float* low, float* high)
{
  take_columns(pair, k);
  for (size_t band = 0; band < pair->n_bands; ++band) {
    const float level = pair->levels[1][band];
    low[band] = fminf(low[band], level);
    high[band] = fmaxf(high[band], level);
  }
}

/* Count the cells of column k that count, and those whose level in the first is
   far from all that the second has there within a column: the same stroke of a
   drum may be in one column or the next. */
static void count_different(Pair* pair, size_t k, double least, size_t* n,
                            size_t* n_different)
{
  float* const low = pair->ranges;
  float* const high = pair->ranges + pair->n_bands;
  for (size_t band = 0; band < pair->n_bands; ++band) {
    low[band] = INFINITY;
    high[band] = -INFINITY;
  }
  widen(pair, k - 1, low, high);
  widen(pair, k + 1, low, high);
  widen(pair, k, low, high);
  for (size_t band = 0; band < pair->n_bands; ++band) {
    const double a = pair->levels[0][band];
    const double expected = a - pair->means[band];
    const double off = fmax(expected - high[band], low[band] - expected);
    const bool counts = fmax(a, high[band]) >= least;
    *n += counts;
    *n_different += counts && off > DIFFERENCE_DB;
  }
}

/* The share of what counts that is not alike */
static double share_of_different(Pair* pair)
{
  const double least = measure_means(pair);
  size_t n = 0;
  size_t n_different = 0;
  for (size_t k = 1; k + 1 < pair->n; ++k) {
    count_different(pair, k, least, &n, &n_different);
  }
  return n ? (double)n_different / (double)n : 0;
}

static BylineStatus open_pair(const char* const paths[static 2], size_t n_bands,
                              Pair* pair)
{
  BylineStatus status = byline_npy_open(paths[0], &pair->npy[0]);
  BYLINE_THEN(status, byline_npy_open(paths[1], &pair->npy[1]));
  for (int i = 0; status == BYLINE_OK && i < 2; ++i) {
    const size_t there = pair->npy[i].n_columns;
    n_bands = there < n_bands ? there : n_bands;
  }
  pair->low = (size_t)(LOWEST * (double)n_bands);
  pair->n_bands = (size_t)(HIGHEST * (double)n_bands) - pair->low;
  for (int i = 0; i < 2; ++i) {
    pair->levels[i] = calloc(pair->n_bands + 1, sizeof(float));
  }
  pair->means = calloc(pair->n_bands + 1, sizeof(*pair->means));
  pair->ranges = calloc(2 * pair->n_bands + 1, sizeof(*pair->ranges));
  return status == BYLINE_OK && !(pair->levels[0] && pair->levels[1] &&
                                  pair->means && pair->ranges)
             ? byline_no_memory(paths[0])
             : status;
}

BylineStatus byline_accompaniment_compare(const char* const paths[static 2],
                                          long shift, size_t n_bands,
                                          bool* shared)
{
  Pair pair = {.n = 0};
  const BylineStatus status = open_pair(paths, n_bands, &pair);
  *shared = false;
  if (status == BYLINE_OK) {
    align_best(&pair, shift);
    *shared = pair.n > 0 && share_of_different(&pair) > MOST_DIFFERENT;
  }
  for (int i = 0; i < 2; ++i) {
    free(pair.levels[i]);
    byline_npy_close(&pair.npy[i]);
  }
  free(pair.means);
  free(pair.ranges);
  return status;
}
