/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/discriminant.h"

#include "training/axes.h"
#include "training/prototypes.h"
#include "training/scatter.h"
#include "training/shrinkage.h"

#include <assert.h>
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The most songs that further axes are made of */
enum { MAX_SONGS = 512 };

/* How far the scatter within songs is shrunken for these axes: artists who are
   not there cannot say */
#define SONG_SHRINKAGE 0.3

/* Means of the artists' songs from their common mean, whitened, evenly chosen;
   NULL when out of memory */
static float* songs_of(const BylineAxes* f, size_t* n_points)
{
  const BylineSamples* const s = f->samples;
  const size_t n_songs = byline_samples_count_songs(s);
  assert(n_songs > 0);
  const size_t every = (n_songs + MAX_SONGS - 1) / MAX_SONGS;
  const size_t n = (n_songs + every - 1) / every;
  float* const points = calloc(n * f->choice->n, sizeof(float));
  float* const row = malloc(s->n_values * sizeof(float));
  float* const packed = malloc(s->n_values * sizeof(float));
  const bool complete = points && row && packed;
  size_t song = 0;
  size_t last = SIZE_MAX;
  for (size_t i = 0; complete && i < s->n; ++i) {
    if (s->samples[i].artist >= s->n_known) {
      continue;
    }
    song += last != SIZE_MAX && s->samples[i].song != last;
    last = s->samples[i].song;
    if (song % every == 0) {
      for (size_t k = 0; k < s->n_values; ++k) {
        row[k] = s->values[i * s->n_values + k] - f->scatter->centre[k];
      }
      byline_blocks_pack(f->choice, row, packed);
      cblas_saxpy((int)f->choice->n, f->scatter->clip_weights[i], packed, 1,
                  points + song / every * f->choice->n, 1);
    }
  }
  *n_points = n;
  if (complete) {
    byline_axes_whiten(f, points, n);
  } else {
    free(points);
  }
  free(row);
  free(packed);
  return complete ? points : NULL;
}

/* Logits from where the artists are on the axes, or the means as prototypes */
static void place_artists(const BylineAxes* f, const float* artists,
                          double temperature, BylineDiscriminant* d)
{
  const int n = (int)f->choice->n;
  const size_t n_artists = f->scatter->n_artists;
  const bool as_prototypes = f->samples->n_prototypes > 0;
  d->scale = (float)(1 / temperature);
  for (size_t k = 0; k < n_artists; ++k) {
    float square = 0;
    for (size_t a = 0; a < f->n_found; ++a) {
      const float place = cblas_sdot(n, f->axes + a * f->choice->n, 1,
                                     artists + k * f->choice->n, 1);
      d->weights[k * d->n_axes + a] = d->scale * place;
      if (as_prototypes) {
        d->prototypes[k * d->n_axes + a] = place;
      }
      square += place * place;
    }
    d->bias[k] = -0.5f * d->scale * square;
    if (as_prototypes) {
      d->whose[k] = (float)k;
    }
  }
  d->n_prototypes = as_prototypes ? n_artists : 0;
  d->by_distance = true;
}

/* Those that tell the artists apart, then nobody's sounds */
static BylineStatus find_artists_axes(BylineAxes* f, double temperature,
                                      BylineDiscriminant* d)
{
  float* const artists = byline_axes_artists(f);
  float* const spare =
      malloc(f->scatter->n_artists * f->choice->n * sizeof(float));
  BylineStatus status =
      artists && spare ? BYLINE_OK : byline_no_memory("discriminants");
  if (status == BYLINE_OK) {
    memcpy(spare, artists,
           f->scatter->n_artists * f->choice->n * sizeof(float));
    const size_t n_known = f->samples->n_known;
    status = byline_axes_add(f, spare, n_known);
    if (status == BYLINE_OK && f->scatter->n_artists > n_known) {
      status = byline_axes_add(f, spare + n_known * f->choice->n,
                               f->scatter->n_artists - n_known);
    }
  }
  if (status == BYLINE_OK) {
    place_artists(f, artists, temperature, d);
    byline_axes_unwhiten(f);
    status = byline_axes_place(f, d->axes, d->offset)
                 ? BYLINE_OK
                 : byline_no_memory("discriminants");
  }
  free(artists);
  free(spare);
  return status;
}

/* Those along which songs lie apart, whoever made them: what artists who are
   taught later are compared by */
static BylineStatus find_songs_axes(BylineAxes* f, BylineDiscriminant* d)
{
  size_t n_songs = 0;
  float* const songs = songs_of(f, &n_songs);
  BylineStatus status = songs ? byline_axes_add(f, songs, n_songs)
                              : byline_no_memory("discriminants");
  if (status == BYLINE_OK) {
    byline_axes_unwhiten(f);
    status = byline_axes_place(f, d->song_axes, d->song_offset)
                 ? BYLINE_OK
                 : byline_no_memory("discriminants");
  }
  free(songs);
  return status;
}

/* ---- all of it */

static BylineStatus solve_artists(const BylineSamples* samples,
                                  const BylineScatter* scatter,
                                  const BylineShrinkage* best,
                                  BylineDiscriminant* d)
{
  const BylineBlocks choice = byline_blocks_choose(samples, best->mask);
  float* const factor = malloc(choice.n * choice.n * sizeof(float));
  BylineAxes frame = {.samples = samples,
                      .scatter = scatter,
                      .choice = &choice,
                      .factor = factor,
                      .axes = calloc(d->n_axes * choice.n, sizeof(float)),
                      .n_axes = d->n_axes};
  BylineStatus status =
      factor && frame.axes ? BYLINE_OK : byline_no_memory("discriminants");
  if (status == BYLINE_OK &&
      !byline_scatter_factorise(scatter, &choice, best->shrinkage, factor)) {
    status = byline_error(BYLINE_ERROR_DATA,
                          "all clips to learn from are alike: there is nothing "
                          "to tell artists by");
  }
  BYLINE_THEN(status, find_artists_axes(&frame, best->temperature, d));
  free(factor);
  free(frame.axes);
  return status;
}

/* All blocks are heard.  Where songs have one clip each, nothing varies within
   them: then it is what varies within artists. */
static BylineStatus solve_songs(const BylineSamples* samples,
                                const BylineScatter* scatter,
                                BylineDiscriminant* d)
{
  const BylineBlocks choice =
      byline_blocks_choose(samples, (1u << samples->n_blocks) - 1);
  const BylineScatter songs = byline_scatter_within_songs(scatter);
  float* const factor = malloc(choice.n * choice.n * sizeof(float));
  BylineAxes frame = {.samples = samples,
                      .scatter = &songs,
                      .choice = &choice,
                      .factor = factor,
                      .axes = calloc(d->n_song_axes * choice.n, sizeof(float)),
                      .n_axes = d->n_song_axes};
  BylineStatus status =
      factor && frame.axes ? BYLINE_OK : byline_no_memory("discriminants");
  if (status == BYLINE_OK &&
      (byline_scatter_factorise(&songs, &choice, SONG_SHRINKAGE, factor) ||
       byline_scatter_factorise(scatter, &choice, SONG_SHRINKAGE, factor))) {
    status = find_songs_axes(&frame, d);
  }
  free(factor);
  free(frame.axes);
  return status;
}

/* From packed, standardised values to values as they were */
static BylineStatus place_prototypes(const BylineAxes* axes,
                                     const BylinePrototypes* p,
                                     BylineDiscriminant* d)
{
  for (size_t i = 0; i < p->n; ++i) {
    memcpy(d->prototypes + i * d->n_axes, p->places + i * p->n_axes,
           p->n_axes * sizeof(float));
    d->whose[i] = p->artists[i];
  }
  d->n_prototypes = p->n;
  return byline_axes_place(axes, d->axes, d->offset)
             ? BYLINE_OK
             : byline_no_memory("discriminants");
}

static BylineStatus solve_prototypes(const BylineSamples* samples,
                                     const BylineScatter* scatter,
                                     const BylineShrinkage* best,
                                     BylineDiscriminant* d)
{
  const BylineBlocks choice = byline_blocks_choose(samples, best->mask);
  const BylineScatter songs = byline_scatter_within_songs(scatter);
  const BylinePrototypesWish wish = {.samples = samples,
                                     .scatter =
                                         best->within_songs ? &songs : scatter,
                                     .blocks = &choice,
                                     .n_artists = samples->n_artists,
                                     .shrinkage = best->shrinkage,
                                     .fold = BYLINE_DISCRIMINANT_FOLDS,
                                     .most = samples->n_prototypes,
                                     .most_axes = d->n_axes};
  float* const factor = malloc(choice.n * choice.n * sizeof(float));
  BylinePrototypes prototypes = {.n = 0};
  BylineStatus status = factor
                            ? byline_prototypes_find(&wish, factor, &prototypes)
                            : byline_no_memory("discriminants");
  if (status == BYLINE_OK) {
    assert(prototypes.n <= samples->n_prototypes);
    const BylineAxes axes = {.samples = samples,
                             .scatter = scatter,
                             .choice = &choice,
                             .axes = prototypes.axes,
                             .n_axes = d->n_axes,
                             .n_found = prototypes.n_axes};
    status = place_prototypes(&axes, &prototypes, d);
    d->scale = (float)(1 / best->temperature);
  }
  byline_prototypes_free(&prototypes);
  free(factor);
  return status;
}

static BylineStatus solve(const BylineSamples* samples,
                          const BylineScatter* scatter,
                          const BylineShrinkage* best, BylineDiscriminant* d)
{
  const BylineStatus status = best->by_distance
                                  ? solve_artists(samples, scatter, best, d)
                                  : solve_prototypes(samples, scatter, best, d);
  return status == BYLINE_OK && d->n_song_axes > 0
             ? solve_songs(samples, scatter, d)
             : status;
}

static BylineStatus allocate(const BylineSamples* s, size_t n_axes,
                             size_t n_song_axes, BylineDiscriminant* d)
{
  *d = (BylineDiscriminant){
      .n_axes = n_axes,
      .axes = calloc(n_axes * s->n_values, sizeof(float)),
      .offset = calloc(n_axes, sizeof(float)),
      .weights = calloc(s->n_artists * n_axes, sizeof(float)),
      .bias = calloc(s->n_artists, sizeof(float)),
      .prototypes = calloc(s->n_prototypes * n_axes + 1, sizeof(float)),
      .whose = calloc(s->n_prototypes + 1, sizeof(float)),
      .n_song_axes = n_song_axes,
      .song_axes = calloc(n_song_axes * s->n_values + 1, sizeof(float)),
      .song_offset = calloc(n_song_axes + 1, sizeof(float)),
  };
  return d->axes && d->offset && d->weights && d->bias && d->prototypes &&
                 d->whose && d->song_axes && d->song_offset
             ? BYLINE_OK
             : byline_no_memory("discriminants");
}

/* Find the shrinkage among scatters that the caller frees, and solve with it.
 */
static BylineStatus fit(const BylineSamples* samples, BylineScatter* scatters,
                        BylineDiscriminant* d)
{
  BylineShrinkage best;
  BYLINE_TRY(byline_scatters_make(samples, scatters));
  BYLINE_TRY(byline_shrinkage_find(samples, scatters, &best));
  d->shrinkage = best.shrinkage;
  d->blocks = best.mask;
  d->loss = best.loss;
  return solve(samples, &scatters[BYLINE_DISCRIMINANT_FOLDS], &best, d);
}

BylineStatus byline_discriminant_fit(const BylineSamples* samples,
                                     size_t n_axes, size_t n_song_axes,
                                     BylineDiscriminant* d)
{
  BylineScatter scatters[BYLINE_DISCRIMINANT_FOLDS + 1];
  BylineStatus status = allocate(samples, n_axes, n_song_axes, d);
  /* No threads: they would make sums differ from run to run */
  openblas_set_num_threads(1);
  if (status == BYLINE_OK) {
    status = fit(samples, scatters, d);
    byline_scatters_free(scatters);
  }
  if (status != BYLINE_OK) {
    byline_discriminant_free(d);
  }
  return status;
}

void byline_discriminant_free(BylineDiscriminant* d)
{
  free(d->axes);
  free(d->offset);
  free(d->weights);
  free(d->bias);
  free(d->prototypes);
  free(d->whose);
  free(d->song_axes);
  free(d->song_offset);
  *d = (BylineDiscriminant){.n_axes = 0};
}
