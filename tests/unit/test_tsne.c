/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/tsne.h"

#include "byline/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/near.h"

#define N_CLUSTERS 5
#define PER_CLUSTER 40
#define N (N_CLUSTERS * PER_CLUSTER)
#define N_DIMENSIONS 20

/* Clusters 10 standard deviations apart, points of all taking turns */
static float* make_clusters(void)
{
  float* const points = malloc(N * N_DIMENSIONS * sizeof(*points));
  BylineRandom random = byline_random_begin(5, 0);
  for (size_t i = 0; i < N * N_DIMENSIONS; ++i) {
    const bool shifted = i % N_DIMENSIONS == i / N_DIMENSIONS % N_CLUSTERS;
    points[i] = (shifted ? 10.0f : 0) + byline_random_normal(&random);
  }
  return points;
}

/* Which point is nearest in the layout */
static size_t nearest(const float* layout, size_t point)
{
  size_t best = point;
  float least = INFINITY;
  for (size_t i = 0; i < N; ++i) {
    const float d = hypotf(layout[2 * i] - layout[2 * point],
                           layout[2 * i + 1] - layout[2 * point + 1]);
    if (i != point && d < least) {
      least = d;
      best = i;
    }
  }
  return best;
}

static void test_clusters_stay_apart(void** state)
{
  (void)state;
  float* const points = make_clusters();
  float layout[2 * N];
  float again[2 * N];
  BylineTsneSettings settings = byline_tsne_settings_default();
  settings.perplexity = 15;
  settings.n_iterations = 400;
  assert_int_equal(byline_tsne(points, N, N_DIMENSIONS, &settings, layout),
                   BYLINE_OK);
  size_t n_pure = 0;
  double spread = 0;
  for (size_t i = 0; i < N; ++i) {
    n_pure += nearest(layout, i) % N_CLUSTERS == i % N_CLUSTERS;
    spread += (double)hypotf(layout[2 * i], layout[2 * i + 1]) / N;
  }
  assert_true(n_pure >= N - 2);
  assert_true(spread > 1);
  assert_int_equal(byline_tsne(points, N, N_DIMENSIONS, &settings, again),
                   BYLINE_OK);
  assert_memory_equal(layout, again, sizeof(layout));
  free(points);
}

/* The gradient by its definition, from p and q of all pairs */
static void exact_gradient(const BylineAffinities* a, const float* y,
                           double* gradient)
{
  double total = 0;
  for (size_t i = 0; i < a->n * a->n; ++i) {
    const size_t j = i % a->n;
    const size_t k = i / a->n;
    total += j != k ? 1 / (1 + pow((double)(y[2 * j] - y[2 * k]), 2) +
                           pow((double)(y[2 * j + 1] - y[2 * k + 1]), 2))
                    : 0;
  }
  double* const p = calloc(a->n * a->n, sizeof(*p));
  for (size_t i = 0; i < a->n; ++i) {
    for (size_t k = a->first[i]; k < a->first[i + 1]; ++k) {
      p[i * a->n + a->other[k]] += (double)a->weight[k];
    }
  }
  for (size_t i = 0; i < 2 * a->n; ++i) {
    gradient[i] = 0;
    for (size_t j = 0; j < a->n; ++j) {
      const size_t k = i / 2;
      const double q = 1 / (1 + pow((double)(y[2 * j] - y[2 * k]), 2) +
                            pow((double)(y[2 * j + 1] - y[2 * k + 1]), 2));
      gradient[i] += 4 * (p[k * a->n + j] - q / total) * q *
                     (double)(y[i] - y[2 * j + i % 2]);
    }
  }
  free(p);
}

/* The largest error of the gradient, relative to the largest component */
static double gradient_error(const BylineAffinities* a, double theta)
{
  float layout[2 * N];
  float gradient[2 * N];
  double exact[2 * N];
  BylineRandom random = byline_random_begin(9, 0);
  for (size_t i = 0; i < 2 * N; ++i) {
    layout[i] = 3 * byline_random_normal(&random);
  }
  /* Two points in one place must not break the tree */
  layout[2] = layout[0];
  layout[3] = layout[1];
  BylineRepulsion* repulsion = NULL;
  assert_int_equal(byline_repulsion_new(N, &repulsion), BYLINE_OK);
  byline_tsne_gradient(a, layout, theta, 1, repulsion, NULL, gradient);
  byline_repulsion_free(repulsion);
  exact_gradient(a, layout, exact);
  double error = 0;
  double largest = 0;
  for (size_t i = 0; i < 2 * N; ++i) {
    const double off = fabs((double)gradient[i] - exact[i]);
    const double size = fabs(exact[i]);
    error = off > error ? off : error;
    largest = size > largest ? size : largest;
  }
  return error / largest;
}

static void test_affinities_and_gradient(void** state)
{
  (void)state;
  float* const points = make_clusters();
  BylineAffinities a;
  assert_int_equal(
      byline_affinities_make(points, N, N_DIMENSIONS, 10, NULL, &a), BYLINE_OK);
  double sum = 0;
  for (size_t i = 0; i < a.first[N]; ++i) {
    sum += (double)a.weight[i];
  }
  assert_near(sum, 1, 1e-4);
  assert_true(gradient_error(&a, 0) < 1e-4);
  assert_true(gradient_error(&a, 0.5) < 0.05);
  byline_affinities_free(&a);
  free(points);
}

static void test_bad_points(void** state)
{
  (void)state;
  float points[8] = {0, 1, 2, 3, 4, 5, 6, NAN};
  float layout[8];
  const BylineTsneSettings settings = byline_tsne_settings_default();
  assert_int_equal(byline_tsne(points, 3, 2, &settings, layout),
                   BYLINE_ERROR_DATA);
  assert_int_equal(byline_tsne(points, 4, 2, &settings, layout),
                   BYLINE_ERROR_DATA);
  points[7] = 0;
  assert_int_equal(byline_tsne(points, 4, 2, &settings, layout), BYLINE_OK);
  memset(points, 0, sizeof(points));
  assert_int_equal(byline_tsne(points, 4, 2, &settings, layout), BYLINE_OK);
  assert_true(isfinite(layout[0]));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_clusters_stay_apart),
      cmocka_unit_test(test_affinities_and_gradient),
      cmocka_unit_test(test_bad_points),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
