/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Splits that keep albums and recordings whole, and folds. */

#include "byline/dataset.h"
#include "dataset/split.h"
#include "tests/unit/suite.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MAX_ITEMS = 400 };

/* Songs with albums, by any number of artists */
typedef struct {
  BylineSplitSong songs[MAX_ITEMS];
  BylineSplitPlace places[MAX_ITEMS];
  char names[MAX_ITEMS][16];
  size_t n;
} Shelf;

static Shelf shelf;

static void put_album(size_t artist, const char* album, size_t n_songs)
{
  for (size_t i = 0; i < n_songs; ++i) {
    snprintf(shelf.names[shelf.n], sizeof(shelf.names[0]), "r%zu", shelf.n);
    shelf.songs[shelf.n] = (BylineSplitSong){.artist = artist,
                                             .album = album,
                                             .recording = shelf.names[shelf.n],
                                             .backing = ""};
    ++shelf.n;
  }
}

static void split_shelf(const BylineSplitPlan* plan, size_t n_artists)
{
  static const char* const names[] = {"A", "B", "C", "D"};
  assert_int_equal(
      byline_split(shelf.songs, shelf.n, names, n_artists, plan, shelf.places),
      BYLINE_OK);
}

/* How many songs of an artist are in a part; those of an album, if given. */
static size_t count(size_t artist, const char* album, BylineSplit part)
{
  size_t n = 0;
  for (size_t i = 0; i < shelf.n; ++i) {
    n += shelf.songs[i].artist == artist && shelf.places[i].split == part &&
         (!album || !strcmp(shelf.songs[i].album, album));
  }
  return n;
}

/* How many parts an artist's album is in. */
static size_t count_parts(size_t artist, const char* album)
{
  size_t n = 0;
  for (int part = BYLINE_TRAIN; part <= BYLINE_TEST; ++part) {
    n += count(artist, album, (BylineSplit)part) > 0;
  }
  return n;
}

static void test_albums_stay_whole(void** state)
{
  (void)state;
  static const char* const albums[] = {"one", "two", "three", "four", "five"};
  for (uint64_t seed = 0; seed < 50; ++seed) {
    shelf.n = 0;
    for (size_t i = 0; i < 5; ++i) {
      put_album(0, albums[i], 10);
      put_album(1, albums[i], i == 0 ? 20 : 3);
    }
    put_album(2, "one", 4);
    put_album(2, "two", 4);
    put_album(2, "three", 4);
    const BylineSplitPlan plan = {.by = BYLINE_BY_ALBUM, .seed = seed};
    split_shelf(&plan, 3);
    for (size_t artist = 0; artist < 3; ++artist) {
      for (size_t i = 0; i < (artist == 2 ? 3 : 5); ++i) {
        assert_int_equal(count_parts(artist, albums[i]), 1);
      }
      for (int part = BYLINE_TRAIN; part <= BYLINE_TEST; ++part) {
        assert_true(count(artist, NULL, (BylineSplit)part) > 0);
      }
    }
    /* 60/20/20 where albums allow it */
    assert_int_equal(count(0, NULL, BYLINE_TRAIN), 30);
    assert_int_equal(count(0, NULL, BYLINE_VALIDATION), 10);
    assert_int_equal(count(0, NULL, BYLINE_TEST), 10);
    for (size_t i = 0; i < shelf.n; ++i) {
      assert_string_equal(shelf.places[i].group, shelf.songs[i].album);
    }
  }
}

static void test_too_few_albums(void** state)
{
  (void)state;
  shelf.n = 0;
  put_album(0, "only", 10);
  put_album(1, "first", 8);
  put_album(1, "second", 4);
  put_album(2, "", 10); /* Unknown: singles */
  const BylineSplitPlan plan = {.by = BYLINE_BY_ALBUM, .seed = 3};
  split_shelf(&plan, 3);

  /* A single album: by song, and no album claims to be whole */
  assert_int_equal(count(0, NULL, BYLINE_TRAIN), 6);
  assert_int_equal(count(0, NULL, BYLINE_VALIDATION), 2);
  assert_int_equal(count(0, NULL, BYLINE_TEST), 2);
  /* Two: the test has one of them for itself */
  assert_int_equal(count(1, "second", BYLINE_TEST), 4);
  assert_int_equal(count(1, "first", BYLINE_TRAIN), 6);
  assert_int_equal(count(1, "first", BYLINE_VALIDATION), 2);
  for (size_t i = 0; i < shelf.n; ++i) {
    const bool whole =
        shelf.songs[i].artist == 1 && shelf.places[i].split == BYLINE_TEST;
    assert_string_equal(shelf.places[i].group, whole ? "second" : "");
  }
  assert_int_equal(count(2, NULL, BYLINE_TEST), 2);
}

/* One recording on two albums ties them together. */
static void test_recordings_stay_together(void** state)
{
  (void)state;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    shelf.n = 0;
    put_album(0, "one", 4);
    put_album(0, "two", 4);
    put_album(0, "three", 4);
    put_album(0, "best of", 4);
    shelf.songs[12].recording = shelf.songs[0].recording;
    for (int by = BYLINE_BY_SONG; by <= BYLINE_BY_ALBUM; ++by) {
      for (unsigned folds = 0; folds <= 3; folds += 3) {
        const BylineSplitPlan plan = {
            .by = (BylineSplitBy)by, .folds = folds, .seed = seed};
        split_shelf(&plan, 1);
        assert_int_equal(shelf.places[0].split, shelf.places[12].split);
        if (by == BYLINE_BY_ALBUM) {
          assert_int_equal(shelf.places[0].split, shelf.places[13].split);
        }
      }
    }
  }
}

/* Songs over one accompaniment are in one part, whoever sings: eight that all
   four artists sing, and two of each one's own */
static void test_accompaniments_stay_together(void** state)
{
  (void)state;
  enum { N_SHARED = 8, N_OWN = 2, N_EACH = N_SHARED + N_OWN };
  for (uint64_t seed = 0; seed < 20; ++seed) {
    for (int by = BYLINE_BY_SONG; by <= BYLINE_BY_ALBUM; ++by) {
      for (unsigned folds = 0; folds <= 3; folds += 3) {
        shelf.n = 0;
        for (size_t artist = 0; artist < 4; ++artist) {
          put_album(artist, "one", N_EACH / 2);
          put_album(artist, "two", N_EACH / 2);
        }
        char names[N_SHARED][8];
        for (size_t i = 0; i < N_SHARED; ++i) {
          snprintf(names[i], sizeof(names[i]), "b%zu", i);
          for (size_t artist = 0; artist < 4; ++artist) {
            shelf.songs[artist * N_EACH + (i + artist) % N_EACH].backing =
                names[i];
          }
        }
        const BylineSplitPlan plan = {
            .by = (BylineSplitBy)by, .folds = folds, .seed = seed};
        split_shelf(&plan, 4);
        size_t n_unused = 0;
        for (size_t i = 0; i < shelf.n; ++i) {
          n_unused += shelf.places[i].split == BYLINE_UNUSED;
          for (size_t k = 0; k < i; ++k) {
            if (shelf.songs[i].backing[0] &&
                !strcmp(shelf.songs[i].backing, shelf.songs[k].backing) &&
                shelf.places[i].split != BYLINE_UNUSED &&
                shelf.places[k].split != BYLINE_UNUSED) {
              assert_int_equal(shelf.places[i].split, shelf.places[k].split);
              assert_int_equal(shelf.places[i].fold, shelf.places[k].fold);
            }
          }
        }
        if (by == BYLINE_BY_SONG) {
          assert_int_equal(n_unused, 0);
          for (size_t artist = 0; artist < 4 && folds == 0; ++artist) {
            assert_int_equal(count(artist, NULL, BYLINE_TEST), 2);
            assert_int_equal(count(artist, NULL, BYLINE_VALIDATION), 2);
          }
        }
      }
    }
  }
}

static void test_folds(void** state)
{
  (void)state;
  enum { FOLDS = 3 };
  static const char* const albums[] = {"one", "two", "three", "four"};
  for (int by = BYLINE_BY_SONG; by <= BYLINE_BY_ALBUM; ++by) {
    shelf.n = 0;
    for (size_t i = 0; i < 4; ++i) {
      put_album(0, albums[i], 6);
    }
    put_album(1, "only", 9);
    unsigned n_tests[MAX_ITEMS] = {0};
    for (unsigned fold = 0; fold < FOLDS; ++fold) {
      const BylineSplitPlan plan = {
          .by = (BylineSplitBy)by, .folds = FOLDS, .fold = fold, .seed = 9};
      split_shelf(&plan, 2);
      for (size_t i = 0; i < shelf.n; ++i) {
        const bool is_test = shelf.places[i].split == BYLINE_TEST;
        n_tests[i] += is_test;
        assert_int_equal(is_test, shelf.places[i].fold == fold + 1);
      }
      assert_int_equal(count(1, NULL, BYLINE_TEST), 3);
      assert_int_equal(count(1, NULL, BYLINE_VALIDATION), 1);
      assert_true(count(0, NULL, BYLINE_VALIDATION) > 0);
      assert_true(count(0, NULL, BYLINE_TRAIN) > 0);
      if (by == BYLINE_BY_SONG) {
        assert_int_equal(count(0, NULL, BYLINE_TEST), 8);
        assert_int_equal(count(0, NULL, BYLINE_VALIDATION), 4);
      }
      for (size_t i = 0; by == BYLINE_BY_ALBUM && i < 4; ++i) {
        assert_int_equal(count_parts(0, albums[i]), 1);
      }
    }
    for (size_t i = 0; i < shelf.n; ++i) {
      assert_int_equal(n_tests[i], 1);
    }
  }
}

static void test_impossible_plans(void** state)
{
  (void)state;
  static const BylineSplitPlan plans[] = {{.folds = 1},
                                          {.folds = 3, .fold = 3}};
  for (size_t i = 0; i < 2; ++i) {
    assert_int_equal(byline_split(shelf.songs, 0, NULL, 0, &plans[i], NULL),
                     BYLINE_ERROR_USAGE);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_albums_stay_whole),
      cmocka_unit_test(test_too_few_albums),
      cmocka_unit_test(test_recordings_stay_together),
      cmocka_unit_test(test_accompaniments_stay_together),
      cmocka_unit_test(test_folds),
      cmocka_unit_test(test_impossible_plans),
  };
  byline_log_set_level(BYLINE_LOG_ERROR);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
