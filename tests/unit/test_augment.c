/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/mel.h"
#include "tests/unit/suite.h"
#include "training/augment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/near.h"

#define N_FRAMES 100

/* The place of the largest of `n` values */
static size_t peak_of(const float* values, size_t n)
{
  size_t peak = 0;
  for (size_t i = 1; i < n; ++i) {
    peak = values[i] > values[peak] ? i : peak;
  }
  return peak;
}

/* The band whose centre is nearest to a frequency */
static size_t band_at(const BylineFrontEnd* front_end, double hz)
{
  size_t nearest = 0;
  for (uint32_t i = 1; i < front_end->n_mels; ++i) {
    if (fabs(byline_mel_edge(front_end, i + 1) - hz) <
        fabs(byline_mel_edge(front_end, (uint32_t)nearest + 1) - hz)) {
      nearest = i;
    }
  }
  return nearest;
}

/* A tone in band `band` at column `frame` moves as the pitch fader says. */
static void assert_moves(double speed, size_t band, size_t frame)
{
  const BylineFrontEnd front_end = byline_front_end_default();
  const size_t n_mels = front_end.n_mels;
  const size_t n = byline_augment_speed_frames(N_FRAMES, speed);
  float* const columns = malloc(n * n_mels * sizeof(float));
  float* const out = malloc(N_FRAMES * n_mels * sizeof(float));
  for (size_t i = 0; i < n * n_mels; ++i) {
    columns[i] = -60;
  }
  columns[frame * n_mels + band] = 0;
  byline_augment_speed(&front_end, columns, speed, N_FRAMES, out);

  const size_t peak = peak_of(out, N_FRAMES * n_mels);
  const double hz = byline_mel_edge(&front_end, (uint32_t)band + 1) * speed;
  const double expected_frame = (double)frame / speed;
  assert_true(fabs((double)(peak / n_mels) - expected_frame) <= 0.51);
  assert_in_range(peak % n_mels, band_at(&front_end, hz) - 1,
                  band_at(&front_end, hz) + 1);
  free(columns);
  free(out);
}

static void test_speed_moves_time_and_pitch(void** state)
{
  (void)state;
  assert_moves(1.25, 40, 50);
  assert_moves(1.08, 90, 80);
  assert_moves(0.8, 60, 40);
}

static void test_speed_one_changes_nothing(void** state)
{
  (void)state;
  const BylineFrontEnd front_end = byline_front_end_default();
  const size_t n = byline_augment_speed_frames(N_FRAMES, 1);
  const size_t size = N_FRAMES * front_end.n_mels;
  float* const columns = calloc(n * front_end.n_mels, sizeof(float));
  float* const out = calloc(size, sizeof(float));
  BylineRandom random = byline_random_begin(1, 1);
  for (size_t i = 0; i < n * front_end.n_mels; ++i) {
    columns[i] = byline_random_uniform(&random, -100, 0);
  }
  byline_augment_speed(&front_end, columns, 1, N_FRAMES, out);
  for (size_t i = 0; i < size; ++i) {
    assert_near(out[i], columns[i], 1e-4);
  }
  free(columns);
  free(out);
}

/* A single band has no neighbour, and what is beside it is nobody's business */
static void test_speed_of_a_single_band(void** state)
{
  (void)state;
  BylineFrontEnd front_end = byline_front_end_default();
  front_end.n_mels = 1;
  enum { N = 20 };
  float columns[2 * N];
  float out[N];
  for (size_t i = 0; i < 2 * N; ++i) {
    columns[i] = -7;
  }
  assert_true(byline_augment_speed_frames(N, 1.25) <= 2 * N);
  byline_augment_speed(&front_end, columns, 1.25, N, out);
  for (size_t i = 0; i < N; ++i) {
    assert_true(out[i] == -7);
  }
}

static void test_tilt_is_smooth_and_the_same_for_all_columns(void** state)
{
  (void)state;
  enum { N_MELS = 64 };
  float columns[4 * N_MELS] = {0};
  BylineRandom random = byline_random_begin(3, 1);
  BylineFrontEnd front_end = byline_front_end_default();
  front_end.n_mels = N_MELS;
  byline_augment_tilt(&front_end, columns, 4, 6, &random);
  double sum = 0;
  for (size_t i = 0; i < N_MELS; ++i) {
    sum += fabs((double)columns[i]);
    assert_memory_equal(&columns[i], &columns[3 * N_MELS + i], sizeof(float));
    if (i > 0) {
      assert_true(fabsf(columns[i] - columns[i - 1]) < 2.5f);
    }
  }
  assert_true(sum / N_MELS > 0.5);
}

static void test_masks_cover_what_they_may(void** state)
{
  (void)state;
  enum { N_MELS = 20, COLUMNS = 30 };
  const BylineMasks masks = {.time_masks = 1,
                             .time_mask_frames = 5,
                             .band_masks = 1,
                             .band_mask_bands = 4};
  size_t most = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    float image[N_MELS * COLUMNS];
    for (size_t i = 0; i < N_MELS * COLUMNS; ++i) {
      image[i] = 1;
    }
    BylineRandom random = byline_random_begin(seed, 0);
    byline_augment_mask(image, N_MELS, COLUMNS, &masks, &random);
    size_t n_masked = 0;
    for (size_t i = 0; i < N_MELS * COLUMNS; ++i) {
      n_masked += image[i] < 0.5f;
    }
    most = n_masked > most ? n_masked : most;
  }
  assert_int_equal(most, 5 * N_MELS + 4 * COLUMNS - 5 * 4);
}

static void test_beta_has_its_moments(void** state)
{
  (void)state;
  const double alpha = 0.4;
  BylineRandom random = byline_random_begin(5, 0);
  double sum = 0;
  double square_sum = 0;
  enum { N = 20000 };
  for (size_t i = 0; i < N; ++i) {
    const double x = (double)byline_augment_beta(&random, alpha);
    assert_true(x >= 0 && x <= 1);
    sum += x;
    square_sum += (x - 0.5) * (x - 0.5);
  }
  assert_near(sum / N, 0.5, 0.01);
  assert_near(square_sum / N, 1 / (4 * (2 * alpha + 1)), 0.005);
}

/* A ramp of time is bent, by as much as may be, but keeps its ends and its
   direction. */
static void test_warp_bends_time(void** state)
{
  (void)state;
  enum { N = 101, MELS = 3, MOST = 10 };
  float ramp[N * MELS];
  float bent[N * MELS];
  for (size_t i = 0; i < N * MELS; ++i) {
    ramp[i] = (float)(i / MELS);
  }
  double furthest = 0;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    BylineRandom random = byline_random_begin(seed, 0);
    byline_augment_warp(ramp, N, MELS, MOST, &random, bent);
    assert_true(bent[0] == 0);
    assert_true(fabsf(bent[(N - 1) * MELS] - (N - 1)) < 1e-3f);
    for (size_t t = 1; t < N; ++t) {
      const double shift = (double)bent[t * MELS] - (double)t;
      furthest = fmax(furthest, fabs(shift));
      assert_true(bent[t * MELS] > bent[(t - 1) * MELS]);
      assert_true(bent[t * MELS] == bent[t * MELS + MELS - 1]);
    }
  }
  assert_true(furthest > 0.8 * MOST && furthest <= MOST);
  BylineRandom random = byline_random_begin(1, 0);
  byline_augment_warp(ramp, N, MELS, 0, &random, bent);
  for (size_t i = 0; i < N * MELS; ++i) {
    assert_true(fabsf(bent[i] - ramp[i]) < 1e-4f);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_speed_moves_time_and_pitch),
      cmocka_unit_test(test_speed_one_changes_nothing),
      cmocka_unit_test(test_speed_of_a_single_band),
      cmocka_unit_test(test_tilt_is_smooth_and_the_same_for_all_columns),
      cmocka_unit_test(test_masks_cover_what_they_may),
      cmocka_unit_test(test_warp_bends_time),
      cmocka_unit_test(test_beta_has_its_moments),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
