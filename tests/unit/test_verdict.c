/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* When a model is good enough. */

#include "evaluation/verdict.h"
#include "plugin/protocol/port_table.h"
#include "tests/unit/suite.h"

enum { MOST = 20 };

/* So many songs named rightly, wrongly, and not at all */
static BylineVerdict judge(size_t right, size_t wrong, size_t silent)
{
  BylineSongAnswer songs[MOST] = {{0}};
  const size_t n = right + wrong + silent;
  for (size_t i = 0; i < n; ++i) {
    songs[i].truth = 1;
    songs[i].answer = i < right ? 1 : 0;
    songs[i].confidence = i < right + wrong ? 0.5 : 0.49;
  }
  const BylineSongs all = {.songs = songs, .n = n};
  return byline_verdict(&all, BYLINE_USUAL_THRESHOLD);
}

static void test_counts(void** state)
{
  (void)state;
  const BylineVerdict v = judge(7, 2, 4);
  assert_int_equal(v.n_songs, 13);
  assert_int_equal(v.n_right, 7);
  assert_int_equal(v.n_wrong, 2);
}

static void test_kinds(void** state)
{
  (void)state;
  static const struct {
    size_t right, wrong, silent;
    BylineVerdictKind kind;
  } cases[] = {
      {10, 0, 0, BYLINE_VERDICT_STAGE},   {9, 1, 8, BYLINE_VERDICT_STAGE},
      {9, 1, 9, BYLINE_VERDICT_HINT}, // less than half are named
      {8, 1, 0, BYLINE_VERDICT_HINT}, // one of nine is wrong
      {6, 3, 10, BYLINE_VERDICT_HINT},    {6, 4, 0, BYLINE_VERDICT_NOT_YET},
      {4, 0, 16, BYLINE_VERDICT_NOT_YET}, // hardly ever says anything
      {0, 0, 9, BYLINE_VERDICT_NOT_YET},  {0, 0, 0, BYLINE_VERDICT_NOT_YET}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    assert_int_equal(
        judge(cases[i].right, cases[i].wrong, cases[i].silent).kind,
        cases[i].kind);
  }
}

static void test_threshold(void** state)
{
  (void)state;
  assert_true((double)byline_ports[BYLINE_PORT_THRESHOLD].usual ==
              BYLINE_USUAL_THRESHOLD);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_counts),
      cmocka_unit_test(test_kinds),
      cmocka_unit_test(test_threshold),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
