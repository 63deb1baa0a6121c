/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/evaluation.h"
#include "byline/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/near.h"
#include "tests/unit/suite.h"

#define N_CLIPS 20000
#define N_CLASSES 5

/* Draw truths with the probabilities that the logits say, then blow the logits
   up, as an over-confident network does. */
static BylinePredictions make_predictions(float scale)
{
  BylinePredictions p = {.n_clips = N_CLIPS,
                         .n_classes = N_CLASSES,
                         .clips = calloc(N_CLIPS, sizeof(BylineClip)),
                         .logits = malloc(N_CLIPS * N_CLASSES * sizeof(float))};
  BylineRandom random = byline_random_begin(11, 0);
  for (size_t i = 0; i < N_CLIPS; ++i) {
    float* const logits = p.logits + i * N_CLASSES;
    double total = 0;
    for (size_t k = 0; k < N_CLASSES; ++k) {
      logits[k] = 2 * byline_random_normal(&random);
      total += exp((double)logits[k]);
    }
    double left = total * (double)byline_random_uniform(&random, 0, 1);
    size_t truth = 0;
    while (truth + 1 < N_CLASSES && left > exp((double)logits[truth])) {
      left -= exp((double)logits[truth++]);
    }
    p.clips[i].truth = truth;
    for (size_t k = 0; k < N_CLASSES; ++k) {
      logits[k] *= scale;
    }
  }
  return p;
}

static void assert_recovers(float scale)
{
  BylinePredictions p = make_predictions(scale);
  double refused = -1;
  const double temperature = byline_temperature_fit(&p, &refused);
  assert_true(temperature == 1 || refused == 0);
  assert_near(temperature / (double)scale, 1, 0.05);

  BylineReliability bins[BYLINE_RELIABILITY_BINS];
  byline_reliability_compute(&p, temperature, bins);
  const double calibrated = byline_calibration_error(bins);
  byline_reliability_compute(&p, 1, bins);
  assert_true(calibrated < 0.02);
  if (scale > 1.5f || scale < 0.7f) {
    assert_true(byline_calibration_error(bins) > 0.05);
  }
  byline_predictions_free(&p);
}

static void test_temperature_is_recovered(void** state)
{
  (void)state;
  assert_recovers(1);
  assert_recovers(3);
  assert_recovers(0.4f);
}

/* One wrong clip that was sure costs much loss, and makes the many that were
   rightly sure doubt: what fits it best is no calibration */
static void test_worse_calibration_is_refused(void** state)
{
  (void)state;
  enum { N = 1000 };
  static BylineClip clips[N];
  static float logits[2 * N];
  for (size_t i = 0; i < N; ++i) {
    clips[i].truth = i % 50 == 0;
    logits[2 * i] = i == 0 ? 60 : 4;
  }
  const BylinePredictions p = {
      .n_clips = N, .n_classes = 2, .clips = clips, .logits = logits};
  double refused = 0;
  assert_near(byline_temperature_fit(&p, &refused), 1, 0);
  assert_true(refused > 1.1);

  BylineReliability bins[BYLINE_RELIABILITY_BINS];
  byline_reliability_compute(&p, refused, bins);
  const double worse = byline_calibration_error(bins);
  byline_reliability_compute(&p, 1, bins);
  assert_true(byline_calibration_error(bins) < worse);
}

static void test_bins_by_hand(void** state)
{
  (void)state;
  /* Two clips with a top probability of 3/4, one of them right; one with 1/2
     and right */
  const float l = logf(3);
  float logits[] = {l, 0, l, 0, 0, 0};
  BylineClip clips[] = {{.truth = 0}, {.truth = 1}, {.truth = 0}};
  const BylinePredictions p = {
      .n_clips = 3, .n_classes = 2, .clips = clips, .logits = logits};
  BylineReliability bins[BYLINE_RELIABILITY_BINS];
  byline_reliability_compute(&p, 1, bins);
  assert_int_equal(bins[11].n, 2);
  assert_near(bins[11].confidence, 0.75, 1e-6);
  assert_near(bins[11].accuracy, 0.5, 1e-12);
  assert_int_equal(bins[7].n, 1);
  assert_near(byline_calibration_error(bins), (2 * 0.25 + 1 * 0.5) / 3, 1e-6);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_temperature_is_recovered),
      cmocka_unit_test(test_worse_calibration_is_refused),
      cmocka_unit_test(test_bins_by_hand),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
