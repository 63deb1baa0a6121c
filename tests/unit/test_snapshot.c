/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugin/history_keeper.h"
#include "plugin/level.h"
#include "plugin/snapshot.h"

#include "byline/front_end.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

static void test_the_newest_report_is_read(void** state)
{
  (void)state;
  static BylineSnapshots snapshots;
  byline_snapshots_init(&snapshots);
  for (int i = 0; i < BYLINE_N_RANKING; ++i) {
    const bool number = i < BYLINE_TOP || i == 2 * BYLINE_TOP;
    assert_float_equal(byline_snapshots_read(&snapshots)->ranking[i],
                       (number ? -1 : 0), 0);
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
    snapshot.voice = (float)i;
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
              snapshot->later[2] != i || snapshot->ranking[0] != i ||
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

static void add(BylineLiveHistory* history, double time, const char* artist,
                const char* title)
{
  const BylineHistoryEntry entry = {
      .begin = time,
      .end = time,
      .artist = artist,
      .title = title,
      .probability = 0.875f,
      .speed = title ? 1.062f : 0,
      .known_by = title ? BYLINE_KNOWN_BY_RECORDING : BYLINE_KNOWN_BY_EAR,
      .clock = 1700000000};
  byline_live_history_announce(history, &entry);
}

static void test_history_survives_as_text(void** state)
{
  (void)state;
  BylineLiveHistory history = {0};
  add(&history, 1.5, "Sigur R\xc3\xb3s", "Star\xc3\xa1lfur");
  add(&history, 3600.25, "", NULL);
  add(&history, 7200, "Tab\there", NULL);
  char* const text = byline_live_history_save(&history, 7203);
  assert_string_equal(
      text, "1.500 0.875 1700000000 1.062 0.000 2\tSigur R\xc3\xb3s\t"
            "Star\xc3\xa1lfur\t\t\t\n"
            "3600.250 0.875 1700000000 0.000 0.000 1\t\t\t\t\t\n"
            "7200.000 0.875 1700000000 0.000 0.000 1\tTab here\t\t\t\t\n"
            "7203.000 0.000 0 0.000 0.000 0\t\t\t\t\t\n");
  BylineLiveHistory copy = {0};
  byline_live_history_restore(&copy, text);
  assert_int_equal(copy.list.n, 4); // somebody who ends, too
  const BylineHistoryEntry* const entries = copy.list.entries;
  assert_true(entries[0].end == 3600.25);
  assert_true(entries[1].begin == 3600.25);
  assert_string_equal(entries[0].artist, "Sigur R\xc3\xb3s");
  assert_string_equal(entries[0].title, "Star\xc3\xa1lfur");
  assert_true(entries[0].speed == 1.062f);
  assert_int_equal(entries[0].known_by, BYLINE_KNOWN_BY_RECORDING);
  assert_string_equal(entries[1].artist, "");
  assert_int_equal(entries[1].known_by, BYLINE_KNOWN_BY_NOTHING);
  assert_string_equal(entries[2].artist, "Tab here");
  assert_string_equal(entries[2].title, "");
  assert_true(entries[2].probability == 0.875f);
  assert_true(entries[2].clock == 1700000000);
  free(text);
  byline_live_history_clear(&copy);
  byline_live_history_clear(&history);
}

/* Of older sessions, which had only artists, and of none at all */
static void test_history_of_other_text(void** state)
{
  (void)state;
  BylineLiveHistory history = {0};
  byline_live_history_restore(&history,
                              "rubbish\n\n-1\t\n1.000 no tab\n"
                              "1.000 0.5 0 1.000 1.000 7\tBy what?\n"
                              "999999999.000 1.000 0\tFar\n"
                              "2.000\tYes\n3.000 0.875 1700000000\tOld");
  assert_int_equal(history.list.n, 2);
  assert_string_equal(history.list.entries[0].artist, "Yes");
  assert_true(history.list.entries[0].clock == 0);
  assert_true(history.list.entries[0].end == 3);
  assert_string_equal(history.list.entries[1].artist, "Old");
  assert_string_equal(history.list.entries[1].title, "");
  assert_int_equal(history.list.entries[1].known_by, BYLINE_KNOWN_BY_EAR);
  assert_true(history.list.entries[1].clock == 1700000000);
  byline_live_history_clear(&history);
}

static void test_history_forgets_the_oldest(void** state)
{
  (void)state;
  BylineLiveHistory history = {0};
  for (int i = 0; i < BYLINE_MAX_HISTORY + 100; ++i) {
    add(&history, i, "x", NULL);
  }
  assert_int_equal(history.list.n, BYLINE_MAX_HISTORY);
  assert_true(history.list.entries[0].begin == 100);
  byline_live_history_clear(&history);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_the_newest_report_is_read),
      cmocka_unit_test(test_reports_are_whole_and_never_older),
      cmocka_unit_test(test_level_of_a_sine),
      cmocka_unit_test(test_history_survives_as_text),
      cmocka_unit_test(test_history_of_other_text),
      cmocka_unit_test(test_history_forgets_the_oldest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
