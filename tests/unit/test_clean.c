/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"
#include "dataset/clean.h"
#include "dataset/spelling.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <string.h>

static void write_text(const char* path, const char* text)
{
  FILE* const file = fopen(path, "wb");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
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
                      "several vocalists (Band, The; Zed)");
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

static void apply(const char* path, BylineTable* table, size_t n_expected)
{
  BylineTable rules;
  size_t n = 0;
  assert_int_equal(byline_spelling_read(path, NULL, &rules), BYLINE_OK);
  assert_int_equal(byline_spelling_apply(table, &rules, &n), BYLINE_OK);
  assert_int_equal(n, n_expected);
  byline_table_free(&rules);
}

static void test_spellings_are_proposed_and_applied(void** state)
{
  (void)state;
  BylineTable table;
  read_library(&table);
  size_t n = 0;
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  assert_int_equal(n, 2);
  apply("rules.tsv", &table, 2);
  const size_t artist = byline_table_column(&table, "artist");
  for (size_t row = 1; row <= 4; ++row) {
    assert_string_equal(byline_table_cell(&table, row, artist), "The Band");
  }
  assert_string_equal(byline_table_cell(&table, 5, artist), "Zed");
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  assert_int_equal(n, 0);
  byline_table_free(&table);
  assert_int_equal(byline_spelling_read("missing.tsv", NULL, &table),
                   BYLINE_ERROR_IO);
  assert_int_equal(byline_spelling_read("library.tsv", NULL, &table),
                   BYLINE_ERROR_FORMAT);
}

/* How many renamings are proposed for tracks by two names */
static size_t count_proposed(const char* a, const char* b)
{
  char text[256];
  snprintf(text, sizeof(text), "path\tartist\n/1\t%s\n/2\t%s\n/3\t%s\n", a, a,
           b);
  write_text("two.tsv", text);
  BylineTable table;
  assert_int_equal(byline_table_read("two.tsv", &table), BYLINE_OK);
  size_t n = 0;
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  byline_table_free(&table);
  return n;
}

static void test_other_ways_to_write_a_name(void** state)
{
  (void)state;
  static const char* const same[][2] = {
      {"DJ Oetzi", "DJ Ötzi"},
      {"MOTÖRHEAD", "Motoerhead"},
      {"Møl", "Moel"},
      {"Waits, Tom", "Tom Waits"},
      {"Bach, Johann Sebastian", "Johann Sebastian Bach"},
      {"Marley, Bob & the Wailers", "Bob Marley and the Wailers"},
      {"Groenemeyer, Herbert", "Herbert Grönemeyer"},
  };
  static const char* const different[][2] = {
      {"Joe", "Jo"},     {"Boer", "Bor"},         {"Michael", "Michal"},
      {"Tom", "Waits"},  {"Waits, Tom", "Waits"}, {"A, B, C", "B A C"},
      {"Waits,", "Tom"},
  };
  for (size_t i = 0; i < sizeof(same) / sizeof(*same); ++i) {
    assert_int_equal(count_proposed(same[i][0], same[i][1]), 1);
    assert_int_equal(count_proposed(same[i][1], same[i][0]), 1);
  }
  for (size_t i = 0; i < sizeof(different) / sizeof(*different); ++i) {
    assert_int_equal(count_proposed(different[i][0], different[i][1]), 0);
  }
}

/* Identities at MusicBrainz decide over spellings. */
static void test_identities_decide(void** state)
{
  (void)state;
  write_text("ids.tsv", "path\tartist\tartist_id\n"
                        "/1\tNirvana\tus000000-1\n"
                        "/2\tNirvana\tus000000-1\n"
                        "/3\tNirvana\tuk000000-2\n"
                        "/4\tNIRVANA\tuk000000-2\n"
                        "/5\tnirvana\t\n"
                        "/6\tPilzköpfe\tbe000000-3\n"
                        "/7\tBeatles\tbe000000-3\n"
                        "/8\tThe Beatles\t\n"
                        "/9\tThe Beatles\tbe000000-3\n"
                        "/10\tAnn; Bob\ta; b\n");
  BylineTable table;
  size_t n = 0;
  assert_int_equal(byline_table_read("ids.tsv", &table), BYLINE_OK);
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  apply("rules.tsv", &table, 4);
  static const char* const names[] = {
      "Nirvana",     "Nirvana",     "NIRVANA (uk000000)", "NIRVANA (uk000000)",
      "nirvana",     "The Beatles", "The Beatles",        "The Beatles",
      "The Beatles", "Ann; Bob"};
  const size_t artist = byline_table_column(&table, "artist");
  for (size_t row = 1; row < table.n_rows; ++row) {
    assert_string_equal(byline_table_cell(&table, row, artist), names[row - 1]);
  }
  byline_table_free(&table);
}

/* A rule is for spellings that are alike, too, and its name is one artist. */
static void test_rules_are_folded(void** state)
{
  (void)state;
  write_text("alike.tsv", "artist\tname\n"
                          "guns n' roses\tGuns N’ Roses\n"
                          "KINO\tКино\n"
                          "Kino\tKino (DE)\n"
                          "Ann & Bob\tAnn & Bob\n");
  write_text("l.tsv", "path\tartist\n/1\tGuns N\u2019 ROSES\n/2\tKINO\n"
                      "/3\tkino\n/4\tAnn & Bob\n/5\tAnn\n/6\tBob\n");
  BylineTable table;
  BylineTable rules;
  BylineNames names = {0};
  assert_int_equal(byline_table_read("l.tsv", &table), BYLINE_OK);
  apply("alike.tsv", &table, 3);
  static const char* const expected[] = {"Guns N’ Roses", "Кино", "Кино",
                                         "Ann & Bob"};
  for (size_t row = 1; row <= 4; ++row) {
    assert_string_equal(byline_table_cell(&table, row, 1), expected[row - 1]);
  }
  size_t n = 0;
  BylineCleanRules clean = {.min_duration = 30};
  assert_int_equal(byline_library_clean(&table, &clean, &n), BYLINE_OK);
  assert_int_equal(n, 1);
  assert_int_equal(byline_spelling_read("alike.tsv", NULL, &rules), BYLINE_OK);
  assert_true(byline_spelling_names(&rules, &names));
  clean.artists = &names;
  assert_int_equal(byline_library_clean(&table, &clean, &n), BYLINE_OK);
  assert_int_equal(n, 0);
  byline_names_free(&names);
  byline_table_free(&rules);
  byline_table_free(&table);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_clean_marks_and_keeps),
      cmocka_unit_test(test_clean_options),
      cmocka_unit_test(test_spellings_are_proposed_and_applied),
      cmocka_unit_test(test_other_ways_to_write_a_name),
      cmocka_unit_test(test_identities_decide),
      cmocka_unit_test(test_rules_are_folded),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
