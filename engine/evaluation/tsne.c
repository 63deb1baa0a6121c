/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/tsne.h"

#include "base/stop.h"
#include "byline/random.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Early on clusters are pulled together more strongly than they should be, so
   that they find their places before they spread */
#define EARLY_EXAGGERATION 12.0f
#define EARLY_ITERATIONS 250

/* Momentum, early and late */
#define EARLY_MOMENTUM 0.5f
#define LATE_MOMENTUM 0.8f

/* Steps grow and shrink separately (Jacobs 1988) */
#define LEAST_GAIN 0.01f

/* How exactly a width must give the perplexity, in nats of entropy */
#define TOLERANCE 1e-5

/* A neighbour that is less likely than e to minus this counts as none */
#define NOTHING 40.0

/* Sums that are kept side by side, so that vectors of them can be */
enum { LANES = 16 };

/* All of it */
typedef struct {
  const float* points;
  size_t n;
  size_t n_dimensions;
  double perplexity;
  float* affinities; ///< n x n: p_ij
  float* distances;  ///< n for each thread
  float* layout;     ///< 2 x n: all x, then all y; so the next ones
  float* velocity;
  float* gain;
  float* pull;  ///< What the affinities do
  float* push;  ///< What all pairs do, not yet divided by their sum
  double* sums; ///< n: each point's part of that sum
} Tsne;

static float add_up(const float lanes[static LANES])
{
  float sum = 0;
  for (size_t k = 0; k < LANES; ++k) {
    sum += lanes[k];
  }
  return sum;
}

/* ---- affinities */

static float squared_distance(const float* a, const float* b, size_t n)
{
  float sums[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    for (size_t k = 0; k < LANES; ++k) {
      const float d = a[i + k] - b[i + k];
      sums[k] += d * d;
    }
  }
  for (; i < n; ++i) {
    sums[0] += (a[i] - b[i]) * (a[i] - b[i]);
  }
  return add_up(sums);
}

/* The entropy, in nats, of a point's neighbours at a precision, and their
   probabilities; `least` is the smallest distance. */
static double entropy_at(const Tsne* t, size_t point, const float* distances,
                         float least, double precision, float* weights)
{
  double sum = 0;
  double mean = 0;
  for (size_t j = 0; j < t->n; ++j) {
    const double d = (double)(distances[j] - least);
    const double w =
        j == point || precision * d > NOTHING ? 0 : exp(-precision * d);
    weights[j] = (float)w;
    sum += w;
    mean += w * d;
  }
  assert(sum >= 1); // The nearest one's weight is 1
  for (size_t j = 0; j < t->n; ++j) {
    weights[j] /= (float)sum;
  }
  return log(sum) + precision * mean / sum;
}

/* Find the precision that gives the perplexity, by bisection. */
static void weigh(const Tsne* t, size_t point, const float* distances,
                  float* weights)
{
  const double wanted = log(t->perplexity);
  float least = INFINITY;
  double mean = 0;
  for (size_t j = 0; j < t->n; ++j) {
    least = j == point ? least : fminf(least, distances[j]);
    mean += (double)distances[j] / (double)t->n;
  }
  double low = 0;
  double high = INFINITY;
  double precision = mean > (double)least ? 1 / (mean - (double)least) : 1;
  for (int i = 0; i < 100; ++i) {
    const double entropy =
        entropy_at(t, point, distances, least, precision, weights);
    if (fabs(entropy - wanted) < TOLERANCE) {
      return;
    }
    if (entropy > wanted) {
      low = precision;
      precision = isinf(high) ? 2 * precision : (low + high) / 2;
    } else {
      high = precision;
      precision = (low + high) / 2;
    }
  }
}

/* p_j|i of some points */
static void find_neighbours(void* context, unsigned thread, size_t begin,
                            size_t end)
{
  const Tsne* const t = context;
  for (size_t i = begin; i < end; ++i) {
    float* const row = t->affinities + i * t->n;
    float* const distances = t->distances + (size_t)thread * t->n;
    for (size_t j = 0; j < t->n; ++j) {
      distances[j] =
          squared_distance(t->points + i * t->n_dimensions,
                           t->points + j * t->n_dimensions, t->n_dimensions);
    }
    weigh(t, i, distances, row);
  }
}

/* p_ij = (p_j|i + p_i|j) / 2n */
static void make_symmetric(Tsne* t)
{
  const float scale = 1 / (2 * (float)t->n);
  for (size_t i = 0; i < t->n; ++i) {
    for (size_t j = 0; j < i; ++j) {
      float* const one = &t->affinities[i * t->n + j];
      float* const other = &t->affinities[j * t->n + i];
      *one = *other = scale * (*one + *other);
    }
  }
}

/* ---- the descent */

/* What pulls and pushes some points (van der Maaten and Hinton 2008, equation
   5): the sums over j of p_ij q_ij (y_i - y_j) and of q_ij^2 (y_i - y_j), with
   q_ij = 1 / (1 + |y_i - y_j|^2), and that of q_ij */
static void feel(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Tsne* const t = context;
  const size_t n = t->n;
  const float* const x = t->layout;
  const float* const y = t->layout + n;
  for (size_t i = begin; i < end; ++i) {
    const float* const p = t->affinities + i * n;
    float sum[LANES] = {0};
    float pull_x[LANES] = {0};
    float pull_y[LANES] = {0};
    float push_x[LANES] = {0};
    float push_y[LANES] = {0};
    for (size_t j = 0; j < n; j += LANES) {
      const size_t n_lanes = n - j < LANES ? n - j : LANES;
      for (size_t k = 0; k < n_lanes; ++k) {
        const float dx = x[i] - x[j + k];
        const float dy = y[i] - y[j + k];
        const float q = 1 / (1 + dx * dx + dy * dy);
        const float pull = p[j + k] * q;
        const float push = q * q;
        sum[k] += q;
        pull_x[k] += pull * dx;
        pull_y[k] += pull * dy;
        push_x[k] += push * dx;
        push_y[k] += push * dy;
      }
    }
    t->sums[i] = (double)add_up(sum) - 1; /* it is no neighbour of its own */
    t->pull[i] = add_up(pull_x);
    t->pull[n + i] = add_up(pull_y);
    t->push[i] = add_up(push_x);
    t->push[n + i] = add_up(push_y);
  }
}

static void step(Tsne* t, float exaggeration, float rate, float momentum)
{
  double total = 1e-300;
  for (size_t i = 0; i < t->n; ++i) {
    total += t->sums[i];
  }
  for (size_t i = 0; i < 2 * t->n; ++i) {
    const float gradient =
        4 * (exaggeration * t->pull[i] - t->push[i] / (float)total);
    const bool same = gradient * t->velocity[i] > 0;
    t->gain[i] =
        same ? fmaxf(0.8f * t->gain[i], LEAST_GAIN) : t->gain[i] + 0.2f;
    t->velocity[i] = momentum * t->velocity[i] - rate * t->gain[i] * gradient;
    t->layout[i] += t->velocity[i];
  }
}

static void centre(float* places, size_t n)
{
  double mean = 0;
  for (size_t i = 0; i < n; ++i) {
    mean += (double)places[i] / (double)n;
  }
  for (size_t i = 0; i < n; ++i) {
    places[i] -= (float)mean;
  }
}

static BylineStatus descend(Tsne* t, const BylineTsneSettings* settings)
{
  /* Belkina et al. 2019: what suits the number of points */
  const float rate = fmaxf(50, (float)t->n / EARLY_EXAGGERATION / 4);
  BylineRandom random = byline_random_begin(settings->seed, 0);
  for (size_t i = 0; i < 2 * t->n; ++i) {
    t->layout[i] = 1e-4f * byline_random_normal(&random);
    t->gain[i] = 1;
  }
  for (unsigned i = 0; i < settings->n_iterations; ++i) {
    BYLINE_TRY(byline_stop_check(settings->stop));
    const bool early = i < EARLY_ITERATIONS && i < settings->n_iterations / 2;
    byline_thread_pool_run(settings->pool, feel, t, t->n);
    step(t, early ? EARLY_EXAGGERATION : 1, rate,
         early ? EARLY_MOMENTUM : LATE_MOMENTUM);
    centre(t->layout, t->n);
    centre(t->layout + t->n, t->n);
    byline_progress("laying out", "steps", i + 1, settings->n_iterations);
  }
  return BYLINE_OK;
}

/* ---- all of it */

BylineTsneSettings byline_tsne_settings_default(void)
{
  return (BylineTsneSettings){.perplexity = 30, .n_iterations = 1000};
}

static BylineStatus check(const float* points, size_t n, size_t n_dimensions)
{
  if (n < 4 || n > BYLINE_TSNE_POINTS) {
    return byline_error(BYLINE_ERROR_DATA, "a map has 4 to %d points, not %zu",
                        BYLINE_TSNE_POINTS, n);
  }
  for (size_t i = 0; i < n * n_dimensions; ++i) {
    if (!isfinite(points[i])) {
      return byline_error(BYLINE_ERROR_DATA,
                          "point %zu has a coordinate that is not a number",
                          i / n_dimensions);
    }
  }
  return BYLINE_OK;
}

BylineStatus byline_tsne(const float* points, size_t n, size_t n_dimensions,
                         const BylineTsneSettings* settings, float* layout)
{
  BylineStatus status = check(points, n, n_dimensions);
  if (status != BYLINE_OK) {
    return status;
  }
  const size_t n_distances = byline_thread_pool_size(settings->pool) * n;
  float* const memory = calloc(n * n + n_distances + 10 * n, sizeof(*memory));
  Tsne t = {.points = points,
            .n = n,
            .n_dimensions = n_dimensions,
            .perplexity = fmin(settings->perplexity, ((double)n - 1) / 3),
            .affinities = memory,
            .sums = malloc(n * sizeof(*t.sums))};
  if (!memory || !t.sums) {
    status = byline_no_memory("a map");
  } else {
    t.distances = memory + n * n;
    t.layout = t.distances + n_distances;
    t.velocity = t.layout + 2 * n;
    t.gain = t.velocity + 2 * n;
    t.pull = t.gain + 2 * n;
    t.push = t.pull + 2 * n;
    byline_thread_pool_run(settings->pool, find_neighbours, &t, n);
    make_symmetric(&t);
    status = descend(&t, settings);
    for (size_t i = 0; i < 2 * n; ++i) {
      layout[i] = t.layout[i % 2 * n + i / 2];
    }
  }
  free(memory);
  free(t.sums);
  return status;
}
