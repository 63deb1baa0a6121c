/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/repeats.h"
#include "tests/unit/folder.h"
#include "tests/unit/stars.h"
#include "tests/unit/suite.h"

#include <stdio.h>
#include <string.h>

/* Enough for two blocks */
enum { N_PARTS = 12, N_OTHERS = 60, N = N_PARTS + N_OTHERS };

static const double whole_seconds = 180;

/* What part `i` is of recording N_PARTS + 3 i */
static StarsChange change_of(size_t i)
{
  static const float losses[] = {0, 0.2f, 0.4f};
  static const double speeds[] = {1, 1, 1.08, 0.9};
  return (StarsChange){.begin = 11.3 * (double)i,
                       .seconds = 10 + 3 * (double)i,
                       .speed = speeds[i % 4],
                       .lost = losses[i % 3]};
}

static BylineStatus read_stars(void* context, size_t i, BylineConstellation* c)
{
  size_t* const n_read = context;
  if (n_read && i == *n_read) {
    return byline_error(BYLINE_ERROR_IO, "a test's disk");
  }
  if (i >= N_PARTS) {
    *c = stars_compose(i, whole_seconds + (double)i / 10);
    return BYLINE_OK;
  }
  BylineConstellation whole = stars_compose(N_PARTS + 3 * i, whole_seconds);
  const StarsChange change = change_of(i);
  *c = stars_change(&whole, &change, i);
  byline_constellation_free(&whole);
  return BYLINE_OK;
}

static void find(unsigned n_jobs, BylineRepeats* repeats)
{
  const BylineRepeatSource source = {.n = N, .folder = ".", .read = read_stars};
  BylineThreadPool* pool = NULL;
  assert_int_equal(byline_thread_pool_new(n_jobs, &pool), BYLINE_OK);
  assert_int_equal(byline_repeats_find(&source, pool, repeats), BYLINE_OK);
  byline_thread_pool_free(pool);
}

/* Parts of some among many others, also faster and with peaks missing: each is
   found where it is, and nothing else */
static void test_parts_are_found(void** state)
{
  (void)state;
  BylineRepeats repeats;
  find(1, &repeats);
  assert_int_equal(repeats.n, N_PARTS);
  for (size_t i = 0; i < repeats.n; ++i) {
    const BylineRepeat* const r = &repeats.repeats[i];
    const StarsChange change = change_of(i);
    assert_int_equal(r->part, i);
    assert_int_equal(r->whole, N_PARTS + 3 * i);
    assert_true(fabs(r->begin - change.begin) < 0.2);
    assert_true(fabs(r->speed - change.speed) < 0.002);
    assert_true(fabs(r->share - 1 + (double)change.lost) < 0.2);
    assert_true(r->outside < 0.2);
  }
  byline_repeats_free(&repeats);
}

static void test_threads_change_nothing(void** state)
{
  (void)state;
  BylineRepeats one;
  BylineRepeats three;
  find(1, &one);
  find(3, &three);
  assert_int_equal(one.n, three.n);
  assert_memory_equal(one.repeats, three.repeats, one.n * sizeof(*one.repeats));
  byline_repeats_free(&one);
  byline_repeats_free(&three);
}

/* Two that are the same for half of the shorter one */
static BylineStatus read_overlapping(void* context, size_t i,
                                     BylineConstellation* c)
{
  (void)context;
  BylineConstellation all = stars_compose(1, 100);
  const StarsChange changes[] = {{.begin = 60, .seconds = 30},
                                 {.begin = 0, .seconds = 75}};
  *c = stars_change(&all, &changes[i], i);
  byline_constellation_free(&all);
  return BYLINE_OK;
}

static void test_what_overlaps(void** state)
{
  (void)state;
  const BylineRepeatSource source = {
      .n = 2, .folder = ".", .read = read_overlapping};
  BylineRepeats repeats;
  assert_int_equal(byline_repeats_find(&source, NULL, &repeats), BYLINE_OK);
  assert_int_equal(repeats.n, 1);
  assert_true(fabs(repeats.repeats[0].begin - 60) < 0.2);
  assert_true(fabs(repeats.repeats[0].outside - 15) < 0.2);
  byline_repeats_free(&repeats);
}

/* Recordings longer than an index's pieces, and some with nothing to hear */
static BylineStatus read_odd(void* context, size_t i, BylineConstellation* c)
{
  (void)context;
  if (i < 2) {
    *c = stars_compose(i, i ? 0.5 : 0);
  } else if (i == 2) {
    BylineConstellation all = stars_compose(3, 5000);
    *c = stars_change(&all, &(StarsChange){.begin = 3000, .seconds = 300}, 7);
    byline_constellation_free(&all);
  } else {
    *c = stars_compose(i, 5000);
  }
  return BYLINE_OK;
}

static void test_long_and_empty(void** state)
{
  (void)state;
  const BylineRepeatSource source = {.n = 5, .folder = ".", .read = read_odd};
  BylineRepeats repeats;
  assert_int_equal(byline_repeats_find(&source, NULL, &repeats), BYLINE_OK);
  assert_int_equal(repeats.n, 1);
  assert_int_equal(repeats.repeats[0].part, 2);
  assert_int_equal(repeats.repeats[0].whole, 3);
  assert_true(fabs(repeats.repeats[0].begin - 3000) < 0.2);
  byline_repeats_free(&repeats);
}

static void test_failures(void** state)
{
  (void)state;
  size_t unreadable = 5;
  const BylineRepeatSource source = {
      .n = N, .folder = ".", .read = read_stars, .context = &unreadable};
  BylineRepeats repeats;
  assert_int_equal(byline_repeats_find(&source, NULL, &repeats),
                   BYLINE_ERROR_IO);
  assert_non_null(strstr(byline_error_message(), "a test's disk"));
  byline_repeats_free(&repeats);
  const BylineRepeatSource none = {.n = 0, .folder = ".", .read = read_stars};
  assert_int_equal(byline_repeats_find(&none, NULL, &repeats), BYLINE_OK);
  assert_int_equal(repeats.n, 0);
  byline_repeats_free(&repeats);
}

/* ---- the file beside a dataset's features */

static void test_file(void** state)
{
  (void)state;
  for (uint64_t seed = 0; seed < 3; ++seed) {
    BylineConstellation c = stars_compose(seed, seed ? 10 + (double)seed : 0);
    BylineConstellation again;
    assert_int_equal(byline_constellation_write("x.peaks", &c), BYLINE_OK);
    assert_int_equal(byline_constellation_read("x.peaks", &again), BYLINE_OK);
    assert_int_equal(again.n, c.n);
    assert_true(again.duration == c.duration);
    assert_memory_equal(again.peaks, c.peaks, c.n * sizeof(*c.peaks));
    byline_constellation_free(&again);
    byline_constellation_free(&c);
  }
  BylineConstellation c;
  assert_int_equal(byline_constellation_read("none.peaks", &c),
                   BYLINE_ERROR_IO);
}

/* Each byte of a file counts, and so does its length */
static void test_damaged_file(void** state)
{
  (void)state;
  static char bytes[2048];
  BylineConstellation c = stars_compose(4, 5);
  BylineConstellation read;
  assert_int_equal(byline_constellation_write("x.peaks", &c), BYLINE_OK);
  byline_constellation_free(&c);
  FILE* file = fopen("x.peaks", "rb");
  const size_t size = fread(bytes, 1, sizeof(bytes), file);
  fclose(file);
  assert_in_range(size, 200, sizeof(bytes) - 1);
  for (size_t i = 0; i <= size; ++i) {
    const size_t n = i == size ? size - 1 : size;
    file = fopen("bad.peaks", "wb");
    bytes[i] = (char)(bytes[i] ^ 0x41);
    fwrite(bytes, 1, n, file);
    bytes[i] = (char)(bytes[i] ^ 0x41);
    fclose(file);
    assert_int_equal(byline_constellation_read("bad.peaks", &read),
                     BYLINE_ERROR_FORMAT);
    assert_null(read.peaks);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parts_are_found),
      cmocka_unit_test(test_threads_change_nothing),
      cmocka_unit_test(test_what_overlaps),
      cmocka_unit_test(test_long_and_empty),
      cmocka_unit_test(test_failures),
      cmocka_unit_test(test_file),
      cmocka_unit_test(test_damaged_file),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
