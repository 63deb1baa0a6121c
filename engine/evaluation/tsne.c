/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/tsne.h"

#include "byline/random.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Early on clusters are pulled together more strongly than they should be, so
   that they find their places before they spread */
#define EARLY_EXAGGERATION 12.0
#define EARLY_ITERATIONS 250

/* Momentum, early and late */
#define EARLY_MOMENTUM 0.5f
#define LATE_MOMENTUM 0.8f

/* Steps grow and shrink separately (Jacobs 1988) */
#define LEAST_GAIN 0.01f

/* The descent */
typedef struct {
  size_t n;
  float* gradient; ///< n x 2, and so are the others
  float* velocity;
  float* gain;
} Descent;

BylineTsneSettings byline_tsne_settings_default(void)
{
  return (BylineTsneSettings){
      .perplexity = 30, .theta = 0.5, .n_iterations = 1000};
}

static void step(Descent* d, float rate, float momentum, float* layout)
{
  for (size_t i = 0; i < 2 * d->n; ++i) {
    const bool same = d->gradient[i] * d->velocity[i] > 0;
    d->gain[i] =
        same ? fmaxf(0.8f * d->gain[i], LEAST_GAIN) : d->gain[i] + 0.2f;
    d->velocity[i] =
        momentum * d->velocity[i] - rate * d->gain[i] * d->gradient[i];
    layout[i] += d->velocity[i];
  }
}

static void centre(float* layout, size_t n)
{
  double mean[2] = {0, 0};
  for (size_t i = 0; i < 2 * n; ++i) {
    mean[i % 2] += (double)layout[i] / (double)n;
  }
  for (size_t i = 0; i < 2 * n; ++i) {
    layout[i] -= (float)mean[i % 2];
  }
}

static BylineStatus descend(const BylineAffinities* affinities,
                            const BylineTsneSettings* settings, Descent* d,
                            BylineRepulsion* repulsion, float* layout)
{
  /* Belkina et al. 2019: what suits the number of points */
  const float rate = (float)fmax(50, (double)d->n / EARLY_EXAGGERATION / 4);
  for (unsigned i = 0; i < settings->n_iterations; ++i) {
    if (settings->stop && *settings->stop) {
      return byline_error(BYLINE_ERROR_INTERRUPTED, "stopped on request");
    }
    const bool early = i < EARLY_ITERATIONS && i < settings->n_iterations / 2;
    byline_tsne_gradient(affinities, layout, settings->theta,
                         early ? EARLY_EXAGGERATION : 1, repulsion,
                         settings->pool, d->gradient);
    step(d, rate, early ? EARLY_MOMENTUM : LATE_MOMENTUM, layout);
    centre(layout, d->n);
    byline_progress("laying out", "steps", i + 1, settings->n_iterations);
  }
  return BYLINE_OK;
}

static BylineStatus lay_out(const BylineAffinities* affinities,
                            const BylineTsneSettings* settings, float* layout)
{
  const size_t n = affinities->n;
  Descent d = {.n = n,
               .gradient = calloc(2 * n, sizeof(float)),
               .velocity = calloc(2 * n, sizeof(float)),
               .gain = malloc(2 * n * sizeof(float))};
  BylineRepulsion* repulsion = NULL;
  BylineStatus status = byline_repulsion_new(n, &repulsion);
  if (status == BYLINE_OK && !(d.gradient && d.velocity && d.gain)) {
    status = byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu points", n);
  }
  if (status == BYLINE_OK) {
    BylineRandom random = byline_random_begin(settings->seed, 0);
    for (size_t i = 0; i < 2 * n; ++i) {
      layout[i] = 1e-4f * byline_random_normal(&random);
      d.gain[i] = 1;
    }
    status = descend(affinities, settings, &d, repulsion, layout);
  }
  byline_repulsion_free(repulsion);
  free(d.gradient);
  free(d.velocity);
  free(d.gain);
  return status;
}

BylineStatus byline_tsne(const float* points, size_t n, size_t n_dimensions,
                         const BylineTsneSettings* settings, float* layout)
{
  if (n < 4) {
    return byline_error(BYLINE_ERROR_DATA, "a map needs 4 points, not %zu", n);
  }
  for (size_t i = 0; i < n * n_dimensions; ++i) {
    if (!isfinite(points[i])) {
      return byline_error(BYLINE_ERROR_DATA,
                          "point %zu has a coordinate that is not a number",
                          i / n_dimensions);
    }
  }
  const double perplexity = fmin(settings->perplexity, ((double)n - 1) / 3);
  BylineAffinities affinities;
  BylineStatus status = byline_affinities_make(
      points, n, n_dimensions, perplexity, settings->pool, &affinities);
  if (status == BYLINE_OK) {
    status = lay_out(&affinities, settings, layout);
    byline_affinities_free(&affinities);
  }
  return status;
}
