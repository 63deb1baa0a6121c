/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"
#include "dataset/clean.h"
#include "dataset/spelling.h"
#include "dataset/vocalists.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void write_text(const char* path, const char* text)
{
  FILE* const file = fopen(path, "wb");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

static void test_vocalists(void** state)
{
  (void)state;
  static const struct {
    const char* artist;
    const char* title;
    bool several;
  } cases[] = {
      {"Ann", "Song", false},
      {"Ann feat. Bob", "Song", true},
      {"Ann Ft Bob", "Song", true},
      {"Ann featuring Bob", "Song", true},
      {"ANN VS. BOB", "Song", true},
      {"Ann; Bob", "Song", true},
      {"Ann", "Song (feat. Bob)", true},
      {"Ann", "Song [Featuring Bob]", true},
      {"Ann", "Song (with Bob)", true},
      {"Ann", "Song (with kind permission)", false},
      {"Ann", "Song with a View", false},
      {"Ann", "Duet of Two", true},
      {"Ann", "Feature Film", false},
      {"Ann", "Six Ft Under", false},
      {"Defeater", "Left", false},
      {"Simon & Garfunkel", "Song", false},
      {"Earth, Wind & Fire", "Song", false},
      {"Ann & the Machine", "Song", true}, /* Ann has songs of her own */
      {"Bob and Ann", "Song", true},
      {"Joanna & Roanne", "Song", false},
      {"Zed x ann", "Song", true},
      {"Malcolm X and friends", "Song", false},
  };
  BylineNames artists = {0};
  assert_true(byline_names_add(&artists, "Ann"));
  byline_names_sort(&artists);
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    const char* word = NULL;
    if (byline_several_vocalists(cases[i].artist, cases[i].title, &artists,
                                 &word) != cases[i].several) {
      fail_msg("'%s', '%s': %s", cases[i].artist, cases[i].title,
               word ? word : "nothing found");
    }
  }
  byline_names_free(&artists);
}

static void test_instrumental_titles(void** state)
{
  (void)state;
  assert_true(byline_title_is_instrumental("Song (Instrumental)"));
  assert_true(byline_title_is_instrumental("Song - instrumental version"));
  assert_true(byline_title_is_instrumental("KARAOKE"));
  assert_false(byline_title_is_instrumental("Instrumentality"));
  assert_false(byline_title_is_instrumental("Song"));
}

static void check_key(const char* name, const char* expected)
{
  char* const key = byline_spelling_key(name);
  assert_string_equal(key, expected);
  free(key);
}

static void test_spelling_keys(void** state)
{
  (void)state;
  check_key("The Beatles", "beatles");
  check_key("Beatles, The", "beatles");
  check_key("BEATLES", "beatles");
  check_key("The The", "the");
  check_key("Björk", "bjork");
  check_key("Sigur Rós", "sigurros");
  check_key("Šimek & Łącki", "simekandlacki");
  check_key("Simon and Garfunkel", "simonandgarfunkel");
  check_key("Simon & Garfunkel", "simonandgarfunkel");
  check_key("AC/DC", "acdc");
  check_key("!!!", "!!!");
  check_key("Кино", "Кино");
  check_key("Theory", "theory");
}

/* The table that the following tests change */
static void read_library(BylineTable* table)
{
  write_text("library.tsv", "path\tartist\ttitle\tduration\tmood\n"
                            "/1\tThe Band\tA\t200\tgood\n"
                            "/2\tBand, The\tB (feat. Zed)\t200\n"
                            "/3\tThe Band\tC\t12.5\n"
                            "/4\tthe band\tD (Instrumental)\t200\n"
                            "/5\tZed\tE\n");
  assert_int_equal(byline_table_read("library.tsv", table), BYLINE_OK);
}

static void test_clean_marks_and_keeps(void** state)
{
  (void)state;
  const BylineCleanRules rules = {.min_duration = 30};
  BylineTable table;
  read_library(&table);
  size_t n_dropped = 0;
  assert_int_equal(byline_library_clean(&table, &rules, &n_dropped), BYLINE_OK);
  assert_int_equal(n_dropped, 3);
  const size_t column = byline_table_column(&table, "dropped");
  assert_string_equal(byline_table_cell(&table, 1, column), "");
  assert_string_equal(byline_table_cell(&table, 2, column),
                      "several vocalists (feat.)");
  assert_string_equal(byline_table_cell(&table, 3, column),
                      "shorter than 30 s");
  assert_string_equal(byline_table_cell(&table, 4, column),
                      "instrumental, by its title");
  assert_string_equal(byline_table_cell(&table, 5, column), "");

  /* What people write stands, and other columns are not touched */
  assert_int_equal(byline_table_set(&table, 3, column, "Keep"), BYLINE_OK);
  assert_int_equal(byline_table_write("clean.tsv", &table), BYLINE_OK);
  byline_table_free(&table);
  assert_int_equal(byline_table_read("clean.tsv", &table), BYLINE_OK);
  assert_int_equal(byline_library_clean(&table, &rules, &n_dropped), BYLINE_OK);
  assert_int_equal(n_dropped, 2);
  assert_string_equal(byline_table_cell(&table, 3, column), "Keep");
  assert_string_equal(
      byline_table_cell(&table, 1, byline_table_column(&table, "mood")),
      "good");
  byline_table_free(&table);

  /* Preparing passes over what is dropped */
  BylineLibrary library;
  assert_int_equal(byline_library_read("clean.tsv", &library), BYLINE_OK);
  assert_int_equal(library.n_tracks, 3);
  assert_string_equal(library.tracks[1].path, "/3");
  byline_library_free(&library);
}

static void test_clean_options(void** state)
{
  (void)state;
  const BylineCleanRules rules = {.min_duration = 10,
                                  .keep_instrumental = true};
  BylineTable table;
  read_library(&table);
  size_t n_dropped = 0;
  assert_int_equal(byline_library_clean(&table, &rules, &n_dropped), BYLINE_OK);
  assert_int_equal(n_dropped, 1);
  byline_table_free(&table);
}

static void test_spellings_are_proposed_and_applied(void** state)
{
  (void)state;
  BylineTable table;
  read_library(&table);
  size_t n = 0;
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  assert_int_equal(n, 2);
  assert_int_equal(byline_spelling_apply(&table, "rules.tsv", &n), BYLINE_OK);
  assert_int_equal(n, 2);
  const size_t artist = byline_table_column(&table, "artist");
  for (size_t row = 1; row <= 4; ++row) {
    assert_string_equal(byline_table_cell(&table, row, artist), "The Band");
  }
  assert_string_equal(byline_table_cell(&table, 5, artist), "Zed");
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  assert_int_equal(n, 0);
  assert_int_equal(byline_spelling_apply(&table, "missing.tsv", &n),
                   BYLINE_ERROR_IO);
  assert_int_equal(byline_spelling_apply(&table, "library.tsv", &n),
                   BYLINE_ERROR_FORMAT);
  byline_table_free(&table);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_vocalists),
      cmocka_unit_test(test_instrumental_titles),
      cmocka_unit_test(test_spelling_keys),
      cmocka_unit_test(test_clean_marks_and_keeps),
      cmocka_unit_test(test_clean_options),
      cmocka_unit_test(test_spellings_are_proposed_and_applied),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
