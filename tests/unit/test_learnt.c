/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "models/learnt.h"
#include "tests/unit/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_songs_are_found_by_their_digest(void** state)
{
  (void)state;
  BylineLearnt learnt = {.n = 0};
  assert_true(byline_learnt_add(
      &learnt, "ffffffffffffffff0123456789abcdef-01234567.npy"));
  assert_true(byline_learnt_add(
      &learnt, "0000000000000001aaaaaaaaaaaaaaaa-01234567.npy"));
  /* The same sound through other settings or effects is the same song */
  assert_true(byline_learnt_add(
      &learnt, "0000000000000001aaaaaaaaaaaaaaaa-89abcdef.npy"));
  assert_true(byline_learnt_add(&learnt, "no digest.npy"));
  char* const text = byline_learnt_finish(&learnt);
  assert_non_null(text);
  assert_true(byline_learnt_is_valid(text));
  assert_int_equal(byline_learnt_count(text), 3);
  assert_true(byline_learnt_has(text, "0000000000000001bbbb-x.npy"));
  assert_true(byline_learnt_has(text, "no digest.npy"));
  assert_false(byline_learnt_has(text, "another.npy"));
  assert_false(byline_learnt_has(text, "0000000000000002aaaa-x.npy"));

  /* Joined with itself it is the same */
  assert_true(byline_learnt_add_all(&learnt, text));
  assert_true(byline_learnt_add_all(&learnt, text));
  char* const twice = byline_learnt_finish(&learnt);
  assert_string_equal(twice, text);
  free(twice);
  free(text);
}

static void test_nothing_learnt(void** state)
{
  (void)state;
  BylineLearnt learnt = {.n = 0};
  char* const text = byline_learnt_finish(&learnt);
  assert_string_equal(text, "");
  assert_true(byline_learnt_is_valid(text));
  assert_false(byline_learnt_has(text, "x.npy"));
  free(text);
}

static void test_junk_is_not_valid(void** state)
{
  (void)state;
  static const char* const junk[] = {"0",
                                     "000000000000000G",
                                     "000000000000000A",
                                     "00000000000000010000000000000001",
                                     "00000000000000020000000000000001",
                                     "0000000000000001000000000000000",
                                     "-000000000000001"};
  for (size_t i = 0; i < sizeof(junk) / sizeof(*junk); ++i) {
    assert_false(byline_learnt_is_valid(junk[i]));
  }
}

/* More than a header has room for are not told at all. */
static void test_too_many(void** state)
{
  (void)state;
  BylineLearnt learnt = {.n = 0};
  char name[32];
  for (uint32_t i = 0; i <= BYLINE_MAX_LEARNT; ++i) {
    snprintf(name, sizeof(name), "%016x.npy", i);
    assert_true(byline_learnt_add(&learnt, name));
  }
  assert_null(byline_learnt_finish(&learnt));
  assert_int_equal(learnt.n, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_songs_are_found_by_their_digest),
      cmocka_unit_test(test_nothing_learnt),
      cmocka_unit_test(test_junk_is_not_valid),
      cmocka_unit_test(test_too_many),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
