/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics of cepstra beside their definition, and members of an ensemble
   that measure alike. */

#include "byline/model.h"
#include "nn/layers.h"
#include "nn/plan.h"
#include "nn/sort_samples.h"
#include "tests/unit/gradient.h"

#include "tests/unit/near.h"

#define N_MELS 12
#define N_FRAMES 31
#define N_CEPSTRA 5
#define N_QUANTILES 3
#define N_STATISTICS                                                           \
  (2 * N_CEPSTRA * (2 + N_QUANTILES) + N_CEPSTRA * (N_CEPSTRA - 1) / 2)

/* ---- the pool */

/* How much a column of mix, voice and rest counts */
static double weight_of(const float* image, size_t column)
{
  double power[3] = {0};
  for (size_t c = 0; c < 3; ++c) {
    for (size_t r = 0; r < N_MELS; ++r) {
      power[c] += exp((double)image[(c * N_MELS + r) * N_FRAMES + column]);
    }
  }
  return power[1] / (power[1] + power[2]);
}

static double cepstrum_of(const float* image, size_t k, size_t column)
{
  double sum = 0;
  for (size_t r = 0; r < N_MELS; ++r) {
    sum += (double)image[r * N_FRAMES + column] *
           cos(3.14159265358979 * (double)k * ((double)r + 0.5) / N_MELS);
  }
  return sqrt((k ? 2.0 : 1.0) / N_MELS) * sum;
}

static double mean_of(const double* x, const double* weights)
{
  double sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    sum += weights[i] * x[i];
  }
  return sum;
}

static double covariance_of(const double* x, const double* y,
                            const double* weights)
{
  double sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    sum += weights[i] * (x[i] - mean_of(x, weights)) *
           (y[i] - mean_of(y, weights));
  }
  return sum;
}

/* The smallest value such that it and those below have the share */
static double quantile_of(const double* x, const double* weights, double share)
{
  double best = INFINITY;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    double upto = 0;
    for (size_t k = 0; k < N_FRAMES; ++k) {
      upto += x[k] <= x[i] ? weights[k] : 0;
    }
    best = upto >= share && x[i] < best ? x[i] : best;
  }
  return best;
}

static void check_channel(const float* image, const double* weights,
                          const float* pooled)
{
  static double x[2][N_CEPSTRA][N_FRAMES];
  for (size_t k = 0; k < N_CEPSTRA; ++k) {
    for (size_t i = 0; i < N_FRAMES; ++i) {
      const size_t before = i > 0 ? i - 1 : 0;
      const size_t after = i + 1 < N_FRAMES ? i + 1 : i;
      x[0][k][i] = cepstrum_of(image, k, i);
      x[1][k][i] =
          (cepstrum_of(image, k, after) - cepstrum_of(image, k, before)) /
          (double)(after - before);
    }
  }
  for (size_t slope = 0; slope < 2; ++slope) {
    for (size_t k = 0; k < N_CEPSTRA; ++k) {
      const double* const values = x[slope][k];
      const double variance = covariance_of(values, values, weights);
      assert_near(pooled[k], mean_of(values, weights), 1e-4);
      assert_near(pooled[N_CEPSTRA + k], sqrt(variance), 1e-4);
      for (size_t q = 0; q < N_QUANTILES; ++q) {
        assert_near(pooled[(2 + q) * N_CEPSTRA + k],
                    quantile_of(values, weights, (2.0 * (double)q + 1) / 6),
                    1e-4);
      }
    }
    pooled += (2 + N_QUANTILES) * N_CEPSTRA;
  }
  for (size_t k = 0; k < N_CEPSTRA; ++k) {
    for (size_t j = 0; j < k; ++j) {
      const double* const a = x[0][k];
      const double* const b = x[0][j];
      assert_near(
          *pooled++,
          covariance_of(a, b, weights) /
              sqrt(covariance_of(a, a, weights) * covariance_of(b, b, weights)),
          1e-3);
    }
  }
}

/* A network that is the pool alone; what it says of two clips, of which the
   second is checked */
static void check_pool(uint32_t n_channels)
{
  const BylineNetworkShape shape = {n_channels, N_MELS,
                                    n_channels * N_STATISTICS};
  BylineNetwork* const begun = byline_network_begin(&shape);
  const unsigned pool =
      byline_cepstral_pool_add(begun, "pool", 0, N_CEPSTRA, N_QUANTILES);
  BylineNetwork* network = NULL;
  BylinePlan* plan = NULL;
  assert_int_equal(byline_network_finish(begun, "pool", pool, &network),
                   BYLINE_OK);
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_INFER, .max_batch = 2, .max_frames = N_FRAMES + 5};
  assert_int_equal(byline_plan_new(network, &settings, &plan), BYLINE_OK);
  assert_int_equal(byline_plan_set_shape(plan, 2, N_FRAMES), BYLINE_OK);
  const size_t size = (size_t)n_channels * N_MELS * N_FRAMES;
  float* const image = byline_plan_input(plan);
  fill_normal(image, 2 * size, 1.5f, 7);
  const float* const pooled =
      byline_plan_forward(plan) + n_channels * N_STATISTICS;

  double weights[N_FRAMES];
  double sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    weights[i] = n_channels == 3 ? weight_of(image + size, i) : 1;
    sum += weights[i];
  }
  for (size_t i = 0; i < N_FRAMES; ++i) {
    weights[i] /= sum;
  }
  for (size_t c = 0; c < n_channels; ++c) {
    check_channel(image + size + c * N_MELS * N_FRAMES, weights,
                  pooled + c * N_STATISTICS);
  }
  byline_plan_free(plan);
  byline_network_free(network);
}

/* Numbers of both signs and all sizes, some of them alike; weights go along. */
static void test_sorts(void** state)
{
  (void)state;
  enum { MOST = 300, CURVES = BYLINE_SORT_CURVES };
  static float given[MOST * CURVES];
  static float values[MOST * CURVES];
  static float weights[MOST * CURVES];
  fill_normal(given, MOST * CURVES, 1, 11);
  for (size_t n = 0; n <= MOST; n += 1 + n / 2) {
    size_t n_left[CURVES] = {0}; /* That are not zero */
    for (size_t i = 0; i < n * CURVES; ++i) {
      values[i] = i % 7 ? ldexpf(given[i], (int)(i % 40) - 20) : 0;
      weights[i] = 2 * values[i];
      n_left[i % CURVES] += i % 7 != 0;
    }
    byline_sort_samples(values, weights, n);
    for (size_t i = 0; i < n * CURVES; ++i) {
      assert_true(i < CURVES || values[i - CURVES] <= values[i]);
      assert_true(weights[i] == 2 * values[i]);
      n_left[i % CURVES] -= values[i] != 0;
    }
    for (size_t c = 0; c < CURVES; ++c) {
      assert_int_equal(n_left[c], 0);
    }
  }
}

static void test_pools_what_it_says(void** state)
{
  (void)state;
  check_pool(1);
  check_pool(3);
}

/* ---- nobody */

/* Beside its definition; and gradients */
static void test_shares_what_is_nobodys(void** state)
{
  (void)state;
  const BylineNetworkShape shape = {1, N_MELS, 3};
  BylineNetwork* const begun = byline_network_begin(&shape);
  const unsigned pool = byline_global_pool_add(
      begun, "pool", byline_rows_to_channels_add(begun, "rows", 0));
  const unsigned all = byline_linear_add(begun, "all", pool, 5);
  byline_reject_class_add(begun, "nobody", all, 3);
  BylineNetwork* network = NULL;
  assert_int_equal(byline_network_finish(begun, "nobody", all, &network),
                   BYLINE_OK);
  byline_network_initialize(network, 4);
  BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_TRAIN, .max_batch = 2, .max_frames = N_FRAMES};
  check_gradients(network, &settings);

  BylinePlan* plan = NULL;
  settings.mode = BYLINE_PLAN_INFER;
  assert_int_equal(byline_plan_new(network, &settings, &plan), BYLINE_OK);
  fill_normal(byline_plan_input(plan), 2 * N_MELS * N_FRAMES, 1, 5);
  float answer[6];
  memcpy(answer, byline_plan_forward(plan), sizeof(answer));
  byline_softmax(answer, 2, 3, 1, answer);
  size_t n = 0;
  float logits[10];
  memcpy(logits, byline_plan_embedding(plan, &n), sizeof(logits));
  assert_int_equal(n, 5);
  byline_softmax(logits, 2, 5, 1, logits);
  for (size_t i = 0; i < 6; ++i) {
    const float* const p = logits + i / 3 * 5;
    assert_near(answer[i], p[i % 3] + (p[3] + p[4]) / 3, 1e-5);
  }
  byline_plan_free(plan);
  byline_network_free(network);
}

/* ---- together */

/* Members that measure the same measure it once, and say what they say */
static void test_members_share(void** state)
{
  (void)state;
  static const char members[] = "statistics:cepstra=6+texture:cepstra=8+bands+"
                                "intervals+modulations+playing+"
                                "statistics:cepstra=5+playing+modulations+"
                                "intervals+bands+texture:cepstra=8+"
                                "statistics:cepstra=6+texture:cepstra=7";
  enum { N_SHARED = 6, N_CLASSES = 3, N_CELLS = 2 * 3 * N_MELS * N_FRAMES };
  const BylineNetworkShape shape = {3, N_MELS, N_CLASSES};
  static const BylinePlanMode modes[] = {BYLINE_PLAN_TRAIN, BYLINE_PLAN_INFER,
                                         BYLINE_PLAN_EMBED};
  BylineNetwork* network = NULL;
  BylinePlan* plans[3];
  const float* logits[3];
  assert_int_equal(byline_network_new(members, &shape, &network), BYLINE_OK);
  byline_network_initialize(network, 2);
  for (unsigned k = 0; k < 3; ++k) {
    const BylinePlanSettings settings = {
        .mode = modes[k], .max_batch = 2, .max_frames = N_FRAMES};
    unsigned n_shared = 0;
    assert_int_equal(byline_plan_new(network, &settings, &plans[k]), BYLINE_OK);
    for (unsigned i = 0; i < network->n_layers; ++i) {
      n_shared += plans[k]->nodes[i].root != i;
    }
    assert_int_equal(n_shared, k ? N_SHARED : 0);
    fill_normal(byline_plan_input(plans[k]), N_CELLS, 1, 4);
    logits[k] = byline_plan_forward(plans[k]);
  }
  assert_memory_equal(logits[1], logits[0], 2 * N_CLASSES * sizeof(float));
  byline_plan_want_embedding(plans[1], false);
  memset((float*)logits[1], 0, 2 * N_CLASSES * sizeof(float));
  (void)byline_plan_forward(plans[1]);
  assert_memory_equal(logits[1], logits[0], 2 * N_CLASSES * sizeof(float));
  for (unsigned k = 1; k < 3; ++k) {
    size_t n = 0;
    const float* const alone = byline_plan_embedding(plans[0], &n);
    const float* const shared = byline_plan_embedding(plans[k], &n);
    assert_memory_equal(shared, alone, 2 * n * sizeof(float));
  }
  for (unsigned k = 0; k < 3; ++k) {
    byline_plan_free(plans[k]);
  }
  byline_network_free(network);
}

/* ---- some bands */

/* What a network says of noise, with rows `first` to `end` - 1 replaced by
   other noise, times `gain` and plus `offset` */
static void answer_to(BylinePlan* plan, size_t first, size_t end, float gain,
                      float offset, float answer[3])
{
  float* const image = byline_plan_input(plan);
  fill_normal(image, 3 * N_MELS * N_FRAMES, 1, 8);
  for (size_t c = 0; c < 3; ++c) {
    fill_normal(image + (c * N_MELS + first) * N_FRAMES,
                (end - first) * N_FRAMES, 2, 9);
  }
  for (size_t i = 0; i < 3 * N_MELS * N_FRAMES; ++i) {
    image[i] = gain * image[i] + offset;
  }
  memcpy(answer, byline_plan_forward(plan), 3 * sizeof(*answer));
}

static void test_hears_bands_alone(void** state)
{
  (void)state;
  static const char* const kinds[] = {
      "statistics:cepstra=6,prototypes=0,mels=2-9",
      "texture:cepstra=7,prototypes=0,mels=2-9",
      "bands:prototypes=0,mels=2-9",
      "intervals:prototypes=0,mels=2-9",
      "modulations:prototypes=0,mels=2-9",
      "playing:prototypes=0,mels=2-9",
      "playing:prototypes=0,mels=2-9^bands:prototypes=0,mels=0-9",
  };
  const BylineNetworkShape shape = {3, N_MELS, 3};
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_INFER, .max_batch = 1, .max_frames = N_FRAMES};
  for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); ++k) {
    BylineNetwork* network = NULL;
    BylinePlan* plan = NULL;
    assert_int_equal(byline_network_new(kinds[k], &shape, &network), BYLINE_OK);
    for (unsigned i = 0; i < network->n_layers; ++i) {
      const BylineLayer* const layer = network->layers[i];
      for (unsigned t = 0; t < layer->n_tensors; ++t) {
        fill_normal(layer->tensors[t].values, layer->tensors[t].n_values, 1, i);
      }
    }
    assert_int_equal(byline_plan_new(network, &settings, &plan), BYLINE_OK);
    float usual[3];
    float other[3];
    answer_to(plan, 9, 9, 1, 0, usual);
    answer_to(plan, 9, N_MELS, 1, 0, other);
    assert_memory_equal(other, usual, sizeof(usual));
    answer_to(plan, 0, 2, 1, 0, other);
    assert_true(!memcmp(other, usual, sizeof(usual)) == (k < 6));
    answer_to(plan, 8, 9, 1, 0, other);
    assert_memory_not_equal(other, usual, sizeof(usual));
    /* What is elsewhere moves the level of all */
    answer_to(plan, 9, N_MELS, 0.7f, 0.3f, other);
    for (size_t i = 0; i < 3; ++i) {
      assert_near(other[i], usual[i], 1e-3 * (1 + fabs((double)usual[i])));
    }
    byline_plan_free(plan);
    byline_network_free(network);
  }
  BylineNetwork* none = NULL;
  assert_int_equal(byline_network_new("bands:mels=12-20", &shape, &none),
                   BYLINE_ERROR_USAGE);
  assert_null(none);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sorts),
      cmocka_unit_test(test_pools_what_it_says),
      cmocka_unit_test(test_shares_what_is_nobodys),
      cmocka_unit_test(test_members_share),
      cmocka_unit_test(test_hears_bands_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
