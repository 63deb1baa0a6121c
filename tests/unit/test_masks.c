/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks whose output are pictures: their loss, gradients and streams. */

#include "byline/model.h"
#include "nn/plan.h"
#include "tests/unit/gradient.h"

#include <stdio.h>

#define N_MELS 16
#define N_FRAMES 24
#define N_CHANNELS 2
#define N_PIXELS (N_MELS * N_FRAMES)

static const BylineNetworkShape shape = {N_CHANNELS, N_MELS, 1};
static const char tiny[] = "separator:width=4-6-8-5";

/* A network whose normalisations have statistics as if it had been trained */
static BylineNetwork* make_network(const char* architecture)
{
  BylineNetwork* network = NULL;
  assert_int_equal(byline_network_new(architecture, &shape, &network),
                   BYLINE_OK);
  byline_network_initialize(network, 3);
  BylineRandom random = byline_random_begin(5, 0);
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    for (size_t k = 0; tensor->n_dimensions == 1 && k < tensor->n_values; ++k) {
      tensor->values[k] = byline_random_uniform(&random, 0.5f, 1.5f);
    }
  }
  return network;
}

static BylinePlan* make_plan(BylineNetwork* network, BylinePlanMode mode,
                             size_t n_frames)
{
  BylinePlan* plan = NULL;
  assert_int_equal(
      byline_plan_new(network,
                      &(BylinePlanSettings){
                          .mode = mode, .max_batch = 2, .max_frames = n_frames},
                      &plan),
      BYLINE_OK);
  return plan;
}

static void test_gradients(void** state)
{
  (void)state;
  static const char* const architectures[] = {tiny, "separator:width=4",
                                              "separator:width=3-4",
                                              "separator:width=4-4-4"};
  for (size_t i = 0; i < 4; ++i) {
    BylineNetwork* const network = make_network(architectures[i]);
    assert_int_equal(byline_network_outputs(network, N_FRAMES), N_PIXELS);
    check_gradients(network, &(BylinePlanSettings){.mode = BYLINE_PLAN_TRAIN,
                                                   .max_batch = 2,
                                                   .max_frames = N_FRAMES});
    byline_network_free(network);
  }
}

static void test_shapes(void** state)
{
  (void)state;
  BylineNetwork* network = NULL;
  const BylineNetworkShape odd = {1, 18, 1};
  assert_int_equal(byline_network_new(tiny, &odd, &network),
                   BYLINE_ERROR_USAGE);
  assert_int_equal(byline_classifier_new(tiny, &shape, &network),
                   BYLINE_ERROR_USAGE);
  assert_null(network);
  network = make_network(tiny);
  assert_int_equal(byline_network_outputs(network, 7), 0);
  assert_int_equal(byline_network_outputs(network, 8), 8 * N_MELS);
  byline_network_free(network);
}

/* What a clip's picture is when it is computed at once */
static void run_whole(BylineNetwork* network, const float* input, float* output)
{
  BylinePlan* const plan = make_plan(network, BYLINE_PLAN_INFER, N_FRAMES);
  memcpy(byline_plan_input(plan), input,
         2 * N_CHANNELS * N_PIXELS * sizeof(float));
  memcpy(output, byline_plan_forward(plan), 2 * N_PIXELS * sizeof(float));
  byline_plan_free(plan);
}

/* Columns `at` and on: of `from` to `to`, or back */
static void copy_columns(float* whole, size_t n_rows, size_t at, float* piece,
                         size_t n_columns, bool back)
{
  for (size_t r = 0; r < n_rows; ++r) {
    float* const a = whole + r * N_FRAMES + at;
    float* const b = piece + r * n_columns;
    memcpy(back ? a : b, back ? b : a, n_columns * sizeof(float));
  }
}

/* The same in pieces of `n` columns */
static void run_stream(BylinePlan* plan, float* input, size_t n, float* output)
{
  assert_int_equal(byline_plan_set_shape(plan, 2, n), BYLINE_OK);
  byline_plan_restart(plan);
  for (size_t at = 0; at < N_FRAMES; at += n) {
    copy_columns(input, 2 * N_CHANNELS * N_MELS, at, byline_plan_input(plan), n,
                 false);
    float piece[2 * N_PIXELS];
    memcpy(piece, byline_plan_forward(plan), 2 * N_MELS * n * sizeof(float));
    copy_columns(output, 2 * N_MELS, at, piece, n, true);
  }
}

static void test_stream(void** state)
{
  (void)state;
  static const size_t pieces[] = {2, 4, 6, 8, 12, 24};
  static float input[2 * N_CHANNELS * N_PIXELS];
  static float whole[2 * N_PIXELS];
  static float streamed[2 * N_PIXELS];
  static const char* const architectures[] = {tiny,
                                              "separator:width=16-32-32-16"};
  fill_normal(input, 2 * N_CHANNELS * N_PIXELS, 1, 6);
  for (unsigned k = 0; k < 4; ++k) {
    BylineNetwork* const network = make_network(architectures[k / 2]);
    if (k % 2) {
      assert_int_equal(byline_network_freeze(network), BYLINE_OK);
    }
    run_whole(network, input, whole);
    BylinePlan* const plan = make_plan(network, BYLINE_PLAN_STREAM, N_FRAMES);
    for (size_t p = 0; p < sizeof(pieces) / sizeof(*pieces); ++p) {
      run_stream(plan, input, pieces[p], streamed);
      for (size_t i = 0; i < 2 * N_PIXELS; ++i) {
        assert_float_equal(streamed[i], whole[i], 2e-4 * (1 + fabsf(whole[i])));
      }
    }
    byline_plan_free(plan);
    byline_network_free(network);
  }
}

/* What is the same over a long time is not computed over and over, and nothing
   that comes after it can tell: beside a clip that never is the same, all of it
   is computed */
static void test_stillness(void** state)
{
  (void)state;
  enum { N = 8, N_PIECE = 2 * N_CHANNELS * N_MELS * N, N_PIECES = 60 };
  BylineNetwork* const network = make_network(tiny);
  assert_int_equal(byline_network_freeze(network), BYLINE_OK);
  BylinePlan* const still = make_plan(network, BYLINE_PLAN_STREAM, N);
  BylinePlan* const moved = make_plan(network, BYLINE_PLAN_STREAM, N);
  unsigned n_repeated = 0;
  for (unsigned p = 0; p < N_PIECES; ++p) {
    float* const input = byline_plan_input(still);
    float* const other = byline_plan_input(moved);
    fill_normal(other, N_PIECE, 1, p);
    for (size_t i = 0; i < N_PIECE / 2; ++i) {
      /* The same in all columns from the fifth piece on, but for one cell */
      other[i] = p < 5 || p > 50 ? other[i] : (float)(i / N % 7);
      other[i] += p == 35 && i == 3;
      input[i] = input[N_PIECE / 2 + i] = other[i];
    }
    const float* const b = byline_plan_forward(moved);
    assert_memory_equal(byline_plan_forward(still), b,
                        N_MELS * N * sizeof(float));
    assert_false(byline_plan_repeats(moved));
    const bool repeats = byline_plan_repeats(still);
    assert_false(repeats && (p <= 5 || p == 35 || p == 36 || p > 50));
    n_repeated += repeats;
  }
  assert_true(n_repeated > 10);
  byline_plan_free(still);
  byline_plan_free(moved);
  byline_network_free(network);
}

/* Freezing changes nothing but rounding */
static void test_freeze(void** state)
{
  (void)state;
  static float input[2 * N_CHANNELS * N_PIXELS];
  static float outputs[2][2 * N_PIXELS];
  fill_normal(input, 2 * N_CHANNELS * N_PIXELS, 1, 6);
  BylineNetwork* const network = make_network(tiny);
  run_whole(network, input, outputs[0]);
  assert_int_equal(byline_network_freeze(network), BYLINE_OK);
  run_whole(network, input, outputs[1]);
  for (size_t i = 0; i < 2 * N_PIXELS; ++i) {
    assert_float_equal(outputs[0][i], outputs[1][i],
                       1e-4 * (1 + fabsf(outputs[0][i])));
  }
  byline_network_free(network);
}

/* By definition, in double */
static double nats(double logit, double target)
{
  const double p = 1 / (1 + exp(-logit));
  return -target * log(p) - (1 - target) * log(1 - p);
}

static void test_binary_cross_entropy(void** state)
{
  (void)state;
  enum { N = 5 };
  const float logits[N] = {0, 3, -2, 1.5f, -7};
  const float targets[N] = {0.25f, 1, 0, 0.5f, 0.9f};
  const float weights[N] = {1, 2, 0.5f, 0, 3};
  float d[N];
  float p[N];
  double expected = 0;
  for (unsigned i = 0; i < N; ++i) {
    expected +=
        (double)weights[i] * nats((double)logits[i], (double)targets[i]) / 6.5;
  }
  assert_float_equal(
      byline_binary_cross_entropy(logits, targets, weights, N, d), expected,
      1e-6);
  byline_sigmoid(logits, N, p);
  for (unsigned i = 0; i < N; ++i) {
    assert_float_equal(p[i], 1 / (1 + expf(-logits[i])), 1e-6f);
    assert_float_equal(d[i], weights[i] * (p[i] - targets[i]) / 6.5f, 1e-6f);
  }
  /* Far out, and of no weight at all */
  const float distant[2] = {-1000, 1000};
  const float one[2] = {1, 1};
  const float none[2] = {0, 0};
  assert_float_equal(byline_binary_cross_entropy(distant, one, one, 2, d), 500,
                     1e-3);
  assert_float_equal(d[0], -0.5, 1e-6);
  assert_float_equal(byline_binary_cross_entropy(distant, one, none, 2, d), 0,
                     0);
  assert_float_equal(d[0], 0, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_binary_cross_entropy),
      cmocka_unit_test(test_shapes),
      cmocka_unit_test(test_gradients),
      cmocka_unit_test(test_freeze),
      cmocka_unit_test(test_stream),
      cmocka_unit_test(test_stillness),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
