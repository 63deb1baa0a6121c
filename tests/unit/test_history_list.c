/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of who played, in memory. */

#include "byline/history.h"
#include "tests/unit/suite.h"

#include <math.h>

/* Who plays now, whatever was between; and nobody known is not who was before
 */
static void test_since_another(void** state)
{
  (void)state;
  BylineHistoryEntry list[] = {
      {.begin = 5, .artist = "A"},  {.begin = 20},
      {.begin = 30, .artist = "A"}, {.begin = 50},
      {.begin = 60, .artist = "B"}, {.begin = 70},
      {.begin = 80, .artist = "B"}, {.begin = 95},
  };
  const double since[] = {0, 0, 20, 0, 50, 50, 70, 50, 95};
  for (size_t n = 0; n <= 8; ++n) {
    const double seconds = byline_history_since(&(BylineHistory){list, n});
    assert_true(fabs(seconds - since[n]) < 1e-9);
  }
}

static void test_a_list_has_strings_of_its_own(void** state)
{
  (void)state;
  BylineHistory list = {0};
  BylineHistory copy = {0};
  char name[] = "One";
  const BylineHistoryEntry entry = {.artist = name, .album = "Album"};
  for (int i = 0; i < 200; ++i) {
    assert_true(byline_history_add(&list, &entry));
  }
  name[0] = 'X';
  assert_true(byline_history_copy(&list, &copy));
  byline_history_cut(&list, 2);
  assert_int_equal(list.n, 2);
  byline_history_clear(&list);
  byline_history_end(&list, 3); // of nothing
  assert_int_equal(copy.n, 200);
  assert_string_equal(copy.entries[199].artist, "One");
  assert_string_equal(copy.entries[199].title, "");
  assert_string_equal(copy.entries[199].album, "Album");
  byline_history_clear(&copy);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_since_another),
      cmocka_unit_test(test_a_list_has_strings_of_its_own),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
