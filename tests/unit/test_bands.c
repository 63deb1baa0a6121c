/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The pool of bands beside its definition, and of sounds that are known. */

#include "nn/band_groups.h"
#include "nn/layers.h"
#include "tests/unit/gradient.h"

#include "tests/unit/near.h"
#include "tests/unit/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bands that groups do not divide evenly */
#define N_MELS 37
#define N_FRAMES 51
#define N_GROUPS 16
#define N_CHANNELS 2
#define N_PAIRS (N_GROUPS * (N_GROUPS - 1) / 2)
#define N_NUMBERS ((7 + 4 + 1) * N_GROUPS + 2 * N_PAIRS)

static Pool pool_of(void)
{
  const BylineNetworkShape shape = {N_CHANNELS, N_MELS, N_CHANNELS * N_NUMBERS};
  BylineNetwork* const begun = byline_network_begin(&shape);
  return pool_finish(begun, byline_bands_pool_add(begun, "pool", 0), N_FRAMES);
}

/* ---- definitions; a channel is N_MELS x N_FRAMES */

static double curve(const float* channel, size_t group, size_t column)
{
  double sum = 0;
  double n = 0;
  for (size_t r = 0; r < N_MELS; ++r) {
    if (r * N_GROUPS / N_MELS == group) {
      sum += (double)channel[r * N_FRAMES + column];
      n += 1;
    }
  }
  return sum / n;
}

/* A group's curve, or its steps; how many numbers there are */
static size_t collect(const float* channel, size_t group, bool steps,
                      double numbers[N_FRAMES])
{
  for (size_t i = 0; i < N_FRAMES; ++i) {
    numbers[i] = curve(channel, group, i);
  }
  for (size_t i = 0; steps && i + 1 < N_FRAMES; ++i) {
    numbers[i] = numbers[i + 1] - numbers[i];
  }
  return steps ? N_FRAMES - 1 : N_FRAMES;
}

static int ascending(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

static const float* check_quantiles(const float* channel, bool steps,
                                    const double* shares, size_t n_shares,
                                    const float* pooled)
{
  for (size_t k = 0; k < n_shares; ++k) {
    for (size_t g = 0; g < N_GROUPS; ++g) {
      double sorted[N_FRAMES];
      const size_t n = collect(channel, g, steps, sorted);
      qsort(sorted, n, sizeof(*sorted), ascending);
      assert_near(*pooled++, sorted[(size_t)(shares[k] * (double)(n - 1))],
                  1e-4);
    }
  }
  return pooled;
}

static double correlation(const double* a, const double* b, size_t n)
{
  double sums[5] = {0};
  for (size_t i = 0; i < n; ++i) {
    const double terms[] = {a[i], b[i], a[i] * a[i], b[i] * b[i], a[i] * b[i]};
    for (size_t k = 0; k < 5; ++k) {
      sums[k] += terms[k] / (double)n;
    }
  }
  const double deviations[] = {sqrt(sums[2] - sums[0] * sums[0]),
                               sqrt(sums[3] - sums[1] * sums[1])};
  return (sums[4] - sums[0] * sums[1]) / (deviations[0] + 1e-3) /
         (deviations[1] + 1e-3);
}

static const float* check_pairs(const float* channel, bool steps,
                                const float* pooled)
{
  for (size_t g = 0; g < N_GROUPS; ++g) {
    for (size_t k = 0; k < g; ++k) {
      double a[N_FRAMES];
      double b[N_FRAMES];
      collect(channel, g, steps, a);
      assert_near(*pooled++, correlation(a, b, collect(channel, k, steps, b)),
                  1e-3);
    }
  }
  return pooled;
}

static void check_channel(const float* channel, const float* next,
                          const float* pooled)
{
  static const double levels[] = {0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98};
  static const double steps[] = {0.02, 0.1, 0.9, 0.98};
  pooled = check_quantiles(channel, false, levels, 7, pooled);
  pooled = check_quantiles(channel, true, steps, 4, pooled);
  pooled = check_pairs(channel, true, pooled);
  pooled = check_pairs(channel, false, pooled);
  for (size_t g = 0; g < N_GROUPS; ++g) {
    double a[N_FRAMES];
    double b[N_FRAMES];
    collect(channel, g, false, a);
    collect(next, g, false, b);
    assert_near(*pooled++, correlation(a, b, N_FRAMES), 1e-3);
  }
}

static void test_pools_what_it_says(void** state)
{
  (void)state;
  const Pool pool = pool_of();
  const size_t size = (size_t)N_MELS * N_FRAMES;
  float* const image = byline_plan_input(pool.plan);
  fill_normal(image, 2 * N_CHANNELS * size, 1.5f, 12);
  const float* const pooled = byline_plan_forward(pool.plan);
  for (size_t clip = 0; clip < 2; ++clip) {
    const float* const channels = image + clip * N_CHANNELS * size;
    for (size_t c = 0; c < N_CHANNELS; ++c) {
      check_channel(channels + c * size, channels + (c + 1) % N_CHANNELS * size,
                    pooled + (clip * N_CHANNELS + c) * N_NUMBERS);
    }
  }
  pool_free(&pool);
}

/* What stands still steps nowhere and is correlated with nothing. */
static void test_what_stands_still(void** state)
{
  (void)state;
  const Pool pool = pool_of();
  float* const image = byline_plan_input(pool.plan);
  for (size_t i = 0; i < (size_t)2 * N_CHANNELS * N_MELS * N_FRAMES; ++i) {
    image[i] = 3;
  }
  const float* const pooled = byline_plan_forward(pool.plan);
  for (size_t i = 0; i < (size_t)2 * N_CHANNELS * N_NUMBERS; ++i) {
    assert_near(pooled[i], i % N_NUMBERS < 7 * N_GROUPS ? 3 : 0, 1e-4);
  }
  pool_free(&pool);
}

static void test_groups_are_all_bands(void** state)
{
  (void)state;
  for (size_t n = 1; n < 200; ++n) {
    float total = 0;
    for (size_t g = 0; g < byline_band_groups(n); ++g) {
      const size_t begin = byline_band_group_begin(n, g);
      assert_int_equal(byline_band_group_of(n, begin), g);
      total += byline_band_group_size(n, g);
    }
    assert_near(total, n, 1e-6);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pools_what_it_says),
      cmocka_unit_test(test_what_stands_still),
      cmocka_unit_test(test_groups_are_all_bands),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
