/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The pool of modulations beside its definition, and of ripples that are
   known. */

#include "nn/layers.h"
#include "tests/unit/gradient.h"

#include "tests/unit/near.h"
#include "tests/unit/pool.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#define N_MELS 37
#define N_FRAMES 50
#define N_CHANNELS 2
#define N_GROUPS 2
#define N_SCALES 6
#define N_RATES 5
#define N_OF_GROUP (N_RATES * (2 * N_SCALES - 1))
#define N_NUMBERS (N_GROUPS * N_OF_GROUP)
#define TURN 6.283185307179586

static Pool pool_of(void)
{
  const BylineNetworkShape shape = {N_CHANNELS, N_MELS, N_CHANNELS * N_NUMBERS};
  BylineNetwork* const begun = byline_network_begin(&shape);
  return pool_finish(begun, byline_modulation_pool_add(begun, "pool", 0),
                     N_FRAMES);
}

/* ---- definitions; a channel is N_MELS x N_FRAMES */

static const double densities[N_SCALES] = {0,      1 / 32., 1 / 16.,
                                           1 / 8., .25,     .4};
static const double deviations[N_SCALES] = {8, 10, 8, 4, 2.5, 2.5};
static const int reaches[N_SCALES] = {16, 16, 16, 10, 7, 7};
static const size_t steps[N_SCALES] = {8, 8, 8, 4, 2, 2};
static const int rates[N_RATES + 1] = {3, 7, 18, 43, 105, 256};

/* A band's spectrum at `rate` cycles in 512 columns, its power that of the
   curve */
static double complex spectrum_at(const float* row, int rate)
{
  double mean = 0;
  double windows = 0;
  double complex sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    mean += (double)row[i] / N_FRAMES;
  }
  for (size_t i = 0; i < N_FRAMES; ++i) {
    const double window = 0.5 - 0.5 * cos(TURN * ((double)i + 0.5) / N_FRAMES);
    windows += window * window;
    sum += window * ((double)row[i] - mean) *
           cexp(-I * TURN * rate * (double)i / 512);
  }
  return sum / sqrt(windows);
}

static double complex kernel_at(size_t scale, int x)
{
  double complex mean = 0;
  double envelopes = 0;
  double squares = 0;
  double complex k[40];
  for (int pass = 0; pass < 2; ++pass) {
    for (int i = -reaches[scale]; i <= reaches[scale]; ++i) {
      const double envelope = exp(-i * i / 2.0 / pow(deviations[scale], 2));
      const double complex wave = cexp(I * TURN * densities[scale] * i);
      if (pass == 0) {
        mean += envelope * wave;
        envelopes += envelope;
      } else {
        k[i + 16] = envelope * (wave - (scale ? mean / envelopes : 0));
        squares += pow(cabs(k[i + 16]), 2);
      }
    }
  }
  return k[x + 16] / sqrt(squares);
}

static void check_channel(const float* channel, const float* pooled)
{
  static double complex spectra[N_MELS][512];
  for (size_t r = 0; r < N_MELS; ++r) {
    for (int rate = -255; rate < 256; ++rate) {
      spectra[r][(rate + 512) % 512] =
          spectrum_at(channel + r * N_FRAMES, rate);
    }
  }
  for (size_t group = 0; group < N_GROUPS; ++group) {
    const size_t begin = group * N_MELS / N_GROUPS;
    const size_t end = (group + 1) * N_MELS / N_GROUPS;
    for (size_t scale = 0; scale < N_SCALES; ++scale) {
      double complex kernel[40];
      for (int x = -reaches[scale]; x <= reaches[scale]; ++x) {
        kernel[x + 16] = kernel_at(scale, x);
      }
      for (int sign = 1; sign >= (scale ? -1 : 1); sign -= 2) {
        for (size_t range = 0; range < N_RATES; ++range) {
          double sum = 0;
          double n = 0;
          for (int rate = rates[range]; rate < rates[range + 1]; ++rate) {
            for (size_t r = begin + steps[scale] / 2; r < end;
                 r += steps[scale], ++n) {
              double complex c = 0;
              for (int x = -reaches[scale]; x <= reaches[scale]; ++x) {
                const long row = (long)r + x;
                if (row >= 0 && row < N_MELS) {
                  c += kernel[x + 16] * spectra[row][(sign * rate + 512) % 512];
                }
              }
              sum += pow(cabs(c), 2);
            }
          }
          assert_near(*pooled++, log(sum / n + 1e-5), 1e-2);
        }
      }
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

/* A ripple is the strongest of its density and rate, and of its way: what falls
   is told from what rises. */
static void test_ripples(void** state)
{
  (void)state;
  const Pool pool = pool_of();
  const size_t size = (size_t)N_MELS * N_FRAMES;
  float* const image = byline_plan_input(pool.plan);
  memset(image, 0, 2 * N_CHANNELS * size * sizeof(*image));
  for (size_t clip = 0; clip < 2; ++clip) {
    const double way = clip ? -1 : 1;
    for (size_t r = 0; r < N_MELS; ++r) {
      for (size_t i = 0; i < N_FRAMES; ++i) {
        /* 64 in 512 columns */
        image[clip * N_CHANNELS * size + r * N_FRAMES + i] =
            (float)cos(TURN * ((double)r / 8 + way * (double)i / 8));
      }
    }
  }
  const float* const pooled = byline_plan_forward(pool.plan);
  for (size_t clip = 0; clip < 2; ++clip) {
    const float* const of = pooled + clip * N_CHANNELS * N_NUMBERS;
    size_t strongest = 0;
    for (size_t k = 1; k < N_OF_GROUP; ++k) {
      strongest = of[k] > of[strongest] ? k : strongest;
    }
    /* Densities 0, 1/32 and 1/16 come before 1/8.  The first one's crests lie
       lower when time runs on */
    assert_int_equal(strongest, N_RATES * 5 + (clip ? 0 : N_RATES) + 3);
    const float other = of[N_RATES * 5 + (clip ? N_RATES : 0) + 3];
    assert_true(of[strongest] - other > 2);
  }
  pool_free(&pool);
}

/* What stands still has none. */
static void test_stillness(void** state)
{
  (void)state;
  const Pool pool = pool_of();
  const size_t size = (size_t)N_MELS * N_FRAMES;
  float* const image = byline_plan_input(pool.plan);
  for (size_t i = 0; i < 2 * N_CHANNELS * size; ++i) {
    image[i] = (float)(i / N_FRAMES % 7);
  }
  const float* const pooled = byline_plan_forward(pool.plan);
  for (size_t i = 0; i < (size_t)2 * N_CHANNELS * N_NUMBERS; ++i) {
    assert_near(pooled[i], log(1e-5), 1e-3);
  }
  pool_free(&pool);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pools_what_it_says),
      cmocka_unit_test(test_ripples),
      cmocka_unit_test(test_stillness),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
