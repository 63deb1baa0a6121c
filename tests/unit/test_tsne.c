/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/tsne.h"

#include "byline/evaluation.h"
#include "byline/random.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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

static double squared(const float* a, const float* b, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += pow((double)a[i] - (double)b[i], 2);
  }
  return sum;
}

/* p_j|i by its definition: a Gaussian of the perplexity */
static void conditional(const float* points, size_t i, double perplexity,
                        double* p)
{
  double low = 1e-9;
  double high = 1e9;
  for (int round = 0; round < 200; ++round) {
    const double precision = sqrt(low * high);
    double sum = 0;
    double entropy = 0;
    for (size_t j = 0; j < N; ++j) {
      p[j] = j == i ? 0
                    : exp(-precision * squared(points + i * N_DIMENSIONS,
                                               points + j * N_DIMENSIONS,
                                               N_DIMENSIONS));
      sum += p[j];
    }
    for (size_t j = 0; j < N; ++j) {
      p[j] /= sum;
      entropy -= p[j] > 0 ? p[j] * log(p[j]) : 0;
    }
    *(entropy > log(perplexity) ? &low : &high) = precision;
  }
}

/* Where the layout ends, the gradient by its definition is nothing beside what
   pulls */
static void test_the_layout_is_a_minimum(void** state)
{
  (void)state;
  enum { PERPLEXITY = 10 };
  float* const points = make_clusters();
  double* const p = malloc(N * N * sizeof(*p));
  float y[2 * N];
  BylineTsneSettings settings = byline_tsne_settings_default();
  settings.perplexity = PERPLEXITY;
  settings.n_iterations = 5000;
  assert_int_equal(byline_tsne(points, N, N_DIMENSIONS, &settings, y),
                   BYLINE_OK);
  double total = 0;
  for (size_t i = 0; i < N; ++i) {
    conditional(points, i, PERPLEXITY, p + i * N);
    for (size_t j = 0; j < N; ++j) {
      total += i == j ? 0 : 1 / (1 + squared(y + 2 * i, y + 2 * j, 2));
    }
  }
  double largest = 0;
  double pulled = 0;
  for (size_t i = 0; i < N; ++i) {
    double gradient[2] = {0};
    double pull[2] = {0};
    for (size_t j = 0; j < N; ++j) {
      const double q = 1 / (1 + squared(y + 2 * i, y + 2 * j, 2));
      const double both = (p[i * N + j] + p[j * N + i]) / (2 * N);
      for (size_t axis = 0; axis < 2; ++axis) {
        const double d = (double)y[2 * i + axis] - (double)y[2 * j + axis];
        gradient[axis] += (both - (i == j ? 0 : q / total)) * q * d;
        pull[axis] += both * q * d;
      }
    }
    largest = fmax(largest, hypot(gradient[0], gradient[1]));
    pulled = fmax(pulled, hypot(pull[0], pull[1]));
  }
  assert_true(largest < 0.01 * pulled);
  free(points);
  free(p);
}

static void test_clips_are_chosen_evenly(void** state)
{
  (void)state;
  BylineClip clips[10];
  float logits[20];
  float embeddings[30];
  for (size_t i = 0; i < 10; ++i) {
    clips[i] = (BylineClip){.song = i, .truth = i % 2};
    logits[2 * i] = logits[2 * i + 1] = (float)i;
    embeddings[3 * i] = embeddings[3 * i + 2] = (float)i;
  }
  const BylinePredictions all = {.n_clips = 10,
                                 .n_classes = 2,
                                 .n_features = 3,
                                 .clips = clips,
                                 .logits = logits,
                                 .embeddings = embeddings};
  BylinePredictions some;
  assert_int_equal(byline_predictions_choose(&all, 4, &some), BYLINE_OK);
  const size_t expected[] = {0, 2, 5, 7};
  assert_int_equal(some.n_clips, 4);
  for (size_t i = 0; i < 4; ++i) {
    assert_int_equal(some.clips[i].song, expected[i]);
    assert_true(some.logits[2 * i + 1] == (float)expected[i]);
    assert_true(some.embeddings[3 * i + 2] == (float)expected[i]);
  }
  byline_predictions_free(&some);
  assert_int_equal(byline_predictions_choose(&all, 99, &some), BYLINE_OK);
  assert_int_equal(some.n_clips, 10);
  assert_int_equal(some.clips[9].song, 9);
  byline_predictions_free(&some);
}

static void test_bad_points(void** state)
{
  (void)state;
  float points[8] = {0, 1, 2, 3, 4, 5, 6, NAN};
  float layout[8];
  const BylineTsneSettings settings = byline_tsne_settings_default();
  assert_int_equal(byline_tsne(points, 3, 2, &settings, layout),
                   BYLINE_ERROR_DATA);
  assert_int_equal(byline_tsne(points, 5001, 2, &settings, layout),
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
      cmocka_unit_test(test_the_layout_is_a_minimum),
      cmocka_unit_test(test_clips_are_chosen_evenly),
      cmocka_unit_test(test_bad_points),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
