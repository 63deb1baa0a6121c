/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/discriminant.h"

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

/* ---- axes */

/* Whitened points, and what is made of them: column k of an n x m matrix,
   column major, is point k */
typedef struct {
  const BylineSamples* samples;
  const BylineScatter* scatter;
  const BylineBlocks* choice;
  const float* factor; ///< Of the shrunken scatter
  float* axes;         ///< n_axes x choice->n: orthonormal in the white space
  size_t n_axes;       ///< Wanted
  size_t n_found;      ///< So far
} Frame;

static void whiten(const Frame* f, float* points, size_t n_points)
{
  const lapack_int n = (lapack_int)f->choice->n;
  cblas_strsm(CblasColMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit,
              (int)n, (int)n_points, 1, f->factor, (int)n, points, (int)n);
}

/* Take out of points what the axes so far show */
static void project_out(const Frame* f, float* points, size_t n_points)
{
  const int n = (int)f->choice->n;
  for (size_t k = 0; k < n_points; ++k) {
    for (size_t a = 0; a < f->n_found; ++a) {
      const float* const axis = f->axes + a * f->choice->n;
      float* const point = points + k * f->choice->n;
      cblas_saxpy(n, -cblas_sdot(n, axis, 1, point, 1), axis, 1, point, 1);
    }
  }
}

/* Add the axes along which points spread most (their principal components, by
   the eigenvectors of their products), as many as are wanted and there are. */
static BylineStatus add_axes(Frame* f, float* points, size_t n_points)
{
  const int n = (int)f->choice->n;
  const int m = (int)n_points;
  float* const products = malloc(n_points * n_points * sizeof(float));
  float* const sizes = malloc(n_points * sizeof(float));
  const bool complete = products && sizes;
  if (complete) {
    project_out(f, points, n_points);
    cblas_ssyrk(CblasColMajor, CblasUpper, CblasTrans, m, n, 1, points, n, 0,
                products, m);
  }
  if (complete &&
      LAPACKE_ssyevd(LAPACK_COL_MAJOR, 'V', 'U', m, products, m, sizes) == 0) {
    /* The largest are the last; those of rounding errors do not count */
    const float least = 1e-5f * sizes[m - 1];
    for (int k = m - 1; k >= 0 && sizes[k] > least && f->n_found < f->n_axes;
         --k) {
      cblas_sgemv(CblasColMajor, CblasNoTrans, n, m, 1 / sqrtf(sizes[k]),
                  points, n, products + (size_t)k * n_points, 1, 0,
                  f->axes + f->n_found * f->choice->n, 1);
      ++f->n_found;
    }
  }
  free(products);
  free(sizes);
  return complete ? BYLINE_OK : byline_no_memory("discriminants");
}

/* The artists' means from their common mean, and those of nobody's kinds,
   whitened: one after another */
static float* artists_of(const Frame* f)
{
  const BylineScatter* const s = f->scatter;
  float* const points = malloc(s->n_artists * f->choice->n * sizeof(float));
  float* const row = malloc(s->n_values * sizeof(float));
  for (size_t k = 0; points && row && k < s->n_artists; ++k) {
    for (size_t i = 0; i < s->n_values; ++i) {
      row[i] = s->means[k * s->n_values + i] - s->centre[i];
    }
    byline_blocks_pack(f->choice, row, points + k * f->choice->n);
  }
  if (points && row) {
    whiten(f, points, s->n_artists);
  } else {
    free(points);
  }
  const bool complete = points && row;
  free(row);
  return complete ? points : NULL;
}

/* Means of the artists' songs from their common mean, whitened, evenly chosen;
   NULL when out of memory */
static float* songs_of(const Frame* f, size_t* n_points)
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
    whiten(f, points, n);
  } else {
    free(points);
  }
  free(row);
  free(packed);
  return complete ? points : NULL;
}

/* Logits from where the artists are on the axes */
static void place_artists(const Frame* f, const float* artists,
                          double temperature, BylineDiscriminant* d)
{
  const int n = (int)f->choice->n;
  const float scale = (float)(1 / temperature);
  for (size_t k = 0; k < f->scatter->n_artists; ++k) {
    float square = 0;
    for (size_t a = 0; a < f->n_found; ++a) {
      const float place = cblas_sdot(n, f->axes + a * f->choice->n, 1,
                                     artists + k * f->choice->n, 1);
      d->weights[k * d->n_axes + a] = scale * place;
      square += place * place;
    }
    d->bias[k] = -0.5f * scale * square;
  }
}

/* From measurements as they were to the axes: undo the whitening, the packing
   and the standardisation. */
static bool place_axes(const Frame* f, float* axes, float* offsets)
{
  const BylineScatter* const s = f->scatter;
  const int n = (int)f->choice->n;
  float* const row = malloc(s->n_values * sizeof(float));
  cblas_strsm(CblasColMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit,
              n, (int)f->n_found, 1, f->factor, n, f->axes, n);
  for (size_t a = 0; row && a < f->n_found; ++a) {
    double offset = 0;
    byline_blocks_unpack(f->choice, f->axes + a * f->choice->n, row);
    for (size_t i = 0; i < s->n_values; ++i) {
      const float weight = row[i] * s->scales[i];
      axes[a * s->n_values + i] = weight;
      offset += (double)weight * (double)s->offsets[i] -
                (double)row[i] * (double)s->centre[i];
    }
    offsets[a] = (float)offset;
  }
  const bool complete = row;
  free(row);
  return complete;
}

/* Those that tell the artists apart, then nobody's sounds */
static BylineStatus find_artists_axes(Frame* f, double temperature,
                                      BylineDiscriminant* d)
{
  float* const artists = artists_of(f);
  float* const spare =
      malloc(f->scatter->n_artists * f->choice->n * sizeof(float));
  BylineStatus status =
      artists && spare ? BYLINE_OK : byline_no_memory("discriminants");
  if (status == BYLINE_OK) {
    memcpy(spare, artists,
           f->scatter->n_artists * f->choice->n * sizeof(float));
    const size_t n_known = f->samples->n_known;
    status = add_axes(f, spare, n_known);
    if (status == BYLINE_OK && f->scatter->n_artists > n_known) {
      status = add_axes(f, spare + n_known * f->choice->n,
                        f->scatter->n_artists - n_known);
    }
  }
  if (status == BYLINE_OK) {
    place_artists(f, artists, temperature, d);
    status = place_axes(f, d->axes, d->offset)
                 ? BYLINE_OK
                 : byline_no_memory("discriminants");
  }
  free(artists);
  free(spare);
  return status;
}

/* Those along which songs lie apart, whoever made them: what artists who are
   taught later are compared by */
static BylineStatus find_songs_axes(Frame* f, BylineDiscriminant* d)
{
  size_t n_songs = 0;
  float* const songs = songs_of(f, &n_songs);
  BylineStatus status =
      songs ? add_axes(f, songs, n_songs) : byline_no_memory("discriminants");
  if (status == BYLINE_OK && !place_axes(f, d->song_axes, d->song_offset)) {
    status = byline_no_memory("discriminants");
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
  Frame frame = {.samples = samples,
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
  if (status == BYLINE_OK) {
    status = find_artists_axes(&frame, best->temperature, d);
  }
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
  BylineScatter songs = *scatter;
  songs.within = calloc(choice.n * choice.n, sizeof(float));
  float* const factor = malloc(choice.n * choice.n * sizeof(float));
  Frame frame = {.samples = samples,
                 .scatter = &songs,
                 .choice = &choice,
                 .factor = factor,
                 .axes = calloc(d->n_song_axes * choice.n, sizeof(float)),
                 .n_axes = d->n_song_axes};
  BylineStatus status = songs.within && factor && frame.axes
                            ? byline_scatter_within_songs(samples, &songs)
                            : byline_no_memory("discriminants");
  if (status == BYLINE_OK &&
      (byline_scatter_factorise(&songs, &choice, SONG_SHRINKAGE, factor) ||
       byline_scatter_factorise(scatter, &choice, SONG_SHRINKAGE, factor))) {
    status = find_songs_axes(&frame, d);
  }
  free(songs.within);
  free(factor);
  free(frame.axes);
  return status;
}

static BylineStatus solve(const BylineSamples* samples,
                          const BylineScatter* scatter,
                          const BylineShrinkage* best, BylineDiscriminant* d)
{
  const BylineStatus status = solve_artists(samples, scatter, best, d);
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
      .n_song_axes = n_song_axes,
      .song_axes = calloc(n_song_axes * s->n_values + 1, sizeof(float)),
      .song_offset = calloc(n_song_axes + 1, sizeof(float)),
  };
  return d->axes && d->offset && d->weights && d->bias && d->song_axes &&
                 d->song_offset
             ? BYLINE_OK
             : byline_no_memory("discriminants");
}

BylineStatus byline_discriminant_fit(const BylineSamples* samples,
                                     size_t n_axes, size_t n_song_axes,
                                     BylineDiscriminant* d)
{
  BylineScatter scatters[BYLINE_DISCRIMINANT_FOLDS + 1];
  BylineShrinkage best;
  BylineStatus status = allocate(samples, n_axes, n_song_axes, d);
  /* No threads: they would make sums differ from run to run */
  openblas_set_num_threads(1);
  if (status == BYLINE_OK) {
    status = byline_scatters_make(samples, scatters);
    if (status == BYLINE_OK) {
      status = byline_shrinkage_find(samples, scatters, &best);
    }
    if (status == BYLINE_OK) {
      d->shrinkage = best.shrinkage;
      d->blocks = best.mask;
      d->loss = best.loss;
      status = solve(samples, &scatters[BYLINE_DISCRIMINANT_FOLDS], &best, d);
    }
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
  free(d->song_axes);
  free(d->song_offset);
  *d = (BylineDiscriminant){.n_axes = 0};
}
