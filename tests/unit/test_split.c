/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"
#include "byline/random.h"
#include "dataset/split.h"
#include "tests/unit/suite.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_ARTISTS = 200, MAX_SONGS = 40 };

static char recordings[N_ARTISTS * MAX_SONGS][16];
static const char* artist_names[N_ARTISTS];

/* Split songs that are each a recording of its own. */
static void split_songs(const size_t* artists, size_t n, size_t n_artists,
                        uint64_t seed, BylineSplit* splits)
{
  static BylineSplitSong items[N_ARTISTS * MAX_SONGS];
  static BylineSplitPlace places[N_ARTISTS * MAX_SONGS];
  for (size_t i = 0; i < n; ++i) {
    snprintf(recordings[i], sizeof(recordings[i]), "%zu", i);
    items[i] = (BylineSplitSong){.artist = artists[i],
                                 .album = "",
                                 .recording = recordings[i],
                                 .backing = ""};
  }
  const BylineSplitPlan plan = {.seed = seed};
  assert_int_equal(
      byline_split(items, n, artist_names, n_artists, &plan, places),
      BYLINE_OK);
  for (size_t i = 0; i < n; ++i) {
    splits[i] = places[i].split;
    assert_int_equal(places[i].fold, 0);
    assert_string_equal(places[i].group, "");
  }
}

/* A library of artists with 1 to MAX_SONGS songs each, in mixed order */
typedef struct {
  size_t artists[N_ARTISTS * MAX_SONGS];
  BylineSplit splits[N_ARTISTS * MAX_SONGS];
  size_t counts[N_ARTISTS][3];
  size_t n_songs;
} Songs;

static Songs songs;

static int set_up(void** state)
{
  (void)state;
  BylineRandom random = byline_random_begin(7, 0);
  songs.n_songs = 0;
  for (size_t artist = 0; artist < N_ARTISTS; ++artist) {
    const size_t n = 1 + byline_random_below(&random, MAX_SONGS);
    for (size_t i = 0; i < n; ++i) {
      songs.artists[songs.n_songs++] = artist;
    }
  }
  byline_random_shuffle(&random, songs.artists, songs.n_songs);
  return 0;
}

static void split(uint64_t seed)
{
  memset(songs.splits, 0xff, sizeof(songs.splits));
  memset(songs.counts, 0, sizeof(songs.counts));
  split_songs(songs.artists, songs.n_songs, N_ARTISTS, seed, songs.splits);
  for (size_t i = 0; i < songs.n_songs; ++i) {
    assert_in_range(songs.splits[i], BYLINE_TRAIN, BYLINE_TEST);
    ++songs.counts[songs.artists[i]][songs.splits[i]];
  }
}

static void test_each_artist_is_in_each_part(void** state)
{
  (void)state;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    split(seed);
    for (size_t artist = 0; artist < N_ARTISTS; ++artist) {
      const size_t* const n = songs.counts[artist];
      const size_t total = n[0] + n[1] + n[2];
      assert_true(n[BYLINE_TRAIN] >= 1);
      assert_true(n[BYLINE_TRAIN] >= n[BYLINE_VALIDATION]);
      assert_int_equal(n[BYLINE_VALIDATION], n[BYLINE_TEST]);
      if (total >= 3) {
        assert_true(n[BYLINE_TEST] >= 1);
      }
      assert_true(5 * n[BYLINE_TEST] <= total + 3);
    }
  }
}

static void test_proportions(void** state)
{
  (void)state;
  split(1);
  size_t sums[3] = {0};
  for (size_t artist = 0; artist < N_ARTISTS; ++artist) {
    for (size_t i = 0; i < 3; ++i) {
      sums[i] += songs.counts[artist][i];
    }
  }
  const double n = (double)songs.n_songs;
  assert_true((double)sums[BYLINE_TRAIN] / n > 0.58);
  assert_true((double)sums[BYLINE_TRAIN] / n < 0.62);
  assert_true((double)sums[BYLINE_TEST] / n > 0.19);
  assert_true((double)sums[BYLINE_TEST] / n < 0.21);
}

static void test_seed_decides(void** state)
{
  (void)state;
  static BylineSplit first[N_ARTISTS * MAX_SONGS];
  split(5);
  memcpy(first, songs.splits, sizeof(first));
  split(5);
  assert_memory_equal(first, songs.splits, sizeof(first));
  split(6);
  size_t n_different = 0;
  for (size_t i = 0; i < songs.n_songs; ++i) {
    n_different += first[i] != songs.splits[i];
  }
  assert_true(n_different > songs.n_songs / 4);
}

/* Over many seeds, each song is tested on as often as the others. */
static void test_songs_have_equal_chances(void** state)
{
  (void)state;
  enum { N = 10, N_SEEDS = 5000 };
  const size_t artists[N] = {0};
  size_t n_tests[N] = {0};
  for (uint64_t seed = 0; seed < N_SEEDS; ++seed) {
    BylineSplit splits[N];
    split_songs(artists, N, 1, seed, splits);
    for (size_t i = 0; i < N; ++i) {
      n_tests[i] += splits[i] == BYLINE_TEST;
    }
  }
  for (size_t i = 0; i < N; ++i) {
    assert_in_range(n_tests[i], 880, 1120); /* 1000 +- 4 deviations */
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_each_artist_is_in_each_part),
      cmocka_unit_test(test_proportions),
      cmocka_unit_test(test_seed_decides),
      cmocka_unit_test(test_songs_have_equal_chances),
  };
  byline_log_set_level(BYLINE_LOG_ERROR);
  return cmocka_run_group_tests(tests, set_up, NULL);
}
