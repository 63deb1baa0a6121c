/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"
#include "dataset/table.h"
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

static void test_nasty_names_survive(void** state)
{
  (void)state;
  char* const names[] = {
      "/plain",          "/tab\there",     "/line\nfeed",
      "/back\\slash\\n", "/\"quoted\"",    "\"",
      "\"half",          "/latin \xe9",    "/cr\r",
      "/ends with \\",   "\"a\"\"b\"\t\"", " blanks ",
  };
  enum { N = sizeof(names) / sizeof(names[0]) };
  BylineTrack tracks[N];
  for (size_t i = 0; i < N; ++i) {
    tracks[i] = (BylineTrack){.path = names[0],
                              .artist = names[i],
                              .album = names[N - 1 - i],
                              .title = names[(i + 5) % N],
                              .duration = 0.5 * (double)i};
  }
  for (size_t i = 0; i < N; ++i) {
    tracks[i].path = names[i][0] == '/' ? names[i] : names[0];
  }
  const BylineLibrary library = {.tracks = tracks, .n_tracks = N};
  assert_int_equal(byline_library_write("nasty.tsv", &library), BYLINE_OK);

  BylineLibrary read;
  assert_int_equal(byline_library_read("nasty.tsv", &read), BYLINE_OK);
  assert_int_equal(read.n_tracks, N);
  for (size_t i = 0; i < N; ++i) {
    assert_string_equal(read.tracks[i].path, tracks[i].path);
    assert_string_equal(read.tracks[i].artist, tracks[i].artist);
    assert_string_equal(read.tracks[i].album, tracks[i].album);
    assert_string_equal(read.tracks[i].title, tracks[i].title);
    assert_true(read.tracks[i].duration == tracks[i].duration);
  }
  byline_library_free(&read);
}

static void test_what_spreadsheets_write(void** state)
{
  (void)state;
  write_text("sheet.tsv", "\xef\xbb\xbftitle\tartist\tmood\tpath\tduration\r\n"
                          "\"\"\"Heroes\"\"\"\tBowie\tgrand\ta b.mp3\t371,5\r\n"
                          "\r\n"
                          "Five\tAnn\t\t/music/5.mp3\r\n"
                          "12\" mix\tAnn\t\tsub/6.mp3\t\t\t\r\n");
  BylineLibrary library;
  assert_int_equal(byline_library_read("./sheet.tsv", &library), BYLINE_OK);
  assert_int_equal(library.n_tracks, 3);
  assert_string_equal(library.tracks[0].title, "\"Heroes\"");
  assert_string_equal(library.tracks[0].artist, "Bowie");
  assert_string_equal(library.tracks[0].album, "");
  assert_string_equal(library.tracks[0].path, "./a b.mp3");
  assert_true(library.tracks[0].duration == 371.5);
  assert_string_equal(library.tracks[1].path, "/music/5.mp3");
  assert_true(library.tracks[1].duration == 0);
  assert_string_equal(library.tracks[2].title, "12\" mix");
  assert_string_equal(library.tracks[2].path, "./sub/6.mp3");
  byline_library_free(&library);
}

static void test_relative_paths_are_of_the_tables_folder(void** state)
{
  const char* const folder = *state;
  write_text("relative.tsv", "path\tartist\nx.mp3\tAnn\n");
  char path[64];
  char expected[64];
  snprintf(path, sizeof(path), "%s/relative.tsv", folder);
  snprintf(expected, sizeof(expected), "%s/x.mp3", folder);
  BylineLibrary library;
  assert_int_equal(byline_library_read(path, &library), BYLINE_OK);
  assert_string_equal(library.tracks[0].path, expected);
  byline_library_free(&library);

  /* Written elsewhere, the path must still lead to the same file */
  assert_int_equal(byline_library_read("relative.tsv", &library), BYLINE_OK);
  assert_string_equal(library.tracks[0].path, "x.mp3");
  assert_int_equal(byline_library_write("copy.tsv", &library), BYLINE_OK);
  byline_library_free(&library);
  assert_int_equal(byline_library_read("copy.tsv", &library), BYLINE_OK);
  assert_string_equal(library.tracks[0].path, expected);
  byline_library_free(&library);
}

static void check_refused(const char* text, BylineStatus status,
                          const char* words)
{
  write_text("bad.tsv", text);
  BylineLibrary library;
  assert_int_equal(byline_library_read("bad.tsv", &library), status);
  assert_null(library.tracks);
  if (!strstr(byline_error_message(), words)) {
    fail_msg("'%s' lacks '%s'", byline_error_message(), words);
  }
}

static void test_bad_tables(void** state)
{
  (void)state;
  check_refused("", BYLINE_ERROR_FORMAT, "bad.tsv: empty");
  check_refused("title\tartist\n", BYLINE_ERROR_FORMAT, "no column 'path'");
  check_refused("path\ttitle\n", BYLINE_ERROR_FORMAT, "no column 'artist'");
  check_refused("path\tartist\n/a\tA\n/b\tB\tC\n", BYLINE_ERROR_FORMAT,
                "bad.tsv:3: more cells");
  check_refused("path\tartist\n\n\tA\n", BYLINE_ERROR_FORMAT,
                "bad.tsv:3: no path");
  check_refused("path\tartist\tduration\n/a\tA\tlong\n", BYLINE_ERROR_FORMAT,
                "bad.tsv:2: duration 'long'");
  BylineLibrary library;
  assert_int_equal(byline_library_read("missing.tsv", &library),
                   BYLINE_ERROR_IO);
  assert_int_equal(byline_library_write("no/such/folder.tsv", &library),
                   BYLINE_ERROR_IO);
}

static void test_binary_is_no_table(void** state)
{
  (void)state;
  FILE* const file = fopen("binary.tsv", "wb");
  fwrite("path\tartist\n\0\1\2", 1, 15, file);
  fclose(file);
  BylineLibrary library;
  assert_int_equal(byline_library_read("binary.tsv", &library),
                   BYLINE_ERROR_FORMAT);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nasty_names_survive),
      cmocka_unit_test(test_what_spreadsheets_write),
      cmocka_unit_test(test_relative_paths_are_of_the_tables_folder),
      cmocka_unit_test(test_bad_tables),
      cmocka_unit_test(test_binary_is_no_table),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
