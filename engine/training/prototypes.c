/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/prototypes.h"

#include <cblas.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Axes of nobody's sounds: the kinds that there are lie on few */
enum { NOBODY_AXES = 8 };

/* ---- axes */

/* The artists' axes, and those of nobody's sounds beside them, of packed values
 */
static BylineStatus find_axes(const BylinePrototypesWish* w,
                              const float* factor, BylinePrototypes* p)
{
  const BylineSamples* const s = w->samples;
  const size_t n = w->blocks->n;
  BylineAxes axes = {.samples = s,
                     .scatter = w->scatter,
                     .choice = w->blocks,
                     .factor = factor,
                     .axes = p->axes,
                     .n_axes = w->most_axes};
  float* const artists = byline_axes_artists(&axes);
  BylineStatus status = artists ? byline_axes_add(&axes, artists, s->n_known)
                                : byline_no_memory("discriminants");
  if (status == BYLINE_OK && w->n_artists > s->n_known) {
    const size_t most = axes.n_found + NOBODY_AXES;
    axes.n_axes = most < w->most_axes ? most : w->most_axes;
    status = byline_axes_add(&axes, artists + s->n_known * n,
                             w->n_artists - s->n_known);
  }
  free(artists);
  byline_axes_unwhiten(&axes);
  p->n_axes = axes.n_found;
  return status;
}

static bool find_offsets(const BylinePrototypesWish* w, BylinePrototypes* p)
{
  float* const centre = malloc(w->samples->n_values * sizeof(float));
  if (!centre) {
    return false;
  }
  byline_blocks_pack(w->blocks, w->scatter->centre, centre);
  for (size_t a = 0; a < p->n_axes; ++a) {
    p->offsets[a] = -cblas_sdot((int)w->blocks->n, p->axes + a * w->blocks->n,
                                1, centre, 1);
  }
  free(centre);
  return true;
}

/* ---- songs */

static bool counts(const BylinePrototypesWish* w, size_t clip)
{
  const BylineSample* const sample = &w->samples->samples[clip];
  return sample->fold != w->fold && sample->artist < w->n_artists;
}

/* Whether a clip that counts begins a song */
static bool begins(const BylinePrototypesWish* w, size_t clip)
{
  const BylineSample* const samples = w->samples->samples;
  return counts(w, clip) &&
         (clip == 0 || samples[clip - 1].song != samples[clip].song ||
          samples[clip - 1].artist != samples[clip].artist);
}

/* How many songs each artist has, nobody's kinds included */
static void count_songs(const BylinePrototypesWish* w, size_t* n_songs)
{
  memset(n_songs, 0, w->n_artists * sizeof(*n_songs));
  for (size_t i = 0; i < w->samples->n; ++i) {
    if (begins(w, i)) {
      ++n_songs[w->samples->samples[i].artist];
    }
  }
}

/* How many prototypes there are if each stands for so many songs */
static size_t count_prototypes(const BylinePrototypesWish* w,
                               const size_t* n_songs, size_t together)
{
  size_t n = 0;
  for (size_t k = 0; k < w->n_artists; ++k) {
    n += (n_songs[k] + together - 1) / together;
  }
  return n;
}

/* So many neighbouring songs have a prototype together that there are no more
   than wanted, or one an artist */
static size_t choose_together(const BylinePrototypesWish* w,
                              const size_t* n_songs)
{
  size_t most = 1;
  for (size_t k = 0; k < w->n_artists; ++k) {
    most = n_songs[k] > most ? n_songs[k] : most;
  }
  size_t together = 1;
  while (together < most && count_prototypes(w, n_songs, together) > w->most) {
    ++together;
  }
  return together;
}

/* Where each artist's prototypes begin, and which song is under way */
typedef struct {
  size_t* firsts; ///< n_artists
  size_t* songs;  ///< n_artists
  float* sums;    ///< prototypes x blocks' n: of the songs' means
  float* totals;  ///< prototypes: songs
  float* packed;  ///< blocks' n
} Sums;

static void list_prototypes(const BylinePrototypesWish* w, size_t together,
                            const size_t* n_songs, const Sums* sums,
                            BylinePrototypes* p)
{
  size_t first = 0;
  for (size_t k = 0; k < w->n_artists; ++k) {
    sums->firsts[k] = first;
    sums->songs[k] = SIZE_MAX; // the first one makes it 0
    for (size_t i = 0; i < n_songs[k]; i += together) {
      p->artists[first++] = (float)k;
    }
  }
}

/* Songs count alike: a song's clips have a weight of 1 together. */
static void add_up(const BylinePrototypesWish* w, size_t together,
                   const Sums* sums)
{
  const BylineSamples* const s = w->samples;
  const size_t n = w->blocks->n;
  for (size_t i = 0; i < s->n; ++i) {
    if (!counts(w, i)) {
      continue;
    }
    const size_t artist = s->samples[i].artist;
    const bool is_new = begins(w, i);
    sums->songs[artist] += is_new;
    const size_t k = sums->firsts[artist] + sums->songs[artist] / together;
    byline_blocks_pack(w->blocks, s->values + i * s->n_values, sums->packed);
    cblas_saxpy((int)n, w->scatter->clip_weights[i], sums->packed, 1,
                sums->sums + k * n, 1);
    sums->totals[k] += is_new ? 1.0f : 0;
  }
}

/* Of sums rather than means: only the direction counts */
static void place_sums(const BylinePrototypesWish* w, const Sums* sums,
                       BylinePrototypes* p)
{
  const int n = (int)w->blocks->n;
  const int n_axes = (int)p->n_axes;
  for (size_t i = 0; i < p->n; ++i) {
    float* const place = p->places + i * p->n_axes;
    cblas_saxpy(n_axes, sums->totals[i], p->offsets, 1, place, 1);
  }
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)p->n, n_axes, n, 1,
              sums->sums, n, p->axes, n, 1, p->places, n_axes);
  for (size_t i = 0; i < p->n; ++i) {
    float* const place = p->places + i * p->n_axes;
    const float length = cblas_snrm2(n_axes, place, 1);
    cblas_sscal(n_axes, length > 0 ? 1 / length : 0, place, 1);
  }
}

static BylineStatus find_songs(const BylinePrototypesWish* w,
                               BylinePrototypes* p)
{
  size_t* const n_songs = calloc(w->n_artists, sizeof(*n_songs));
  if (!n_songs) {
    return byline_no_memory("discriminants");
  }
  count_songs(w, n_songs);
  const size_t together = choose_together(w, n_songs);
  p->n = count_prototypes(w, n_songs, together);
  p->places = calloc(p->n * p->n_axes + 1, sizeof(float));
  p->artists = calloc(p->n + 1, sizeof(*p->artists));
  const Sums sums = {.firsts = calloc(w->n_artists, sizeof(size_t)),
                     .songs = calloc(w->n_artists, sizeof(size_t)),
                     .sums = calloc(p->n * w->blocks->n + 1, sizeof(float)),
                     .totals = calloc(p->n + 1, sizeof(float)),
                     .packed = malloc(w->blocks->n * sizeof(float))};
  const bool complete = p->places && p->artists && sums.firsts && sums.songs &&
                        sums.sums && sums.totals && sums.packed;
  if (complete) {
    list_prototypes(w, together, n_songs, &sums, p);
    add_up(w, together, &sums);
    place_sums(w, &sums, p);
  }
  free(n_songs);
  free(sums.firsts);
  free(sums.songs);
  free(sums.sums);
  free(sums.totals);
  free(sums.packed);
  return complete ? BYLINE_OK : byline_no_memory("discriminants");
}

/* ---- both */

BylineStatus byline_prototypes_find(const BylinePrototypesWish* wish,
                                    float* factor, BylinePrototypes* p)
{
  *p = (BylinePrototypes){
      .axes = calloc(wish->most_axes * wish->blocks->n + 1, sizeof(float)),
      .offsets = calloc(wish->most_axes + 1, sizeof(float))};
  BylineStatus status =
      p->axes && p->offsets ? BYLINE_OK : byline_no_memory("discriminants");
  if (status == BYLINE_OK &&
      !byline_scatter_factorise(wish->scatter, wish->blocks, wish->shrinkage,
                                factor)) {
    status = byline_error(BYLINE_ERROR_DATA,
                          "all clips to learn from are alike: there is nothing "
                          "to tell artists by");
  }
  BYLINE_THEN(status, find_axes(wish, factor, p));
  if (status == BYLINE_OK && !find_offsets(wish, p)) {
    status = byline_no_memory("discriminants");
  }
  BYLINE_THEN(status, find_songs(wish, p));
  if (status != BYLINE_OK) {
    byline_prototypes_free(p);
  }
  return status;
}

void byline_prototypes_free(BylinePrototypes* p)
{
  free(p->axes);
  free(p->offsets);
  free(p->places);
  free(p->artists);
  *p = (BylinePrototypes){.n = 0};
}
