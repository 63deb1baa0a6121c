/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/random.h"
#include "plugin/tap.h"
#include "tests/unit/suite.h"

#include <pthread.h>
#include <sched.h>

/* Frame number i holds i on the left and -i on the right */
static void fill(float* left, float* right, size_t first, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    left[i] = (float)((first + i) % 1000003);
    right[i] = -left[i];
  }
}

static void test_capacity_is_a_power_of_two(void** state)
{
  (void)state;
  const size_t wanted[] = {0, 1, 2, 3, 1000, 1024, 1025};
  const size_t given[] = {1, 1, 2, 4, 1024, 1024, 2048};
  for (size_t i = 0; i < 7; ++i) {
    BylineTap* tap = NULL;
    assert_int_equal(byline_tap_new(wanted[i], &tap), BYLINE_OK);
    assert_int_equal(byline_tap_capacity(tap), given[i]);
    byline_tap_free(tap);
  }
}

static void test_holds_all_of_a_block_or_nothing(void** state)
{
  (void)state;
  BylineTap* tap = NULL;
  float left[16];
  float right[16];
  fill(left, right, 0, 16);
  assert_int_equal(byline_tap_new(16, &tap), BYLINE_OK);
  assert_true(byline_tap_write(tap, left, right, 10));
  assert_false(byline_tap_write(tap, left, right, 7));
  assert_true(byline_tap_write(tap, left, right, 6));
  assert_false(byline_tap_write(tap, left, right, 1));
  assert_true(byline_tap_write(tap, left, right, 0));

  const float* l = NULL;
  const float* r = NULL;
  assert_int_equal(byline_tap_peek(tap, &l, &r), 16);
  assert_true(l[9] == 9 && r[9] == -9 && l[10] == 0);
  byline_tap_advance(tap, 1);
  assert_true(byline_tap_write(tap, left, right, 1));
  byline_tap_clear(tap);
  assert_int_equal(byline_tap_peek(tap, &l, &r), 0);
  assert_int_equal(byline_tap_written(tap), 17);
  assert_false(byline_tap_write(tap, left, right, 17));
  byline_tap_free(tap);
}

enum { TOTAL = 2000000, MAX_BLOCK = 700 };

static void* write_all(void* user)
{
  BylineTap* const tap = user;
  BylineRandom random = byline_random_begin(1, 0);
  float left[MAX_BLOCK];
  float right[MAX_BLOCK];
  for (size_t done = 0; done < TOTAL;) {
    size_t n = 1 + (size_t)byline_random_below(&random, MAX_BLOCK);
    n = n < TOTAL - done ? n : TOTAL - done;
    fill(left, right, done, n);
    while (!byline_tap_write(tap, left, right, n)) {
      sched_yield();
    }
    done += n;
  }
  return NULL;
}

static void test_two_threads_lose_nothing(void** state)
{
  (void)state;
  BylineTap* tap = NULL;
  pthread_t writer;
  size_t wrong = 0;
  assert_int_equal(byline_tap_new(1024, &tap), BYLINE_OK);
  assert_int_equal(pthread_create(&writer, NULL, write_all, tap), 0);
  for (size_t done = 0; done < TOTAL;) {
    const float* left = NULL;
    const float* right = NULL;
    const size_t n = byline_tap_peek(tap, &left, &right);
    for (size_t i = 0; i < n; ++i) {
      const float expected = (float)((done + i) % 1000003);
      wrong += left[i] != expected || right[i] != -expected;
    }
    byline_tap_advance(tap, n);
    done += n;
    if (n == 0) {
      sched_yield();
    }
  }
  pthread_join(writer, NULL);
  assert_int_equal(wrong, 0);
  byline_tap_free(tap);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_capacity_is_a_power_of_two),
      cmocka_unit_test(test_holds_all_of_a_block_or_nothing),
      cmocka_unit_test(test_two_threads_lose_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
