/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/judge.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <string.h>

/* ---- the filter */

static void assert_sums_to_1(const BylinePosterior* posterior)
{
  double sum = 0;
  for (size_t i = 0; i < posterior->n; ++i) {
    assert_true(posterior->probabilities[i] >= 0);
    sum += (double)posterior->probabilities[i];
  }
  assert_true(fabs(sum - 1) < 1e-5);
}

/* Three artists, two observations 2 s apart of 8 s each, 4 s smoothing.  By
   hand: lambda = exp(-0.5) = 0.606531, r = 1 - exp(-2/180) = 0.0110496, beta =
   (1 - 0.606531) (1 + 4/8) = 0.590204 0.7^l, 0.2^l, 0.1^l = 0.805466, 0.376750,
   0.247440; sum 1.429656 q      = (1 - r) (0.563399, 0.263525, 0.173076) + r /
   3 = 0.560856, 0.264296, 0.174847 0.1^b, 0.6^b, 0.3^b = 0.256919, 0.739714,
   0.491354 q y^b  = 0.144095, 0.195504, 0.085912; sum 0.425510 p      =
   0.338640, 0.459457, 0.201903 */
static void example_by_hand(void** state)
{
  (void)state;
  const BylineObservationTimes times = {2, 8, 4};
  const float first[] = {0.7f, 0.2f, 0.1f};
  const float second[] = {0.1f, 0.6f, 0.3f};
  BylinePosterior posterior;
  assert_int_equal(byline_posterior_init(&posterior, 3), BYLINE_OK);
  byline_posterior_update(&posterior, first, &times);
  for (size_t i = 0; i < 3; ++i) {
    assert_float_equal(posterior.probabilities[i], first[i], 1e-6);
  }
  byline_posterior_update(&posterior, second, &times);
  assert_float_equal(posterior.probabilities[0], 0.338640, 2e-6);
  assert_float_equal(posterior.probabilities[1], 0.459457, 2e-6);
  assert_float_equal(posterior.probabilities[2], 0.201903, 2e-6);
  byline_posterior_clear(&posterior);
}

static void no_smoothing_means_raw(void** state)
{
  (void)state;
  const BylineObservationTimes times = {1, 10, 0};
  const float observations[][3] = {
      {0.5f, 0.3f, 0.2f}, {0, 0, 1}, {0.1f, 0.8f, 0.1f}};
  BylinePosterior posterior;
  assert_int_equal(byline_posterior_init(&posterior, 3), BYLINE_OK);
  for (size_t k = 0; k < 3; ++k) {
    byline_posterior_update(&posterior, observations[k], &times);
    assert_memory_equal(posterior.probabilities, observations[k],
                        sizeof(observations[k]));
  }
  byline_posterior_clear(&posterior);
}

/* The same observation over and over: a surer one than each by itself, as sure
   as (w + s) / w of them, and no surer for being asked more often */
static void evidence_converges(void** state)
{
  (void)state;
  const float observation[] = {0.4f, 0.2f, 0.2f, 0.2f};
  const double smoothing = 8;
  float settled[2];
  for (size_t k = 0; k < 2; ++k) {
    const BylineObservationTimes times = {k ? 0.5 : 2, 10, smoothing};
    BylinePosterior posterior;
    assert_int_equal(byline_posterior_init(&posterior, 4), BYLINE_OK);
    float last = 0;
    for (double t = 0; t < 120; t += times.elapsed) {
      byline_posterior_update(&posterior, observation, &times);
      assert_sums_to_1(&posterior);
      assert_true(posterior.probabilities[0] > last - 1e-6f);
      last = posterior.probabilities[0];
    }
    settled[k] = last;
    byline_posterior_clear(&posterior);
  }
  const double odds = pow(0.4 / 0.2, 1 + smoothing / 10);
  assert_float_equal(settled[0], (float)(odds / (odds + 3)), 0.02f);
  assert_float_equal(settled[0], settled[1], 0.01f);
}

/* However sure it was, it follows when somebody else begins */
static void follows_a_change(void** state)
{
  (void)state;
  const BylineObservationTimes times = {1, 10, 8};
  const float before[] = {0.98f, 0.01f, 0.01f};
  const float after[] = {0.05f, 0.9f, 0.05f};
  BylinePosterior posterior;
  assert_int_equal(byline_posterior_init(&posterior, 3), BYLINE_OK);
  for (size_t i = 0; i < 600; ++i) {
    byline_posterior_update(&posterior, before, &times);
  }
  assert_true(posterior.probabilities[0] > 0.98f);
  size_t seconds = 0;
  while (posterior.probabilities[1] < 0.5f) {
    byline_posterior_update(&posterior, after, &times);
    assert_true(++seconds < 15);
  }
  assert_true(seconds > 2); /* But not at the first word */
  byline_posterior_clear(&posterior);
}

static void zeros_and_ones_do_no_harm(void** state)
{
  (void)state;
  const BylineObservationTimes times = {0.25, 10, 600};
  const float observations[][2] = {{1, 0}, {0, 1}, {1, 0}};
  BylinePosterior posterior;
  assert_int_equal(byline_posterior_init(&posterior, 2), BYLINE_OK);
  for (size_t k = 0; k < 3000; ++k) {
    byline_posterior_update(&posterior, observations[k / 1000], &times);
    assert_sums_to_1(&posterior);
  }
  byline_posterior_clear(&posterior);
}

/* ---- ranking */

static void ranking_orders(void** state)
{
  (void)state;
  const float p[] = {0.05f, 0.2f, 0.1f, 0.3f, 0.2f, 0.02f, 0.13f};
  const int32_t order[] = {3, 1, 4, 6, 2};
  BylineRank top[BYLINE_TOP];
  byline_rank(p, 7, top);
  for (size_t i = 0; i < BYLINE_TOP; ++i) {
    assert_int_equal(top[i].artist, order[i]);
    assert_float_equal(top[i].probability, p[order[i]], 0);
  }
  byline_rank(p, 2, top);
  assert_int_equal(top[0].artist, 1);
  assert_int_equal(top[1].artist, 0);
  for (size_t i = 2; i < BYLINE_TOP; ++i) {
    assert_int_equal(top[i].artist, -1);
    assert_float_equal(top[i].probability, 0, 0);
  }
}

/* ---- answers */

/* Judge one observation a second */
typedef struct {
  BylineJudge judge;
  BylineRecognizerSettings settings;
  double time;
} Bench;

static void bench_begin(Bench* bench, float threshold, float hold)
{
  *bench = (Bench){.settings = byline_recognizer_settings_default()};
  bench->settings.smoothing = 0;
  bench->settings.threshold = threshold;
  bench->settings.hold = hold;
  assert_int_equal(byline_judge_init(&bench->judge, 3), BYLINE_OK);
}

static BylineAnswer bench_look(Bench* bench, float a, float b, float c)
{
  const float observation[] = {a, b, c};
  const BylineTimeStep step = {
      .time = ++bench->time, .elapsed = 1, .window = 10, .observed = true};
  return byline_judge_answer(&bench->judge, &bench->settings, &step,
                             observation);
}

static BylineAnswer bench_pause(Bench* bench, bool fresh, bool silent)
{
  const BylineTimeStep step = {
      .time = ++bench->time, .elapsed = 1, .fresh = fresh, .silent = silent};
  return byline_judge_answer(&bench->judge, &bench->settings, &step, NULL);
}

static void threshold_decides(void** state)
{
  (void)state;
  Bench bench;
  bench_begin(&bench, 0.6f, 0);
  BylineAnswer answer = bench_look(&bench, 0.2f, 0.59f, 0.21f);
  assert_int_equal(answer.state, BYLINE_STATE_UNKNOWN);
  assert_int_equal(answer.artist, -1);
  assert_false(answer.changed);
  assert_int_equal(answer.top[0].artist, 1);
  assert_float_equal(answer.confidence, 0.59, 1e-6);
  answer = bench_look(&bench, 0.2f, 0.6f, 0.2f);
  assert_int_equal(answer.state, BYLINE_STATE_KNOWN);
  assert_int_equal(answer.artist, 1);
  assert_true(answer.changed);
  answer = bench_look(&bench, 0.2f, 0.7f, 0.1f);
  assert_int_equal(answer.artist, 1);
  assert_false(answer.changed);
  bench.settings.threshold = 0.8f;
  answer = bench_look(&bench, 0.2f, 0.7f, 0.1f);
  assert_int_equal(answer.state, BYLINE_STATE_UNKNOWN);
  assert_int_equal(answer.artist, -1);
  assert_true(answer.changed);
  byline_judge_clear(&bench.judge);
}

static void hold_keeps_from_flickering(void** state)
{
  (void)state;
  Bench bench;
  bench_begin(&bench, 0.5f, 2);
  /* Leads at 1 s, so it is announced at 3 s */
  assert_int_equal(bench_look(&bench, 0.9f, 0.1f, 0).state,
                   BYLINE_STATE_LISTENING);
  assert_int_equal(bench_look(&bench, 0.9f, 0.1f, 0).artist, -1);
  assert_int_equal(bench_look(&bench, 0.9f, 0.1f, 0).artist, 0);
  /* Others lead for too short a time */
  assert_int_equal(bench_look(&bench, 0.1f, 0.9f, 0).artist, 0);
  assert_int_equal(bench_look(&bench, 0.1f, 0.9f, 0).artist, 0);
  assert_int_equal(bench_look(&bench, 0.1f, 0, 0.9f).artist, 0);
  assert_int_equal(bench_look(&bench, 0.3f, 0.3f, 0.4f).artist, 0);
  assert_int_equal(bench_look(&bench, 0.3f, 0.3f, 0.4f).artist, 0);
  /* Nobody, for long enough */
  const BylineAnswer answer = bench_look(&bench, 0.3f, 0.3f, 0.4f);
  assert_int_equal(answer.artist, -1);
  assert_int_equal(answer.state, BYLINE_STATE_UNKNOWN);
  assert_true(answer.changed);
  byline_judge_clear(&bench.judge);
}

static void silence_and_a_fresh_start(void** state)
{
  (void)state;
  Bench bench;
  bench_begin(&bench, 0.5f, 0);
  assert_int_equal(bench_pause(&bench, false, false).state,
                   BYLINE_STATE_LISTENING);
  assert_int_equal(bench_look(&bench, 0.1f, 0.9f, 0).artist, 1);
  /* A short silence keeps what is known */
  BylineAnswer answer = bench_pause(&bench, false, true);
  assert_int_equal(answer.state, BYLINE_STATE_SILENCE);
  assert_int_equal(answer.artist, 1);
  assert_int_equal(answer.top[0].artist, 1);
  assert_false(answer.changed);
  /* A long one forgets */
  answer = bench_pause(&bench, true, true);
  assert_int_equal(answer.state, BYLINE_STATE_SILENCE);
  assert_int_equal(answer.artist, -1);
  assert_int_equal(answer.top[0].artist, -1);
  assert_float_equal(answer.confidence, 0, 0);
  assert_true(answer.changed);
  answer = bench_pause(&bench, false, false);
  assert_int_equal(answer.state, BYLINE_STATE_LISTENING);
  assert_false(answer.changed);
  byline_judge_clear(&bench.judge);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(example_by_hand),
      cmocka_unit_test(no_smoothing_means_raw),
      cmocka_unit_test(evidence_converges),
      cmocka_unit_test(follows_a_change),
      cmocka_unit_test(zeros_and_ones_do_no_harm),
      cmocka_unit_test(ranking_orders),
      cmocka_unit_test(threshold_decides),
      cmocka_unit_test(hold_keeps_from_flickering),
      cmocka_unit_test(silence_and_a_fresh_start),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
