/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics that say less where treble that they learnt with is missing, and
   others that say less where it is there. */

#include "byline/evaluation.h"
#include "byline/model.h"
#include "models/models.h"
#include "nn/layers.h"
#include "nn/plan.h"
#include "tests/unit/gradient.h"
#include "tests/unit/near.h"
#include "tests/unit/tiny_training.h"
#include "training/statistics_fit.h"

#define N_MELS 12
#define N_FRAMES 31
#define N_ARTISTS 3
#define N_CHANNELS 2

/* The tensor of a name */
static const BylineTensor* tensor_of(BylineNetwork* network, const char* name)
{
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    if (!strcmp(tensor->name, name)) {
      return tensor;
    }
  }
  return NULL;
}

/* A network all of whose tensors but the gate's are noise, the same for all */
static BylineNetwork* new_network(const char* architecture)
{
  const BylineNetworkShape shape = {N_CHANNELS, N_MELS, N_ARTISTS};
  BylineNetwork* network = NULL;
  assert_int_equal(byline_network_new(architecture, &shape, &network),
                   BYLINE_OK);
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    if (!strstr(tensor->name, BYLINE_STATISTICS_GATE ".")) {
      fill_normal(tensor->values, tensor->n_values, 1, strlen(tensor->name));
    }
  }
  return network;
}

/* What a network says of a clip whose rows from 10 on are at the level `treble`
   in the first channel, rows 6 and 7 at 0, all else at 5 */
static void answer(BylineNetwork* network, float treble,
                   float logits[N_ARTISTS])
{
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_INFER, .max_batch = 1, .max_frames = N_FRAMES};
  BylinePlan* plan = NULL;
  assert_int_equal(byline_plan_new(network, &settings, &plan), BYLINE_OK);
  float* const image = byline_plan_input(plan);
  for (size_t c = 0; c < N_CHANNELS; ++c) {
    for (size_t r = 0; r < N_MELS; ++r) {
      const float level = c > 0 ? 0 : r >= 10 ? treble : r / 2 == 3 ? 0 : 5;
      float* const row = image + (c * N_MELS + r) * N_FRAMES;
      for (size_t i = 0; i < N_FRAMES; ++i) {
        row[i] = level + 0.01f * (float)((i * (r + 2)) % 7) - 0.03f;
      }
    }
  }
  memcpy(logits, byline_plan_forward(plan), N_ARTISTS * sizeof(*logits));
  byline_plan_free(plan);
}

static double open_at(double x, double mean, double deviation)
{
  return 1 / (1 + exp(-((x - mean) / deviation + 1.5) / 0.3));
}

/* What of the logits is left of a network that minds treble, where it is
   missing and where it is there */
static void expect_left(const char* architecture, double missing, double there)
{
  static const float levels[] = {-4, -2, -1.5f, -1, -0.5f, 0, 3};
  BylineNetwork* const plain = new_network("bands:prototypes=0");
  BylineNetwork* const gated = new_network(architecture);
  assert_null(tensor_of(plain, "gate.mean"));
  tensor_of(gated, "gate.mean")->values[0] = 0.2f;
  tensor_of(gated, "gate.deviation")->values[0] = 0.8f;
  for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); ++i) {
    float usual[N_ARTISTS];
    float weighed[N_ARTISTS];
    answer(plain, levels[i], usual);
    answer(gated, levels[i], weighed);
    const double open = open_at((double)levels[i], 0.2, 0.8);
    for (size_t k = 0; k < N_ARTISTS; ++k) {
      const double logit = (double)usual[k];
      const double left = missing + (there - missing) * open;
      assert_near(weighed[k], left * logit, 0.03 * fabs(logit) + 1e-5);
    }
  }
  byline_network_free(plain);
  byline_network_free(gated);
}

static void test_weakens(void** state)
{
  (void)state;
  expect_left("bands:prototypes=0,gate=3-8", 0, 1);
  expect_left("bands:prototypes=0,yield=3-8", 1, 0.35);
}

/* All bands, as many as there are or more, need no gate; none are no bands; who
   needs treble does not yield to it */
static void test_what_bands_there_are(void** state)
{
  (void)state;
  const BylineNetworkShape shape = {N_CHANNELS, N_MELS, N_ARTISTS};
  BylineNetwork* network = new_network("playing:gate=0-40");
  assert_null(tensor_of(network, "gate.mean"));
  byline_network_free(network);
  network = new_network("playing:gate=4-40");
  assert_non_null(tensor_of(network, "gate.mean"));
  byline_network_free(network);
  network = new_network("playing:gate=0-40,yield=4-40");
  assert_non_null(tensor_of(network, "gate.mean"));
  byline_network_free(network);
  static const char* const wrong[] = {"bands:gate=12-20", "bands:yield=12-20",
                                      "bands:gate=3-8,yield=3-8"};
  for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); ++i) {
    assert_int_equal(byline_network_new(wrong[i], &shape, &network),
                     BYLINE_ERROR_USAGE);
  }
}

/* What songs' clips are like is found for every member, once for those who
   measure alike; where there is nothing above, nothing is missing. */
static void test_fits(void** state)
{
  (void)state;
  TinyTraining t;
  assert_true(tiny_training_begin(&t, "clip_frames = 40\n"));
  const BylineStatisticsInput lesson = {.dataset = t.dataset,
                                        .recipe = &t.recipe};
  const BylineNetworkShape shape = {1, TINY_MELS, TINY_ARTISTS};
  BylineNetwork* network = NULL;
  assert_int_equal(
      byline_network_new(
          "bands:gate=2-5^playing:yield=2-5^bands:gate=0-4^bands:gate=3-32",
          &shape, &network),
      BYLINE_OK);
  assert_int_equal(byline_statistics_fit(network, &lesson), BYLINE_OK);
  const float mean = *tensor_of(network, "1.gate.mean")->values;
  const float deviation = *tensor_of(network, "1.gate.deviation")->values;
  assert_true(*tensor_of(network, "2.gate.mean")->values == mean);
  assert_true(*tensor_of(network, "2.gate.deviation")->values == deviation);
  assert_true(mean != 0 && deviation > 0.01f);
  assert_true(*tensor_of(network, "3.gate.mean")->values != mean);
  assert_true(*tensor_of(network, "4.gate.mean")->values == 0);
  assert_true(*tensor_of(network, "4.gate.deviation")->values == 1);
  byline_network_free(network);
  tiny_training_end(&t);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_weakens),
      cmocka_unit_test(test_what_bands_there_are),
      cmocka_unit_test(test_fits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
