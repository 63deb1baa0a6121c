/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/text.h"
#include "byline/dataset.h"
#include "dataset/carry.h"
#include "dataset/table.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_text(const char* path, const char* text)
{
  FILE* const file = fopen(path, "wb");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

/* Paths stay what they are to the byte; texts are cleaned. */
static void expect_clean(const char* text, const char* raw)
{
  char* const clean = byline_text_clean(raw);
  assert_non_null(clean);
  assert_string_equal(text, clean);
  free(clean);
}

/* As a scan writes it */
static void write_library(const char* path, const BylineTrack* tracks, size_t n)
{
  static const char* const names[] = {"path", "artist", "album", "title",
                                      "duration"};
  BylineTable table = {.n_rows = 0};
  size_t row = 0;
  size_t columns[5];
  assert_int_equal(byline_table_add_row(&table, &row), BYLINE_OK);
  for (size_t k = 0; k < 5; ++k) {
    assert_int_equal(byline_table_add_column(&table, names[k], &columns[k]),
                     BYLINE_OK);
  }
  for (size_t i = 0; i < n; ++i) {
    char duration[32];
    snprintf(duration, sizeof(duration), "%.1f", tracks[i].duration);
    const char* const cells[] = {tracks[i].path, tracks[i].artist,
                                 tracks[i].album, tracks[i].title, duration};
    assert_int_equal(byline_table_add_row(&table, &row), BYLINE_OK);
    for (size_t k = 0; k < 5; ++k) {
      assert_int_equal(byline_table_set(&table, row, columns[k], cells[k]),
                       BYLINE_OK);
    }
  }
  assert_int_equal(byline_table_write(path, &table), BYLINE_OK);
  byline_table_free(&table);
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
  write_library("nasty.tsv", tracks, N);

  BylineLibrary read;
  assert_int_equal(byline_library_read("nasty.tsv", &read), BYLINE_OK);
  assert_int_equal(read.n_tracks, N);
  for (size_t i = 0; i < N; ++i) {
    assert_string_equal(read.tracks[i].path, tracks[i].path);
    expect_clean(read.tracks[i].artist, tracks[i].artist);
    expect_clean(read.tracks[i].album, tracks[i].album);
    expect_clean(read.tracks[i].title, tracks[i].title);
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
  BylineTable table;
  assert_int_equal(byline_table_read("relative.tsv", &table), BYLINE_OK);
  const size_t column = byline_table_column(&table, "path");
  assert_int_equal(
      byline_library_carry_paths(&table, "relative.tsv", "./x.tsv"), BYLINE_OK);
  assert_string_equal(byline_table_cell(&table, 1, column), "x.mp3");
  assert_int_equal(byline_library_carry_paths(&table, "relative.tsv", "/x.tsv"),
                   BYLINE_OK);
  char* const real = realpath(folder, NULL);
  snprintf(expected, sizeof(expected), "%s/x.mp3", real);
  assert_string_equal(byline_table_cell(&table, 1, column), expected);
  free(real);
  byline_table_free(&table);
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
  check_refused("\n\r\n\t\t\n", BYLINE_ERROR_FORMAT, "bad.tsv: empty");
  check_refused("path\tartist\n/a\tA\r\n/b\tO\x92Neill\n", BYLINE_ERROR_FORMAT,
                "bad.tsv:3: not UTF-8");
  check_refused("PK\3\4", BYLINE_ERROR_FORMAT, "a spreadsheet's own format");
  BylineLibrary library;
  assert_int_equal(byline_library_read("missing.tsv", &library),
                   BYLINE_ERROR_IO);
  BylineTable empty = {.n_rows = 0};
  assert_int_equal(byline_table_write("no/such/folder.tsv", &empty),
                   BYLINE_ERROR_IO);
}

/* The tracks of a table, as "path|artist|title|duration" a line */
static void check_rows(const char* text, size_t size, const char* encoding,
                       const char* expected)
{
  FILE* const file = fopen("rows.csv", "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, size, file), size);
  fclose(file);
  BylineLibrary library;
  assert_int_equal(byline_library_read_as("rows.csv", encoding, &library),
                   BYLINE_OK);
  char all[1024] = "";
  size_t n = 0;
  for (size_t i = 0; i < library.n_tracks; ++i) {
    const BylineTrack* const track = &library.tracks[i];
    n +=
        (size_t)snprintf(all + n, sizeof(all) - n, "%s|%s|%s|%g\n", track->path,
                         track->artist, track->title, track->duration);
  }
  assert_string_equal(all, expected);
  byline_library_free(&library);
}

#define CHECK_ROWS(text, encoding, expected)                                   \
  check_rows(text, sizeof(text) - 1, encoding, expected)

static void test_separators_and_line_ends(void** state)
{
  (void)state;
  const char* const two = "/a|Ann|One|212.5\n/b|Bo|Two|0\n";
  CHECK_ROWS("path;artist;title;duration\r\n/a;Ann;One;212,5\r\n/b;Bo;Two\r\n",
             NULL, two);
  CHECK_ROWS("path,artist,title,duration\n/a,Ann,One,\"212,5\"\n/b,Bo,Two,\n",
             NULL, two);
  CHECK_ROWS("path\tartist\ttitle\tduration\r/a\tAnn\tOne\t212.5\r/b\tBo\tTwo",
             NULL, two);
  CHECK_ROWS("sep=|\r\npath|artist|title|duration\r\n/a|Ann|One|212.5\r\n"
             "/b|Bo|Two|\r\n",
             NULL, two);
  CHECK_ROWS("path|artist|title|duration\n/a|Ann|One|212,5\n/b|Bo|Two|\n", NULL,
             two);
  /* A carriage return within a cell is no end of a line, unless that of the
     names has one */
  CHECK_ROWS("path\tartist\ttitle\n/a\tAnn\rLee\tOne\r\n\"/b\"\tBo\tTwo\r\n",
             NULL, "/a|Ann Lee|One|0\n/b|Bo|Two|0\n");
  CHECK_ROWS("path\tartist\r\r\n/a\tAnn\r\r\n/b\tBo", NULL,
             "/a|Ann||0\n/b|Bo||0\n");
  /* Rows and columns of nothing, in any case and order, more columns */
  CHECK_ROWS(";;;;;;\n Title ;ARTIST;mood;Duration;Path;;\n;;;;;;\n\n"
             "One;Ann;sad;3:32,5;/a;;\nTwo;Bo;;;/b;;\n;;;;;;\n",
             NULL, two);
  /* R and pandas number rows in a column without a name */
  CHECK_ROWS(",path,artist,title,duration\n0,/a,Ann,One,212.5\n1,/b,Bo,Two,\n",
             NULL, two);
}

static void test_quotation_marks(void** state)
{
  (void)state;
  CHECK_ROWS("path;artist;title\n"
             "\"/a;b\";\"Ann \"\"A\"\" Lee\";\"Two\nlines\"\n"
             "/c;\"Weird Al;12\" mix\n"
             "/d;\"Bo\";\"\"\n",
             NULL,
             "/a;b|Ann \"A\" Lee|Two lines|0\n"
             "/c|\"Weird Al|12\" mix|0\n"
             "/d|Bo||0\n");
  /* An open mark does not swallow what follows */
  CHECK_ROWS("path\tartist\ttitle\n/a\t\"Ann\tx\n/b\tBo\ty\n", NULL,
             "/a|\"Ann|x|0\n/b|Bo|y|0\n");
}

static void test_encodings(void** state)
{
  (void)state;
  CHECK_ROWS("\xff\xfep\0a\0t\0h\0\t\0a\0r\0t\0i\0s\0t\0\r\0\n\0/\0a\0\t\0"
             "O\0\x19\x20N\0\r\0\n\0",
             NULL, "/a|O\xe2\x80\x99N||0\n");
  CHECK_ROWS("p\0a\0t\0h\0\t\0a\0r\0t\0i\0s\0t\0\n\0/\0a\0\t\0\xe9\0", NULL,
             "/a|\xc3\xa9||0\n");
  CHECK_ROWS("\0p\0a\0t\0h\0\t\0a\0r\0t\0i\0s\0t\0\n\0/\0a\0\t\0\xe9", NULL,
             "/a|\xc3\xa9||0\n");
  CHECK_ROWS("path\tartist\n/a\tO\x92N\n", "windows-1252",
             "/a|O\xe2\x80\x99N||0\n");
  /* Halves of characters: joined, or shown as what is none */
  CHECK_ROWS("path\tartist\n/a\tO\xed\xa0\xbd\xed\xb8\x80N\xed\xa0\x80\n"
             "/b\tB\xed\xb8\x80",
             NULL,
             "/a|O\xf0\x9f\x98\x80N\xef\xbf\xbd||0\n/b|B\xef\xbf\xbd||0\n");
  CHECK_ROWS("p\0a\0t\0h\0\t\0a\0r\0t\0i\0s\0t\0\n\0/\0a\0\t\0B\0\0\xd8o\0",
             NULL, "/a|B\xef\xbf\xbdo||0\n");
  CHECK_ROWS("path\tartist\n/a\t\xed\xa0\x80\n", "windows-1252",
             "/a|\xc3\xad \xe2\x82\xac||0\n");
  /* What is UTF-8 all the same is not converted twice */
  CHECK_ROWS("path\tartist\n/a\tO\xe2\x80\x99N\n", "windows-1252",
             "/a|O\xe2\x80\x99N||0\n");
  write_text("bad.tsv", "path\tartist\n/a\tO\x92N\n");
  BylineLibrary library;
  assert_int_equal(byline_library_read_as("bad.tsv", "martian", &library),
                   BYLINE_ERROR_USAGE);
}

/* A cell that cannot be read costs its row at most */
static void test_bad_rows(void** state)
{
  (void)state;
  CHECK_ROWS("path\tartist\ttitle\n/a\tAnn\tx\n\x1a", NULL, "/a|Ann|x|0\n");
  CHECK_ROWS("path\tartist\ttitle\tduration\n"
             "/a\tA\tone\t10. Mai\n"
             "/b\tB\ttwo\t1.212,5\n"
             "\tC\tno path\t\n"
             "/d\tD\tone\tmore\t5\n"
             "/e\tE\tthree\tn/a\n",
             NULL, "/a|A|one|0\n/b|B|two|1212.5\n/e|E|three|0\n");
}

/* What is to the right of the columns stays there when one is added */
static void test_cells_beyond_the_columns_are_kept(void** state)
{
  (void)state;
  write_text("wide.tsv", "path\tartist\n/a\tA\textra\n/b\tB\n");
  BylineTable table;
  assert_int_equal(byline_table_read("wide.tsv", &table), BYLINE_OK);
  assert_true(byline_table_row_overflows(&table, 1));
  assert_false(byline_table_row_overflows(&table, 2));
  size_t column = 0;
  assert_int_equal(byline_table_add_column(&table, "dropped", &column),
                   BYLINE_OK);
  assert_int_equal(byline_table_set(&table, 2, column, "why"), BYLINE_OK);
  assert_int_equal(byline_table_write("wide.tsv", &table), BYLINE_OK);
  byline_table_free(&table);
  char text[128] = "";
  FILE* const file = fopen("wide.tsv", "rb");
  assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
  fclose(file);
  assert_string_equal(text,
                      "path\tartist\tdropped\n/a\tA\t\textra\n/b\tB\twhy\n");
}

/* Spreadsheets take nothing else; names of files may be any bytes */
static void test_tables_are_text(void** state)
{
  (void)state;
  FILE* const file = fopen("text.tsv", "wb");
  byline_table_put(file, "a\xe9\x1b[1m\x7f\xc2\x9b\xc3\xa9", '\n');
  fclose(file);
  char text[128] = "";
  FILE* const again = fopen("text.tsv", "rb");
  assert_true(fread(text, 1, sizeof(text) - 1, again) > 0);
  fclose(again);
  assert_string_equal(text, "a\\xe9\\x1b[1m\\x7f\\xc2\\x9b\xc3\xa9\n");
}

static void test_binary_is_no_table(void** state)
{
  (void)state;
  FILE* const file = fopen("binary.tsv", "wb");
  fwrite("path\tart\0ist\n\1\2", 1, 15, file);
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
      cmocka_unit_test(test_separators_and_line_ends),
      cmocka_unit_test(test_quotation_marks),
      cmocka_unit_test(test_encodings),
      cmocka_unit_test(test_bad_rows),
      cmocka_unit_test(test_cells_beyond_the_columns_are_kept),
      cmocka_unit_test(test_tables_are_text),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
