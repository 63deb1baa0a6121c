/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Textures beside their definition, and those of sounds that are known. */

#include "nn/layers.h"
#include "tests/unit/gradient.h"

#include "tests/unit/near.h"
#include "tests/unit/pool.h"

#include <math.h>
#include <string.h>

/* Bands that groups do not divide evenly; columns for all octaves but two */
#define N_MELS 37
#define N_FRAMES 50
#define N_GROUPS 16
#define N_CEPSTRA 9
#define N_CHANNELS 2
#define N_NUMBERS (2 * N_CEPSTRA + (BYLINE_TEXTURE_OCTAVES + 2) * N_GROUPS)

static Pool pool_of(void)
{
  const BylineNetworkShape shape = {N_CHANNELS, N_MELS, N_CHANNELS * N_NUMBERS};
  BylineNetwork* const begun = byline_network_begin(&shape);
  return pool_finish(
      begun, byline_texture_pool_add(begun, "pool", 0, N_CEPSTRA), N_FRAMES);
}

/* ---- definitions; a channel is N_MELS x N_FRAMES */

static double mean_of_band(const float* channel, size_t r)
{
  double sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    sum += (double)channel[r * N_FRAMES + i] / N_FRAMES;
  }
  return sum;
}

static double deviation_of_band(const float* channel, size_t r)
{
  double sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    sum += pow((double)channel[r * N_FRAMES + i] - mean_of_band(channel, r), 2);
  }
  return sqrt(sum / N_FRAMES);
}

static double transformed(const float* channel, size_t k,
                          double (*of_band)(const float*, size_t))
{
  double sum = 0;
  for (size_t r = 0; r < N_MELS; ++r) {
    sum += of_band(channel, r) *
           cos(3.14159265358979 * (double)k * ((double)r + 0.5) / N_MELS);
  }
  return sqrt((k ? 2.0 : 1.0) / N_MELS) * sum;
}

static bool is_in(size_t r, size_t group)
{
  return r * N_GROUPS / N_MELS == group;
}

static double curve(const float* channel, size_t group, size_t column)
{
  double sum = 0;
  double n = 0;
  for (size_t r = 0; r < N_MELS; ++r) {
    sum += is_in(r, group) ? (double)channel[r * N_FRAMES + column] : 0;
    n += is_in(r, group);
  }
  return sum / n;
}

static double change(const float* channel, size_t group, size_t span)
{
  double square = 0;
  double n = 0;
  for (size_t i = 0; i + 2 * span <= N_FRAMES; ++i) {
    double difference = 0;
    for (size_t k = 0; k < span; ++k) {
      difference +=
          curve(channel, group, i + span + k) - curve(channel, group, i + k);
    }
    square += pow(difference / (double)span, 2);
    n += 1;
  }
  return log(square / n + 1e-3);
}

/* The mean over a group's bands of how far they are from the next, or rise */
static double unevenness(const float* channel, size_t group)
{
  double sum = 0;
  double n = 0;
  for (size_t r = 0; r < N_MELS; ++r) {
    n += is_in(r, group);
    for (size_t i = 0; is_in(r, group) && r + 1 < N_MELS && i < N_FRAMES; ++i) {
      sum += fabs((double)channel[(r + 1) * N_FRAMES + i] -
                  (double)channel[r * N_FRAMES + i]) /
             N_FRAMES;
    }
  }
  return sum / n;
}

static double rise(const float* channel, size_t group)
{
  double sum = 0;
  double n = 0;
  for (size_t r = 0; r < N_MELS; ++r) {
    n += is_in(r, group);
    for (size_t i = 1; is_in(r, group) && i < N_FRAMES; ++i) {
      const double up = (double)channel[r * N_FRAMES + i] -
                        (double)channel[r * N_FRAMES + i - 1];
      sum += up > 0 ? up * up / (N_FRAMES - 1) : 0;
    }
  }
  return sum / n;
}

static void check_channel(const float* channel, const float* pooled)
{
  for (size_t k = 0; k < N_CEPSTRA; ++k) {
    assert_near(*pooled++, transformed(channel, k, mean_of_band), 1e-4);
  }
  for (size_t k = 0; k < N_CEPSTRA; ++k) {
    assert_near(*pooled++, transformed(channel, k, deviation_of_band), 1e-4);
  }
  for (size_t k = 0; k < BYLINE_TEXTURE_OCTAVES; ++k) {
    /* 64 and 32 columns twice do not fit into 50 */
    const size_t span = (size_t)1 << (k < 5 ? k : 4);
    for (size_t g = 0; g < N_GROUPS; ++g) {
      assert_near(*pooled++, change(channel, g, span), 1e-3);
    }
  }
  for (size_t g = 0; g < N_GROUPS; ++g) {
    assert_near(*pooled++, unevenness(channel, g), 1e-4);
  }
  for (size_t g = 0; g < N_GROUPS; ++g) {
    assert_near(*pooled++, rise(channel, g), 1e-3);
  }
}

static void test_pools_what_it_says(void** state)
{
  (void)state;
  const Pool pool = pool_of();
  const size_t size = (size_t)N_CHANNELS * N_MELS * N_FRAMES;
  float* const image = byline_plan_input(pool.plan);
  fill_normal(image, 2 * size, 1.5f, 11);
  const float* const pooled = byline_plan_forward(pool.plan);
  for (size_t clip = 0; clip < 2; ++clip) {
    for (size_t c = 0; c < N_CHANNELS; ++c) {
      check_channel(image + clip * size + c * N_MELS * N_FRAMES,
                    pooled + (clip * N_CHANNELS + c) * N_NUMBERS);
    }
  }
  pool_free(&pool);
}

/* Silence and what stands still neither change nor rise. */
static void test_what_stands_still(void** state)
{
  (void)state;
  const Pool pool = pool_of();
  const size_t size = (size_t)N_CHANNELS * N_MELS * N_FRAMES;
  float* const image = byline_plan_input(pool.plan);
  memset(image, 0, 2 * size * sizeof(*image));
  for (size_t i = 0; i < size; ++i) {
    image[size + i] = i / N_FRAMES % 2 ? 3.0f : -3.0f;
  }
  const float* const pooled = byline_plan_forward(pool.plan);
  for (size_t clip = 0; clip < 2; ++clip) {
    const float* const y = pooled + clip * N_CHANNELS * N_NUMBERS;
    for (size_t k = 0; k < BYLINE_TEXTURE_OCTAVES * N_GROUPS; ++k) {
      assert_near(y[2 * N_CEPSTRA + k], log(1e-3), 1e-3);
    }
    for (size_t g = 0; g + 1 < N_GROUPS; ++g) {
      const float* const uneven =
          y + 2 * N_CEPSTRA + BYLINE_TEXTURE_OCTAVES * N_GROUPS;
      assert_near(uneven[g], clip == 0 ? 0 : 6, 1e-4);
      assert_near(uneven[N_GROUPS + g], 0, 1e-6);
    }
  }
  pool_free(&pool);
}

static void test_refuses_what_it_cannot_pool(void** state)
{
  (void)state;
  const BylineNetworkShape shape = {1, 12, 3};
  BylineNetwork* network = NULL;
  BylineNetwork* const begun = byline_network_begin(&shape);
  const unsigned layer = byline_texture_pool_add(begun, "pool", 0, 13);
  assert_int_equal(byline_network_finish(begun, "pool", layer, &network),
                   BYLINE_ERROR_USAGE);
  assert_non_null(strstr(byline_error_message(), "13 cepstra of 12 bands"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pools_what_it_says),
      cmocka_unit_test(test_what_stands_still),
      cmocka_unit_test(test_refuses_what_it_cannot_pool),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
