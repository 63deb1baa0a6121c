/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers of half precision, and matrices of them in files. */

#include "base/file.h"
#include "base/half.h"
#include "dataset/npy.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <string.h>

/* The value of a half, straight from the definition. */
static double half_value(uint16_t half)
{
  const int exponent = half >> 10 & 0x1f;
  const int fraction = half & 0x3ff;
  const double sign = half & 0x8000 ? -1 : 1;
  if (exponent == 0x1f) {
    return fraction ? NAN : sign * INFINITY;
  }
  return exponent ? sign * ldexp(1024 + fraction, exponent - 25)
                  : sign * ldexp(fraction, -24);
}

static void test_every_half_is_widened(void** state)
{
  (void)state;
  for (uint32_t i = 0; i < 0x10000; ++i) {
    const uint16_t half = (uint16_t)i;
    float value = 0;
    byline_half_to_float(&half, 1, &value);
    const double expected = half_value(half);
    if (isnan(expected)) {
      assert_true(isnan(value));
      continue;
    }
    assert_true((double)value == expected);
    assert_int_equal(signbit(value) != 0, i >> 15);
    uint16_t back = 0;
    byline_half_from_float(&value, 1, &back);
    assert_int_equal(back, half);
  }
}

/* Many at once, as the processor does it, are what they are one by one. */
static void test_many_halves_are_widened_alike(void** state)
{
  (void)state;
  enum { N = 0x10000 };
  static uint16_t halves[N];
  static float values[N];
  for (uint32_t i = 0; i < N; ++i) {
    halves[i] = (uint16_t)i;
  }
  byline_half_to_float(halves, N, values);
  for (uint32_t i = 0; i < N; ++i) {
    float value = 0;
    byline_half_to_float(&halves[i], 1, &value);
    assert_true(value == values[i] || (isnan(value) && isnan(values[i])));
  }
}

static void test_rounding_to_half(void** state)
{
  (void)state;
  for (uint32_t i = 0; i < 0x7c00; ++i) {
    const double low = half_value((uint16_t)i);
    const double high = i == 0x7bff ? 65536 : half_value((uint16_t)(i + 1));
    const float middle = (float)(0.5 * (low + high));
    const float values[3] = {nextafterf(middle, 0), middle,
                             nextafterf(middle, INFINITY)};
    uint16_t halves[3];
    byline_half_from_float(values, 3, halves);
    assert_int_equal(halves[0], i);
    assert_int_equal(halves[1], i + (i & 1));
    assert_int_equal(halves[2], i + 1);
  }
  const float nan = NAN;
  uint16_t half = 0;
  byline_half_from_float(&nan, 1, &half);
  assert_true(isnan(half_value(half)));
}

/* What NumPy requires of a file of version 1.0. */
static void test_npy_is_what_numpy_reads(void** state)
{
  (void)state;
  FILE* const file = fopen("a.npy", "wb");
  byline_npy_put_header(file, 3, 2);
  const uint16_t halves[6] = {0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600};
  fwrite(halves, 2, 6, file);
  fclose(file);

  BylineMapping mapping;
  assert_int_equal(byline_mapping_open("a.npy", &mapping), BYLINE_OK);
  const unsigned char* const bytes = mapping.data;
  assert_memory_equal(bytes, "\x93NUMPY\x01\x00", 8);
  const size_t n = bytes[8] + 256u * bytes[9];
  assert_int_equal((10 + n) % 64, 0);
  assert_int_equal(mapping.size, 10 + n + sizeof(halves));
  assert_memory_equal(bytes + 10,
                      "{'descr': '<f2', 'fortran_order': False, 'shape': (3, "
                      "2), }",
                      59);
  assert_int_equal(bytes[10 + n - 1], '\n');
  byline_mapping_close(&mapping);

  BylineNpy npy;
  assert_int_equal(byline_npy_open("a.npy", &npy), BYLINE_OK);
  assert_int_equal(npy.n_rows, 3);
  assert_int_equal(npy.n_columns, 2);
  assert_memory_equal(npy.data, halves, sizeof(halves));
  byline_npy_close(&npy);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_half_is_widened),
      cmocka_unit_test(test_many_halves_are_widened_alike),
      cmocka_unit_test(test_rounding_to_half),
      cmocka_unit_test(test_npy_is_what_numpy_reads),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
