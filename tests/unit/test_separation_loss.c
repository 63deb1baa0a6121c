/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a network of masks is told: derivatives are those of the loss, and the
   right mask costs least. */

#include "tests/unit/suite.h"
#include "training/separation_loss.h"

#include "byline/random.h"

#include <math.h>
#include <string.h>

#define COLUMNS 3
#define BATCH 2
#define PIXELS ((size_t)BATCH * COLUMNS * BYLINE_VOICE_BANDS)

static float logits[PIXELS];
static float target[PIXELS];
static float weight[PIXELS];
static float mix[PIXELS];
static float voice[PIXELS];
static float d_logits[PIXELS];
static float unused[PIXELS];
static const BylineSeparationTruth truth = {
    .target = target, .weight = weight, .mix = mix, .voice = voice};
static BylineSeparationLoss loss;

static float loss_of(float* d)
{
  return byline_separation_loss(&loss, logits, &truth, BATCH, COLUMNS, d);
}

static int set_up(void** state)
{
  (void)state;
  byline_separation_loss_init(&loss, 1);
  BylineRandom random = byline_random_begin(1, 2);
  for (size_t i = 0; i < PIXELS; ++i) {
    logits[i] = 2 * byline_random_normal(&random);
    target[i] = byline_random_uniform(&random, 0, 1);
    weight[i] = byline_random_uniform(&random, 0.1f, 2);
    mix[i] = expf(byline_random_normal(&random));
    voice[i] = mix[i] * target[i] * target[i];
  }
  return 0;
}

static void test_bands_are_parted(void** state)
{
  (void)state;
  assert_in_range(loss.n, 30, 40);
  assert_int_equal(loss.begin[0], 0);
  assert_int_equal(loss.begin[loss.n], BYLINE_VOICE_BANDS);
  for (size_t j = 0; j < loss.n; ++j) {
    float sum = 0;
    assert_true(loss.begin[j] < loss.begin[j + 1]);
    for (size_t i = loss.begin[j]; i < loss.begin[j + 1]; ++i) {
      sum += loss.widths[i];
    }
    assert_true(fabsf(sum - 1) < 1e-4f);
  }
}

static void test_derivatives(void** state)
{
  (void)state;
  loss_of(d_logits);
  for (size_t i = 0; i < PIXELS; i += 37) {
    const float x = logits[i];
    const float step = 0.5f;
    /* Differences of the fourth order, since a float's loss is coarse */
    float at[4];
    const float places[4] = {-2 * step, -step, step, 2 * step};
    for (unsigned k = 0; k < 4; ++k) {
      logits[i] = x + places[k];
      at[k] = loss_of(unused);
    }
    logits[i] = x;
    const float slope = (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * step);
    assert_true(fabsf(slope - d_logits[i]) < 1e-5f + 0.02f * fabsf(slope));
  }
}

/* Cells of next to no weight: weak music that is left in is still told */
static void test_weak_music_counts(void** state)
{
  (void)state;
  for (size_t i = 0; i < PIXELS; ++i) {
    target[i] = 0;
    voice[i] = 0;
    mix[i] = 0.1f;
    weight[i] = i ? 1e-6f : 1;
    logits[i] = -12;
  }
  const float silent = loss_of(unused);
  for (size_t i = PIXELS / 2; i < PIXELS; ++i) {
    logits[i] = 0;
  }
  const float noisy = loss_of(d_logits);
  assert_true(noisy > silent + 0.3f);
  for (size_t i = PIXELS / 2; i < PIXELS; ++i) {
    assert_true(d_logits[i] > 0);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(test_bands_are_parted, set_up),
      cmocka_unit_test_setup(test_derivatives, set_up),
      cmocka_unit_test_setup(test_weak_music_counts, set_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
