/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The spectrum's inner loops, beside what they stand for. */

#include "byline/front_end.h"
#include "byline/random.h"
#include "spectrum/median.h"
#include "spectrum/spectrum_kernels.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdlib.h>

static int compare_floats(const void* a, const void* b)
{
  const float x = *(const float*)a;
  const float y = *(const float*)b;
  return (x > y) - (x < y);
}

static void medians_are_those_of_sorting(void** state)
{
  (void)state;
  enum { WIDTH = 21 };
  static float values[BYLINE_MEDIAN_MAX_ROWS][WIDTH];
  const float* rows[BYLINE_MEDIAN_MAX_ROWS];
  BylineRandom random = byline_random_begin(5, 0);
  for (size_t n = 1; n <= BYLINE_MEDIAN_MAX_ROWS; ++n) {
    for (size_t i = 0; i < n; ++i) {
      rows[i] = values[i];
      for (size_t k = 0; k < WIDTH; ++k) {
        values[i][k] = (float)byline_random_below(&random, 20);
      }
    }
    float medians[WIDTH];
    byline_median_of_rows(rows, n, WIDTH, medians);
    for (size_t k = 0; k < WIDTH; ++k) {
      float column[BYLINE_MEDIAN_MAX_ROWS];
      for (size_t i = 0; i < n; ++i) {
        column[i] = values[i][k];
      }
      qsort(column, n, sizeof(float), compare_floats);
      assert_float_equal(medians[k], column[(n - 1) / 2], 0);
    }
  }
}

static void decibels_are_exact(void** state)
{
  (void)state;
  for (double power = 1e-12; power < 1e12; power *= 1.0003) {
    float x = (float)power;
    const double exact = fmax(-100, 10 * log10((double)x));
    byline_spectrum_kernels()->decibels(&x, 1, &x);
    assert_true(fabs((double)x - exact) < 1e-4);
    assert_true(x >= BYLINE_SILENCE_DB);
  }
  float zero = 0;
  byline_spectrum_kernels()->decibels(&zero, 1, &zero);
  assert_float_equal(zero, BYLINE_SILENCE_DB, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(medians_are_those_of_sorting),
      cmocka_unit_test(decibels_are_exact),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
