/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/scatter.h"

#include <cblas.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { N_SCATTERS = BYLINE_DISCRIMINANT_FOLDS + 1 };

/* Rows whose products are summed at once */
enum { STRIP = 256 };

/* What varies less is taken for the same */
#define MIN_DEVIATION 1e-6

static BylineStatus allocate(const BylineSamples* s, BylineScatter* scatters)
{
  float* const clip_weights = calloc(s->n, sizeof(float));
  float* const offsets = calloc(s->n_values, sizeof(float));
  float* const scales = calloc(s->n_values, sizeof(float));
  bool complete = clip_weights && offsets && scales;
  for (size_t i = 0; i < N_SCATTERS; ++i) {
    scatters[i] = (BylineScatter){
        .n_values = s->n_values,
        .n_artists = s->n_artists,
        .within = calloc(s->n_values * s->n_values, sizeof(float)),
        .within_songs = calloc(s->n_values * s->n_values, sizeof(float)),
        .means = calloc(s->n_artists * s->n_values, sizeof(float)),
        .centre = calloc(s->n_values, sizeof(float)),
        .weights = calloc(s->n_artists, sizeof(float)),
        .clip_weights = clip_weights,
        .offsets = offsets,
        .scales = scales,
    };
    complete = complete && scatters[i].within && scatters[i].within_songs &&
               scatters[i].means && scatters[i].centre && scatters[i].weights;
  }
  return complete ? BYLINE_OK : byline_no_memory("discriminants");
}

static void weigh_clips(const BylineSamples* s, float* weights)
{
  for (size_t i = 0; i < s->n;) {
    size_t end = i;
    while (end < s->n && s->samples[end].song == s->samples[i].song) {
      ++end;
    }
    const float weight = 1 / (float)(end - i);
    for (; i < end; ++i) {
      weights[i] = weight;
    }
  }
}

/* Artists' clips: mean 0 and deviation 1, songs counting alike */
static BylineStatus standardise(const BylineSamples* s,
                                const BylineScatter* all)
{
  double* const sums = calloc(2 * s->n_values, sizeof(*sums));
  double total = 0;
  if (!sums) {
    return byline_no_memory("discriminants");
  }
  for (size_t i = 0; i < s->n; ++i) {
    if (s->samples[i].artist >= s->n_known) {
      continue;
    }
    const double weight = (double)all->clip_weights[i];
    total += weight;
    for (size_t k = 0; k < s->n_values; ++k) {
      const double x = (double)s->values[i * s->n_values + k];
      sums[2 * k] += weight * x;
      sums[2 * k + 1] += weight * x * x;
    }
  }
  for (size_t k = 0; k < s->n_values; ++k) {
    const double mean = sums[2 * k] / total;
    const double variance = sums[2 * k + 1] / total - mean * mean;
    const double deviation = sqrt(fmax(variance, 0));
    all->offsets[k] = (float)-mean;
    all->scales[k] = deviation > MIN_DEVIATION ? (float)(1 / deviation) : 0;
  }
  for (size_t i = 0; i < s->n; ++i) {
    for (size_t k = 0; k < s->n_values; ++k) {
      float* const x = &s->values[i * s->n_values + k];
      *x = (*x + all->offsets[k]) * all->scales[k];
    }
  }
  free(sums);
  return BYLINE_OK;
}

/* Take a song's mean, to which each clip has added its part, out of the scatter
   within songs; the next one begins. */
static void end_song(float* mean, BylineScatter* scatter)
{
  const int n = (int)scatter->n_values;
  cblas_ssyr(CblasRowMajor, CblasLower, n, -1, mean, 1, scatter->within_songs,
             n);
  memset(mean, 0, scatter->n_values * sizeof(*mean));
}

/* Whether a clip is its song's last one */
static bool ends_song(const BylineSamples* s, size_t i)
{
  return i + 1 == s->n || s->samples[i + 1].song != s->samples[i].song ||
         s->samples[i + 1].artist != s->samples[i].artist;
}

/* Add the clips of a fold to its scatter, which is still about zero: sums of
   values, and in the lower triangle those of products; of songs what is to be
   taken out of these. */
static BylineStatus add_fold(const BylineSamples* s, size_t fold,
                             BylineScatter* scatter)
{
  const size_t n = s->n_values;
  float* const strip = malloc(STRIP * n * sizeof(float));
  float* const mean = calloc(n, sizeof(float));
  if (!strip || !mean) {
    free(strip);
    free(mean);
    return byline_no_memory("discriminants");
  }
  size_t n_rows = 0;
  for (size_t i = 0; i <= s->n; ++i) {
    if (i < s->n && s->samples[i].fold == fold) {
      const float weight = scatter->clip_weights[i];
      const float* const x = s->values + i * n;
      if (s->samples[i].artist < s->n_known) {
        float* const row = strip + n_rows++ * n;
        memcpy(row, x, n * sizeof(*row));
        cblas_sscal((int)n, sqrtf(weight), row, 1);
        cblas_saxpy((int)n, weight, x, 1, mean, 1);
        if (ends_song(s, i)) {
          end_song(mean, scatter);
        }
      }
      scatter->weights[s->samples[i].artist] += weight;
      cblas_saxpy((int)n, weight, x, 1,
                  scatter->means + s->samples[i].artist * n, 1);
    }
    if (n_rows == STRIP || (i == s->n && n_rows > 0)) {
      cblas_ssyrk(CblasRowMajor, CblasLower, CblasTrans, (int)n, (int)n_rows, 1,
                  strip, (int)n, 1, scatter->within, (int)n);
      n_rows = 0;
    }
  }
  free(strip);
  free(mean);
  return BYLINE_OK;
}

static void add(float* to, const float* from, size_t n, float factor)
{
  cblas_saxpy((int)n, factor, from, 1, to, 1);
}

static void add_scatter(BylineScatter* to, const BylineScatter* from,
                        float factor)
{
  const size_t n = to->n_values;
  for (size_t i = 0; i < n; ++i) {
    add(to->within + i * n, from->within + i * n, n, factor);
    add(to->within_songs + i * n, from->within_songs + i * n, n, factor);
  }
  add(to->means, from->means, to->n_artists * n, factor);
  add(to->weights, from->weights, to->n_artists, factor);
}

/* Sums become means, and scatter about zero that about the artists' means, and
   about their songs'. */
static void finish(BylineScatter* s, size_t n_known)
{
  const size_t n = s->n_values;
  float total = 0;
  float n_there = 0;
  for (size_t i = 0; i < n; ++i) {
    add(s->within_songs + i * n, s->within + i * n, n, 1);
  }
  for (size_t k = 0; k < s->n_artists; ++k) {
    float* const mean = s->means + k * n;
    /* What is left of a difference is no song */
    s->weights[k] = s->weights[k] < 0.5f ? 0 : s->weights[k];
    if (s->weights[k] > 0) {
      cblas_sscal((int)n, 1 / s->weights[k], mean, 1);
    }
    if (k < n_known && s->weights[k] > 0) {
      total += s->weights[k];
      cblas_ssyr(CblasRowMajor, CblasLower, (int)n, -s->weights[k], mean, 1,
                 s->within, (int)n);
      add(s->centre, mean, n, 1);
      ++n_there;
    }
  }
  for (size_t i = 0; total > 0 && i < n; ++i) {
    cblas_sscal((int)n, 1 / total, s->within + i * n, 1);
    cblas_sscal((int)n, 1 / total, s->within_songs + i * n, 1);
  }
  if (n_there > 0) {
    cblas_sscal((int)n, 1 / n_there, s->centre, 1);
  }
}

BylineStatus byline_scatters_make(const BylineSamples* samples,
                                  BylineScatter* scatters)
{
  BylineScatter* const all = &scatters[BYLINE_DISCRIMINANT_FOLDS];
  BYLINE_TRY(allocate(samples, scatters));
  weigh_clips(samples, all->clip_weights);
  BYLINE_TRY(standardise(samples, all));
  for (size_t i = 0; i < BYLINE_DISCRIMINANT_FOLDS; ++i) {
    BYLINE_TRY(add_fold(samples, i, &scatters[i]));
    add_scatter(all, &scatters[i], 1);
  }
  for (size_t k = 0; k < samples->n_artists; ++k) {
    if (all->weights[k] < 0.5f) {
      return byline_error(BYLINE_ERROR_DATA,
                          "an artist has no clip to learn from");
    }
  }
  for (size_t i = 0; i < BYLINE_DISCRIMINANT_FOLDS; ++i) {
    /* All but the fold: -(fold - all) */
    add_scatter(&scatters[i], all, -1);
    const size_t n = samples->n_values;
    for (size_t k = 0; k < n; ++k) {
      cblas_sscal((int)n, -1, scatters[i].within + k * n, 1);
      cblas_sscal((int)n, -1, scatters[i].within_songs + k * n, 1);
    }
    cblas_sscal((int)(samples->n_artists * n), -1, scatters[i].means, 1);
    cblas_sscal((int)samples->n_artists, -1, scatters[i].weights, 1);
    finish(&scatters[i], samples->n_known);
  }
  finish(all, samples->n_known);
  return BYLINE_OK;
}

/* ---- within songs */

size_t byline_samples_count_songs(const BylineSamples* s)
{
  size_t n = 0;
  size_t last = SIZE_MAX;
  for (size_t i = 0; i < s->n; ++i) {
    if (s->samples[i].artist < s->n_known) {
      n += s->samples[i].song != last;
      last = s->samples[i].song;
    }
  }
  return n;
}

BylineScatter byline_scatter_within_songs(const BylineScatter* scatter)
{
  BylineScatter songs = *scatter;
  songs.within = scatter->within_songs;
  return songs;
}

void byline_scatters_free(BylineScatter* scatters)
{
  free(scatters[0].clip_weights);
  free(scatters[0].offsets);
  free(scatters[0].scales);
  for (size_t i = 0; i < N_SCATTERS; ++i) {
    free(scatters[i].within);
    free(scatters[i].within_songs);
    free(scatters[i].means);
    free(scatters[i].centre);
    free(scatters[i].weights);
    scatters[i] = (BylineScatter){.n_values = 0};
  }
}
