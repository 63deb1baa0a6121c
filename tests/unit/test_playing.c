/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The pool of what is played beside its definition, and of sounds that are
   known. */

#include "nn/layers.h"
#include "tests/unit/gradient.h"

#include "tests/unit/near.h"
#include "tests/unit/pool.h"

#include <math.h>
#include <string.h>

#define N_MELS 37
#define N_FRAMES 50
#define N_CHANNELS 2
#define N_TOGETHER 32
#define N_FOLLOWING 25
#define N_RANGES 6
#define N_RATES 24
#define N_NUMBERS (1 + N_TOGETHER + 3 * N_FOLLOWING + N_RANGES * N_RATES)
#define TURN 6.283185307179586

static Pool pool_of(void)
{
  const BylineNetworkShape shape = {N_CHANNELS, N_MELS, N_CHANNELS * N_NUMBERS};
  BylineNetwork* const begun = byline_network_begin(&shape);
  return pool_finish(begun, byline_playing_pool_add(begun, "pool", 0, true),
                     N_FRAMES);
}

/* ---- definitions; a channel is N_MELS x N_FRAMES */

typedef double Peaks[N_MELS][N_FRAMES];

static double cell(const float* channel, long r, size_t i)
{
  const long row = r < 0 ? 0 : r >= N_MELS ? N_MELS - 1 : r;
  return (double)channel[(size_t)row * N_FRAMES + i];
}

static void find_peaks(const float* channel, Peaks peaks)
{
  for (size_t i = 0; i < N_FRAMES; ++i) {
    double mean = 0;
    for (long r = 0; r < N_MELS; ++r) {
      double around = 0;
      for (long k = r - 4; k <= r + 4; ++k) {
        around += cell(channel, k, i) / 9;
      }
      peaks[r][i] = fmax(cell(channel, r, i) - around, 0);
      mean += peaks[r][i] / N_MELS;
    }
    for (size_t r = 0; r < N_MELS; ++r) {
      peaks[r][i] -= mean;
    }
  }
}

static double likeness(Peaks peaks, long up, size_t later)
{
  double sum = 0;
  double n = 0;
  for (long r = 0; r < N_MELS; ++r) {
    for (size_t i = 0; i + later < N_FRAMES; ++i) {
      if (r + up >= 0 && r + up < N_MELS) {
        sum += peaks[r][i] * peaks[r + up][i + later];
        n += 1;
      }
    }
  }
  return n > 0 ? sum / n : 0;
}

/* Of a range of bands, the power at `rate` cycles in 512 columns */
static double power_at(const float* channel, size_t begin, size_t end,
                       size_t rate)
{
  double curve[N_FRAMES] = {0};
  double mean = 0;
  double windows = 0;
  double sum[2] = {0};
  for (size_t i = 0; i < N_FRAMES; ++i) {
    for (size_t r = begin; r < end; ++r) {
      curve[i] += (double)channel[r * N_FRAMES + i] / (double)(end - begin);
    }
    mean += curve[i] / N_FRAMES;
  }
  for (size_t i = 0; i < N_FRAMES; ++i) {
    const double window = 0.5 - 0.5 * cos(TURN * ((double)i + 0.5) / N_FRAMES);
    const double angle = TURN * (double)(rate * i) / 512;
    windows += window * window;
    sum[0] += window * (curve[i] - mean) * cos(angle);
    sum[1] += window * (curve[i] - mean) * sin(angle);
  }
  return (sum[0] * sum[0] + sum[1] * sum[1]) / windows;
}

static size_t rate_of(size_t k)
{
  return (size_t)lround(3 * pow(256.0 / 3, (double)k / N_RATES));
}

static void check_channel(const float* channel, const float* pooled)
{
  static const size_t spans[] = {2, 8, 32};
  static const size_t ranges[] = {0, 1, 3, 5, 8, 12, 16};
  Peaks peaks;
  find_peaks(channel, peaks);
  const double square = likeness(peaks, 0, 0) + 1e-6;
  assert_near(*pooled++, log(square), 1e-3);
  for (long up = 1; up <= N_TOGETHER; ++up) {
    assert_near(*pooled++, likeness(peaks, up, 0) / square, 1e-3);
  }
  for (size_t k = 0; k < 3; ++k) {
    for (long up = -12; up <= 12; ++up) {
      assert_near(*pooled++, likeness(peaks, up, spans[k]) / square, 1e-3);
    }
  }
  for (size_t range = 0; range < N_RANGES; ++range) {
    for (size_t k = 0; k < N_RATES; ++k) {
      const size_t begin = rate_of(k);
      const size_t end = rate_of(k + 1) > begin ? rate_of(k + 1) : begin + 1;
      double power = 0;
      for (size_t rate = begin; rate < end; ++rate) {
        power += power_at(channel, ranges[range] * N_MELS / 16,
                          ranges[range + 1] * N_MELS / 16, rate) /
                 (double)(end - begin);
      }
      assert_near(*pooled++, log(power + 1e-4), 1e-2);
    }
  }
}

static void test_pools_what_it_says(void** state)
{
  (void)state;
  const Pool pool = pool_of();
  const size_t size = (size_t)N_MELS * N_FRAMES;
  float* const image = byline_plan_input(pool.plan);
  fill_normal(image, 2 * N_CHANNELS * size, 1.5f, 13);
  const float* const pooled = byline_plan_forward(pool.plan);
  for (size_t i = 0; i < (size_t)2 * N_CHANNELS; ++i) {
    check_channel(image + i * size, pooled + i * N_NUMBERS);
  }
  pool_free(&pool);
}

/* A melody and the same some bands higher have the same intervals. */
static void test_key_does_not_matter(void** state)
{
  (void)state;
  static const size_t melody[] = {0, 2, 5, 3};
  const Pool pool = pool_of();
  const size_t size = (size_t)N_MELS * N_FRAMES;
  float* const image = byline_plan_input(pool.plan);
  memset(image, 0, 2 * N_CHANNELS * size * sizeof(*image));
  for (size_t clip = 0; clip < 2; ++clip) {
    for (size_t i = 0; i < N_FRAMES; ++i) {
      const size_t band = 10 + 4 * clip + melody[i / 8 % 4];
      image[clip * N_CHANNELS * size + band * N_FRAMES + i] = 3;
    }
  }
  const float* const pooled = byline_plan_forward(pool.plan);
  for (size_t i = 0; i < 1 + N_TOGETHER + 3 * N_FOLLOWING; ++i) {
    assert_near(pooled[i], pooled[N_CHANNELS * N_NUMBERS + i], 0.1);
  }
  /* From the first note to the second, eight columns later, it is two up */
  const float* const later = pooled + 1 + N_TOGETHER + N_FOLLOWING;
  assert_true(later[12 + 2] > 0.2f && later[12 - 1] < 0.1f);
  pool_free(&pool);
}

/* What beats is told from what stands still, and how fast it does. */
static void test_beats(void** state)
{
  (void)state;
  const Pool pool = pool_of();
  const size_t size = (size_t)N_MELS * N_FRAMES;
  float* const image = byline_plan_input(pool.plan);
  memset(image, 0, 2 * N_CHANNELS * size * sizeof(*image));
  for (size_t i = 0; i < size; ++i) {
    image[i] = (float)sin(TURN * (double)(i % N_FRAMES) / 5);
  }
  const float* const pooled = byline_plan_forward(pool.plan);
  const float* const rhythm = pooled + 1 + N_TOGETHER + 3 * N_FOLLOWING;
  size_t loudest = 0;
  for (size_t k = 1; k < N_RATES; ++k) {
    loudest = rhythm[k] > rhythm[loudest] ? k : loudest;
  }
  /* 512 / 5 = 102.4 */
  assert_true(rate_of(loudest) <= 103 && rate_of(loudest + 1) >= 102);
  const float* const still = pooled + N_CHANNELS * N_NUMBERS + 1 + N_TOGETHER;
  assert_near(still[3 * N_FOLLOWING], log(1e-4), 1e-3);
  pool_free(&pool);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pools_what_it_says),
      cmocka_unit_test(test_key_does_not_matter),
      cmocka_unit_test(test_beats),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
