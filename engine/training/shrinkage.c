/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/shrinkage.h"

#include "nn/layers.h"
#include "nn/logistic.h"
#include "training/kept_blocks.h"
#include "training/prototypes.h"

#include <assert.h>
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How far to shrink, to choose from */
static const double shrinkages[] = {0.05, 0.15, 0.3, 0.5, 0.75};

/* Where nothing can be tried: how far, and how sure to be */
#define USUAL_SHRINKAGE 0.3
#define USUAL_TEMPERATURE 10.0

/* Temperatures to choose from: powers of this */
#define WARMER 1.25
enum { COLDEST = -8, HOTTEST = 25 };

/* Clips that are asked about at once */
enum { STRIP = 256 };

/* ---- trying */

/* How clips are compared: see BylineShrinkage */
typedef struct {
  bool by_distance;
  bool within_songs;
} Way;

/* Those after the first need prototypes */
enum { N_WAYS = 3 };
static const Way ways[N_WAYS] = {{true, false}, {false, false}, {false, true}};

/* One thread's working memory */
typedef struct {
  float* factor;   ///< n_values x n_values
  float* means;    ///< n_known x n_values, packed
  float* solved;   ///< The same, solved for
  float* bias;     ///< n_known
  float* rows;     ///< STRIP x n_values, packed
  float* answers;  ///< STRIP x n_known
  float* products; ///< STRIP x most prototypes that there are
} Desk;

/* What is tried, and what has come of it */
typedef struct {
  const BylineSamples* samples;
  const BylineScatter* scatters; ///< One a fold: of all songs but its
  BylineBlocks blocks;           ///< That are not left out
  double shrinkage;
  Way way;
  unsigned n_desks;
  Desk* desks;
  float* logits; ///< n x n_known
  bool* asked;   ///< n
} Trial;

static void desk_free(Desk* d)
{
  free(d->factor);
  free(d->means);
  free(d->solved);
  free(d->bias);
  free(d->rows);
  free(d->answers);
  free(d->products);
}

static bool desk_new(const BylineSamples* s, Desk* d)
{
  /* No more than wanted, but for one an artist */
  const size_t n_prototypes =
      s->n_prototypes > s->n_known ? s->n_prototypes : s->n_known;
  *d = (Desk){
      .factor = malloc(s->n_values * s->n_values * sizeof(float)),
      .means = malloc(s->n_known * s->n_values * sizeof(float)),
      .solved = malloc(s->n_known * s->n_values * sizeof(float)),
      .bias = malloc(s->n_known * sizeof(float)),
      .rows = malloc(STRIP * s->n_values * sizeof(float)),
      .answers = malloc(STRIP * s->n_known * sizeof(float)),
      .products = malloc(STRIP * n_prototypes * sizeof(float)),
  };
  return d->factor && d->means && d->solved && d->bias && d->rows &&
         d->answers && d->products;
}

static void trial_free(Trial* t)
{
  for (unsigned i = 0; t->desks && i < t->n_desks; ++i) {
    desk_free(&t->desks[i]);
  }
  free(t->desks);
  free(t->logits);
  free(t->asked);
}

static bool trial_new(const BylineSamples* s, const BylineScatter* scatters,
                      Trial* t)
{
  const unsigned n_threads = byline_thread_pool_size(s->pool);
  *t = (Trial){
      .samples = s,
      .scatters = scatters,
      .n_desks = n_threads,
      .desks = calloc(n_threads, sizeof(Desk)),
      .logits = malloc(s->n * s->n_known * sizeof(float)),
      .asked = malloc(s->n * sizeof(bool)),
  };
  bool complete = t->desks && t->logits && t->asked;
  for (unsigned i = 0; complete && i < n_threads; ++i) {
    complete = desk_new(s, &t->desks[i]);
  }
  return complete;
}

/* Solve for the directions in which the artists' means lie, as the songs that
   are not in a fold tell, and for what is to be added. */
static bool solve_means(const Trial* t, size_t fold, const Desk* d)
{
  const BylineScatter* const scatter = &t->scatters[fold];
  const BylineBlocks* const c = &t->blocks;
  const lapack_int n = (lapack_int)c->n;
  const size_t n_known = t->samples->n_known;
  for (size_t k = 0; k < n_known; ++k) {
    byline_blocks_pack(c, scatter->means + k * scatter->n_values,
                       d->means + k * c->n);
  }
  memcpy(d->solved, d->means, n_known * c->n * sizeof(float));
  if (!byline_scatter_factorise(scatter, c, t->shrinkage, d->factor) ||
      LAPACKE_spotrs_work(LAPACK_COL_MAJOR, 'U', n, (lapack_int)n_known,
                          d->factor, n, d->solved, n) != 0) {
    return false;
  }
  for (size_t k = 0; k < n_known; ++k) {
    d->bias[k] = scatter->weights[k] > 0
                     ? -0.5f * cblas_sdot((int)n, d->solved + k * c->n, 1,
                                          d->means + k * c->n, 1)
                     : -INFINITY;
  }
  return true;
}

/* Work out the logits of `n` clips, whose values are packed in d->rows. */
static void add_logits(const Trial* t, const Desk* d, const size_t* clips,
                       size_t n)
{
  const BylineBlocks* const c = &t->blocks;
  const size_t n_known = t->samples->n_known;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)n_known,
              (int)c->n, 1, d->rows, (int)c->n, d->solved, (int)c->n, 0,
              d->answers, (int)n_known);
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < n_known; ++k) {
      t->logits[clips[i] * n_known + k] =
          d->answers[i * n_known + k] + d->bias[k];
    }
  }
}

/* The same by prototypes */
static void add_likenesses(const Trial* t, const Desk* d,
                           const BylinePrototypes* p, const size_t* clips,
                           size_t n)
{
  const BylineBlocks* const c = &t->blocks;
  const BylinePrototypeSet set = {p->places, p->artists, p->n,
                                  p->n_axes, 1,          false};
  const size_t n_known = t->samples->n_known;
  for (size_t i = 0; i < n; ++i) {
    memcpy(d->answers + i * p->n_axes, p->offsets, p->n_axes * sizeof(float));
  }
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)p->n_axes,
              (int)c->n, 1, d->rows, (int)c->n, p->axes, (int)c->n, 1,
              d->answers, (int)p->n_axes);
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)p->n,
              (int)p->n_axes, 1, d->answers, (int)p->n_axes, p->places,
              (int)p->n_axes, 0, d->products, (int)p->n);
  for (size_t i = 0; i < n; ++i) {
    byline_prototype_logits(&set, d->answers + i * p->n_axes,
                            d->products + i * p->n, n_known,
                            t->logits + clips[i] * n_known);
  }
}

/* Ask about the clips of a fold what is known from the others.  Clips of
   artists who are not there are not asked about, and no sounds of nobody's. */
static void ask(const Trial* t, size_t fold, const Desk* d)
{
  const BylineBlocks* const c = &t->blocks;
  const BylineSamples* const s = t->samples;
  const BylineScatter songs = byline_scatter_within_songs(&t->scatters[fold]);
  const BylinePrototypesWish wish = {
      .samples = s,
      .scatter = t->way.within_songs ? &songs : &t->scatters[fold],
      .blocks = c,
      .n_artists = s->n_known,
      .shrinkage = t->shrinkage,
      .fold = fold,
      .most = s->n_prototypes,
      .most_axes = s->n_known};
  BylinePrototypes prototypes = {.n = 0};
  const bool solved =
      !t->way.by_distance
          ? byline_prototypes_find(&wish, d->factor, &prototypes) == BYLINE_OK
          : solve_means(t, fold, d);
  size_t clips[STRIP];
  size_t n = 0;
  for (size_t i = 0; i < s->n; ++i) {
    const size_t artist = s->samples[i].artist;
    if (s->samples[i].fold == fold) {
      t->asked[i] = solved && artist < s->n_known &&
                    t->scatters[fold].weights[artist] > 0;
    }
    if (s->samples[i].fold == fold && t->asked[i]) {
      byline_blocks_pack(c, s->values + i * s->n_values, d->rows + n * c->n);
      clips[n++] = i;
    }
    if (n == STRIP || (i + 1 == s->n && n > 0)) {
      if (!t->way.by_distance) {
        add_likenesses(t, d, &prototypes, clips, n);
      } else {
        add_logits(t, d, clips, n);
      }
      n = 0;
    }
  }
  byline_prototypes_free(&prototypes);
}

static void ask_folds(void* context, unsigned thread, size_t begin, size_t end)
{
  const Trial* const t = context;
  for (size_t fold = begin; fold < end; ++fold) {
    ask(t, fold, &t->desks[thread]);
  }
}

/* The cross-entropy of logits times a factor, where `right` was to be said; the
   sum is of doubles, since the best of two may be close to 0.  `x` is room for
   them. */
static double surprise(const float* logits, size_t n, size_t right,
                       float factor, float* x)
{
  float most = 0;
  for (size_t k = 0; k < n; ++k) {
    x[k] = factor * (logits[k] - logits[right]);
    most = x[k] > most ? x[k] : most;
  }
  for (size_t k = 0; k < n; ++k) {
    x[k] = byline_exp(x[k] - most);
  }
  x[right] = 0;
  double sum = 0;
  for (size_t k = 0; k < n; ++k) {
    sum += (double)x[k];
  }
  return (double)most + log(sum + exp(-(double)most));
}

/* The mean loss at a temperature of what was asked, songs counting alike;
   negative if nothing was. */
static double loss_of(const Trial* t, double temperature)
{
  const BylineSamples* const s = t->samples;
  double sum = 0;
  double total = 0;
  for (size_t i = 0; i < s->n; ++i) {
    if (t->asked[i]) {
      const float* const logits = t->logits + i * s->n_known;
      const double weight = (double)t->scatters->clip_weights[i];
      sum += weight * surprise(logits, s->n_known, s->samples[i].artist,
                               (float)(1 / temperature), t->desks->answers);
      total += weight;
    }
  }
  return total > 0 ? sum / total : -1;
}

/* The best of a few temperatures: the loss is convex in the inverse of it. */
static double cool(const Trial* t, double* temperature)
{
  double best = -1;
  for (int i = HOTTEST; i >= COLDEST; --i) {
    const double tried = pow(WARMER, i);
    const double loss = loss_of(t, tried);
    if (best >= 0 && loss >= best) {
      break;
    }
    best = loss;
    *temperature = tried;
  }
  return best;
}

/* From the least on, until it becomes worse */
static void try_shrinkages(Trial* t, unsigned mask, const Way* way,
                           BylineShrinkage* best)
{
  double before = -1;
  t->blocks = byline_blocks_choose(t->samples, mask);
  t->way = *way;
  for (size_t i = 0; i < sizeof(shrinkages) / sizeof(*shrinkages); ++i) {
    t->shrinkage = shrinkages[i];
    byline_thread_pool_run_unordered(t->samples->pool, ask_folds, t,
                                     BYLINE_DISCRIMINANT_FOLDS);
    double temperature = USUAL_TEMPERATURE;
    const double loss = cool(t, &temperature);
    if (loss >= 0 && (best->loss < 0 || loss < best->loss)) {
      *best = (BylineShrinkage){.mask = mask,
                                .shrinkage = shrinkages[i],
                                .temperature = temperature,
                                .by_distance = way->by_distance,
                                .within_songs = way->within_songs,
                                .loss = loss};
    }
    if (before >= 0 && loss > before) {
      break;
    }
    before = loss;
  }
}

/* All blocks together in each way, then each set of them in the best */
BylineStatus byline_shrinkage_find(const BylineSamples* s,
                                   const BylineScatter* scatters,
                                   BylineShrinkage* best)
{
  const unsigned all = (1u << s->n_blocks) - 1;
  Trial trial;
  *best = (BylineShrinkage){.mask = all,
                            .shrinkage = USUAL_SHRINKAGE,
                            .temperature = USUAL_TEMPERATURE,
                            .by_distance = true,
                            .loss = -1};
  const bool complete = trial_new(s, scatters, &trial);
  for (size_t i = 0; complete && i < (s->n_prototypes > 0 ? N_WAYS : 1); ++i) {
    try_shrinkages(&trial, all, &ways[i], best);
  }
  const Way way = {best->by_distance, best->within_songs};
  for (unsigned mask = all - 1; complete && mask > 0; --mask) {
    try_shrinkages(&trial, mask, &way, best);
  }
  trial_free(&trial);
  return complete ? BYLINE_OK : byline_no_memory("discriminants");
}
