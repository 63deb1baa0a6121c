/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The innermost loops of pooling, gates and recurrence against plain ones, for
   every kind of processor that this one can play.  Those of convolutions are
   tested with them. */

#include "byline/random.h"
#include "tests/unit/levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_PIXELS 5
#define N_CHANNELS 32

static float* make_numbers(size_t n, float deviation, uint64_t seed)
{
  float* const numbers = aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64);
  BylineRandom random = byline_random_begin(seed, 0);
  for (size_t i = 0; i < n; ++i) {
    numbers[i] = deviation * byline_random_normal(&random);
  }
  return numbers;
}

static double logistic(double x)
{
  return 1 / (1 + exp(-x));
}

static void test_gate(void** state)
{
  const BylineKernels* const kernels = level_kernels(state);
  const size_t n = (size_t)N_PIXELS * N_CHANNELS;
  float* const x = make_numbers(2 * n, 4, 1);
  float* const y = make_numbers(n, 1, 2);
  float* const dy = make_numbers(n, 1, 3);
  float* const dx = make_numbers(2 * n, 1, 4);
  float* const old = make_numbers(2 * n, 1, 4);
  x[0] = 1e30f; /* where e^x would not be finite */
  x[1] = -1e30f;
  BylineGateRow row = {.x = x,
                       .dy = dy,
                       .y = y,
                       .x_pitch = 2 * N_CHANNELS,
                       .y_pitch = N_CHANNELS,
                       .n_channels = N_CHANNELS,
                       .n_pixels = N_PIXELS,
                       .add = true};
  kernels->gate(&row);
  row.y = dx;
  kernels->gate_back(&row);
  for (size_t p = 0; p < N_PIXELS; ++p) {
    for (size_t c = 0; c < N_CHANNELS; ++c) {
      const size_t a = p * 2 * N_CHANNELS + c;
      const size_t b = a + N_CHANNELS;
      const size_t o = p * N_CHANNELS + c;
      const double filter = tanh((double)x[a]);
      const double open = logistic((double)x[b]);
      const double g = (double)dy[o];
      assert_float_equal(y[o], (float)(filter * open), 1e-6f);
      assert_float_equal(dx[a] - old[a],
                         (float)(g * open * (1 - filter * filter)), 2e-6f);
      assert_float_equal(dx[b] - old[b],
                         (float)(g * filter * open * (1 - open)), 2e-6f);
    }
  }
  free(x);
  free(y);
  free(dy);
  free(dx);
  free(old);
}

static void test_max(void** state)
{
  const BylineKernels* const kernels = level_kernels(state);
  static const ptrdiff_t offsets[] = {N_CHANNELS, 0, 3 * N_CHANNELS};
  const BylineWindowPixels window = {offsets, 3, N_CHANNELS};
  const size_t n = (size_t)N_PIXELS * N_CHANNELS;
  float* const x = make_numbers(n, 1, 5);
  float* const dy = make_numbers(N_CHANNELS, 1, 6);
  float* const y = make_numbers(N_CHANNELS, 1, 7);
  float* const dx = make_numbers(n, 0, 8);
  _Alignas(64) uint8_t which[N_CHANNELS];
  x[N_CHANNELS + 3] = x[3] = x[3 * N_CHANNELS + 3] = 9; /* the first counts */
  kernels->max_window(&window, x, y, NULL);
  kernels->max_window(&window, x, y, which);
  kernels->max_window_back(&window, which, dy, dx);
  assert_int_equal(which[3], 0);
  for (size_t c = 0; c < N_CHANNELS; ++c) {
    unsigned best = 0;
    for (unsigned t = 1; t < 3; ++t) {
      best = x[offsets[t] + (ptrdiff_t)c] > x[offsets[best] + (ptrdiff_t)c]
                 ? t
                 : best;
    }
    assert_int_equal(which[c], best);
    assert_float_equal(y[c], x[offsets[best] + (ptrdiff_t)c], 0);
    for (size_t p = 0; p < N_PIXELS; ++p) {
      const size_t place = p * N_CHANNELS + c;
      const bool hit = (size_t)offsets[best] == p * N_CHANNELS;
      assert_float_equal(dx[place], (hit ? dy[c] : 0), 0);
    }
  }
  free(x);
  free(dy);
  free(y);
  free(dx);
}

/* Groups of channels that a vector has several of */
static void test_groups(void** state)
{
  const BylineKernels* const kernels = level_kernels(state);
  enum { N_OUT = 23, PITCH = 16, N_RUNS = 3 };
  static const ptrdiff_t offsets[N_RUNS] = {0, PITCH, 5 * PITCH};
  const size_t vector = kernels->vector;
  float* const x = make_numbers((2 * N_OUT + 6) * PITCH, 1, 21);
  float* const weights = make_numbers(N_RUNS * 8 * vector, 1, 22);
  float* const bias = make_numbers(vector, 1, 23);
  float* const add = make_numbers(N_OUT * PITCH, 1, 24);
  float* const y = make_numbers(N_OUT * PITCH, 1, 25);
  for (size_t group = 4; group <= (vector < 8 ? vector : 8); group *= 2) {
    kernels->correlate_groups(&(BylineCorrelationRow){.x = x,
                                                      .x_step = 2 * PITCH,
                                                      .offsets = offsets,
                                                      .n_runs = N_RUNS,
                                                      .run_length = group,
                                                      .weights = weights,
                                                      .bias = bias,
                                                      .add = add,
                                                      .y = y,
                                                      .y_step = PITCH,
                                                      .n_pixels = N_OUT,
                                                      .relu = true});
    for (size_t i = 0; i < N_OUT * vector; ++i) {
      const size_t pixel = i / vector;
      const size_t o = i % vector;
      double sum = (double)bias[o] + (double)add[pixel * PITCH + o];
      for (size_t r = 0; r < N_RUNS; ++r) {
        for (size_t k = 0; k < group; ++k) {
          sum += (double)x[2 * pixel * PITCH + (size_t)offsets[r] +
                           o / group * group + k] *
                 (double)weights[(r * group + k) * vector + o];
        }
      }
      assert_float_equal(y[pixel * PITCH + o], fmax(sum, 0), 1e-5f);
    }
  }
  free(x);
  free(weights);
  free(bias);
  free(add);
  free(y);
}

/* Rows of windows of all sizes that networks have, and of others */
static void test_max_row(void** state)
{
  const BylineKernels* const kernels = level_kernels(state);
  enum { N_ROWS = 4, N_OUT = 5, STRIDE = 2, N_IN = 16 };
  static const unsigned sizes[][2] = {{3, 3}, {2, 2}, {2, 3}, {4, 1}, {1, 4}};
  const size_t row_step = (size_t)N_IN * N_CHANNELS;
  float* const x = make_numbers(N_ROWS * row_step, 1, 15);
  float* const y = make_numbers((size_t)N_OUT * N_CHANNELS, 1, 16);
  for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); ++s) {
    kernels->max_row(&(BylineMaxRow){.x = x,
                                     .y = y,
                                     .x_step = STRIDE * N_CHANNELS,
                                     .row_step = row_step,
                                     .pitch = N_CHANNELS,
                                     .n_rows = sizes[s][0],
                                     .n_columns = sizes[s][1],
                                     .n_pixels = N_OUT});
    for (size_t i = 0; i < (size_t)N_OUT * N_CHANNELS; ++i) {
      const float* const first =
          x + i / N_CHANNELS * STRIDE * N_CHANNELS + i % N_CHANNELS;
      float largest = first[0];
      for (size_t r = 0; r < sizes[s][0]; ++r) {
        for (size_t k = 0; k < sizes[s][1]; ++k) {
          largest = fmaxf(largest, first[r * row_step + k * N_CHANNELS]);
        }
      }
      assert_float_equal(y[i], largest, 0);
    }
  }
  free(x);
  free(y);
}

static void test_multiply(void** state)
{
  const BylineKernels* const kernels = level_kernels(state);
  enum { N_IN = 7, N_OUT = 21 };
  float* const weights = make_numbers(N_IN * N_OUT, 1, 9);
  float* const x = make_numbers(N_IN, 1, 10);
  float* const sums = make_numbers(N_OUT, 1, 11);
  float* const old = make_numbers(N_OUT, 1, 11);
  kernels->multiply(weights, x, N_IN, N_OUT, sums);
  for (size_t o = 0; o < N_OUT; ++o) {
    double sum = (double)old[o];
    for (size_t i = 0; i < N_IN; ++i) {
      sum += (double)x[i] * (double)weights[i * N_OUT + o];
    }
    assert_float_equal(sums[o], (float)sum, 2e-6f);
  }
  free(weights);
  free(x);
  free(sums);
  free(old);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      level_unit_tests(test_gate),     level_unit_tests(test_max_row),
      level_unit_tests(test_groups),   level_unit_tests(test_max),
      level_unit_tests(test_multiply),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
