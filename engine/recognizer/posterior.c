/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/posterior.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An observation cannot rule an artist out altogether */
#define MIN_PROBABILITY 1e-6f

BylineStatus byline_posterior_init(BylinePosterior* posterior, size_t n)
{
  *posterior =
      (BylinePosterior){.probabilities = calloc(n + 1, sizeof(float)), .n = n};
  if (!posterior->probabilities) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu artists", n);
  }
  byline_posterior_reset(posterior);
  return BYLINE_OK;
}

void byline_posterior_clear(BylinePosterior* posterior)
{
  free(posterior->probabilities);
  *posterior = (BylinePosterior){.n = 0};
}

void byline_posterior_reset(BylinePosterior* posterior)
{
  posterior->empty = true;
  for (size_t i = 0; i < posterior->n; ++i) {
    posterior->probabilities[i] = 1.0f / (float)posterior->n;
  }
}

static void normalize(float* p, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)p[i];
  }
  const float scale = (float)(1 / sum);
  for (size_t i = 0; i < n; ++i) {
    p[i] *= scale;
  }
}

/* q from p: forget some, and allow for a change */
static void predict(float* p, size_t n, double elapsed, float lambda)
{
  const float change = (float)(1 - exp(-elapsed / BYLINE_STAY));
  for (size_t i = 0; i < n; ++i) {
    p[i] = powf(p[i], lambda);
  }
  normalize(p, n);
  for (size_t i = 0; i < n; ++i) {
    p[i] = (1 - change) * p[i] + change / (float)n;
  }
}

void byline_posterior_update(BylinePosterior* posterior,
                             const float* observation,
                             const BylineObservationTimes* times)
{
  assert(observation);
  assert(times->elapsed >= 0 && times->window > 0);
  float* const p = posterior->probabilities;
  const size_t n = posterior->n;
  if (posterior->empty || !(times->smoothing > 0)) {
    memcpy(p, observation, n * sizeof(*p));
    posterior->empty = false;
    return;
  }
  const double lambda = exp(-times->elapsed / times->smoothing);
  const double beta = (1 - lambda) * (1 + times->smoothing / times->window);
  predict(p, n, times->elapsed, (float)lambda);
  for (size_t i = 0; i < n; ++i) {
    p[i] *= powf(fmaxf(observation[i], MIN_PROBABILITY), (float)beta);
  }
  normalize(p, n);
}
