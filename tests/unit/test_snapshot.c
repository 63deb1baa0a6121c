/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugin/announcements.h"
#include "plugin/level.h"
#include "plugin/snapshot.h"

#include "byline/front_end.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_the_newest_report_is_read(void** state)
{
  (void)state;
  static BylineSnapshots snapshots;
  byline_snapshots_init(&snapshots);
  for (int i = 0; i < BYLINE_N_RANKING; ++i) {
    const bool number = i < BYLINE_TOP || i == 2 * BYLINE_TOP;
    assert_float_equal(byline_snapshots_read(&snapshots)->ranking[i],
                       number ? -1 : 0, 0);
  }
  BylineSnapshot snapshot = byline_snapshot_empty();
  for (unsigned i = 1; i < 10; ++i) {
    snapshot.changes = i;
    byline_snapshots_write(&snapshots, &snapshot);
    if (i % 3 == 0) {
      assert_int_equal(byline_snapshots_read(&snapshots)->changes, i);
      assert_int_equal(byline_snapshots_read(&snapshots)->changes, i);
    }
  }
}

enum { N_REPORTS = 300000 };

static void* write_reports(void* user)
{
  BylineSnapshot snapshot = byline_snapshot_empty();
  for (unsigned i = 1; i <= N_REPORTS; ++i) {
    snapshot.answer.artist = (int32_t)i;
    snapshot.answer.top[0].artist = (int32_t)i;
    snapshot.level = (float)i;
    snapshot.load = (float)i;
    snapshot.changes = i;
    byline_snapshots_write(user, &snapshot);
  }
  return NULL;
}

static void test_reports_are_whole_and_never_older(void** state)
{
  (void)state;
  static BylineSnapshots snapshots;
  pthread_t writer;
  unsigned last = 0;
  size_t torn = 0;
  size_t older = 0;
  byline_snapshots_init(&snapshots);
  assert_int_equal(pthread_create(&writer, NULL, write_reports, &snapshots), 0);
  while (last < N_REPORTS) {
    const BylineShownSnapshot* const snapshot =
        byline_snapshots_read(&snapshots);
    if (snapshot->changes > 0) {
      const float i = (float)snapshot->changes;
      torn += snapshot->health[1] != i || snapshot->health[2] != i ||
              snapshot->ranking[0] != i ||
              snapshot->ranking[2 * BYLINE_TOP] != i;
    }
    older += snapshot->changes < last;
    last = snapshot->changes;
  }
  pthread_join(writer, NULL);
  assert_int_equal(torn, 0);
  assert_int_equal(older, 0);
}

static void test_level_of_a_sine(void** state)
{
  (void)state;
  float samples[4800];
  for (int i = 0; i < 4800; ++i) {
    samples[i] = 0.5f * sinf((float)(i * 2 * M_PI / 48));
  }
  BylineLevel level = byline_level_begin(48000);
  assert_true(byline_level_db(&level) == BYLINE_SILENCE_DB);
  for (int i = 0; i < 40; ++i) {
    byline_level_hear(&level, samples, samples, 4800);
  }
  assert_true(fabsf(byline_level_db(&level) - -9.03f) < 0.1f);
  samples[0] = NAN;
  samples[1] = INFINITY;
  byline_level_hear(&level, samples, samples, 4800);
  assert_true(isfinite(byline_level_db(&level)));
}

static void add(BylineAnnouncements* history, double time, char* name)
{
  const BylineAnnouncement announcement = {time, name, 0.875f, 1700000000};
  byline_announcements_add(history, &announcement);
}

static void test_history_survives_as_text(void** state)
{
  (void)state;
  BylineAnnouncements history = {0};
  add(&history, 1.5, "Sigur R\xc3\xb3s");
  add(&history, 3600.25, "");
  add(&history, 7200, "Tab\there");
  char* const text = byline_announcements_format(&history);
  assert_string_equal(text, "1.500 0.875 1700000000\tSigur R\xc3\xb3s\n"
                            "3600.250 0.875 1700000000\t\n"
                            "7200.000 0.875 1700000000\tTab\there\n");
  BylineAnnouncements copy = {0};
  byline_announcements_parse(&copy, text);
  assert_int_equal(copy.n, 3);
  assert_true(copy.list[1].time == 3600.25);
  assert_string_equal(copy.list[0].name, "Sigur R\xc3\xb3s");
  assert_string_equal(copy.list[1].name, "");
  assert_string_equal(copy.list[2].name, "Tab\there");
  assert_true(copy.list[2].probability == 0.875f);
  assert_true(copy.list[2].clock == 1700000000);
  free(text);
  byline_announcements_parse(&copy, "rubbish\n\n-1\t\n1.000 no tab\n"
                                    "999999999.000 1.000 0\tFar\n2.000\tYes");
  assert_int_equal(copy.n, 1);
  assert_string_equal(copy.list[0].name, "Yes");
  assert_true(copy.list[0].clock == 0);
  byline_announcements_clear(&copy);
  byline_announcements_clear(&history);
}

static void test_history_forgets_the_oldest(void** state)
{
  (void)state;
  BylineAnnouncements history = {0};
  for (int i = 0; i < BYLINE_MAX_ANNOUNCEMENTS + 100; ++i) {
    add(&history, i, "x");
  }
  assert_int_equal(history.n, BYLINE_MAX_ANNOUNCEMENTS);
  assert_true(history.list[0].time == 100);
  byline_announcements_clear(&history);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_the_newest_report_is_read),
      cmocka_unit_test(test_reports_are_whole_and_never_older),
      cmocka_unit_test(test_level_of_a_sine),
      cmocka_unit_test(test_history_survives_as_text),
      cmocka_unit_test(test_history_forgets_the_oldest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
