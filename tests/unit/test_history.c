/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/history.h"
#include "plugin/history.h"

#include <jansson.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/byline-history-XXXXXX";

static BylineHistoryEntry entries[] = {
    {.end = 61.5,
     .artist = "Sigur R\xc3\xb3s",
     .probability = 0.875f,
     .clock = 1700000000},
    {.begin = 61.5, .end = 3700.0625},
    {.begin = 3700.0625,
     .end = 3800,
     .artist = "A \"B\",\tC\nD",
     .probability = 1},
};
static const BylineHistory history = {entries, 3};

static int set_up(void** state)
{
  (void)state;
  /* Where there is one, a locale with a decimal comma must change nothing */
  setlocale(LC_ALL, "de_DE.UTF-8");
  return mkdtemp(folder) ? 0 : 1;
}

static int tear_down(void** state)
{
  (void)state;
  char command[128];
  snprintf(command, sizeof(command), "rm -r '%s'", folder);
  return system(command);
}

static const char* path_of(const char* name)
{
  static char path[128];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  return path;
}

static const char* content(const char* name)
{
  static char text[4096];
  FILE* const file = fopen(path_of(name), "rb");
  assert_non_null(file);
  text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
  fclose(file);
  return text;
}

static void write_history(const char* name, BylineHistoryFormat expected)
{
  BylineHistoryFormat format = BYLINE_HISTORY_TEXT;
  assert_int_equal(byline_history_format(path_of(name), &format), BYLINE_OK);
  assert_int_equal(format, expected);
  assert_int_equal(byline_history_write(path_of(name), format, &history),
                   BYLINE_OK);
}

static void test_text_is_a_track_list(void** state)
{
  (void)state;
  write_history("list.TXT", BYLINE_HISTORY_TEXT);
  assert_string_equal(content("list.TXT"), "0:00:00  Sigur R\xc3\xb3s\n"
                                           "0:01:01  unknown\n"
                                           "1:01:40  A \"B\", C D\n");
}

static void test_labels_are_audacitys(void** state)
{
  (void)state;
  write_history("set.labels.txt", BYLINE_HISTORY_LABELS);
  assert_string_equal(content("set.labels.txt"),
                      "0.000\t61.500\tSigur R\xc3\xb3s\n"
                      "61.500\t3700.063\tunknown\n"
                      "3700.063\t3800.000\tA \"B\", C D\n");
}

static void test_csv_quotes(void** state)
{
  (void)state;
  write_history("set.csv", BYLINE_HISTORY_CSV);
  assert_string_equal(
      content("set.csv"),
      "begin,end,artist,probability,clock\r\n"
      "0.000,61.500,\"Sigur R\xc3\xb3s\",0.875,2023-11-14T22:13:20Z\r\n"
      "61.500,3700.063,,0.000,\r\n"
      "3700.063,3800.000,\"A \"\"B\"\",\tC\nD\",1.000,\r\n");
}

static void test_json_is_json(void** state)
{
  (void)state;
  write_history("set.json", BYLINE_HISTORY_JSON);
  json_t* const array = json_loads(content("set.json"), 0, NULL);
  assert_int_equal(json_array_size(array), 3);
  const json_t* const last = json_array_get(array, 2);
  assert_string_equal(json_string_value(json_object_get(last, "artist")),
                      "A \"B\",\tC\nD");
  assert_true(json_real_value(json_object_get(last, "begin")) == 3700.0625);
  assert_true(
      json_is_null(json_object_get(json_array_get(array, 1), "artist")));
  json_decref(array);
}

static void test_what_cannot_be_written_is_told(void** state)
{
  (void)state;
  BylineHistoryEntry odd = {.artist = "not UTF-8: \xff"};
  const BylineHistory odd_history = {&odd, 1};
  BylineHistoryFormat format = BYLINE_HISTORY_TEXT;
  assert_int_equal(byline_history_format("set.doc", &format),
                   BYLINE_ERROR_USAGE);
  assert_int_equal(byline_history_format(".txt", &format), BYLINE_ERROR_USAGE);
  assert_int_equal(
      byline_history_write("/nowhere/x.txt", BYLINE_HISTORY_TEXT, &history),
      BYLINE_ERROR_IO);
  assert_int_not_equal(byline_history_write(path_of("odd.json"),
                                            BYLINE_HISTORY_JSON, &odd_history),
                       BYLINE_OK);
  assert_int_not_equal(access(path_of("odd.json"), F_OK), 0);
}

static void test_announcements_end_with_the_next(void** state)
{
  (void)state;
  BylineLiveHistory live = {0};
  const BylineHistoryEntry said[] = {
      {.begin = 5, .end = 5, .artist = "One"},
      {.begin = 90, .end = 90, .artist = ""},
      {.begin = 20, .end = 20, .artist = "Two"}}; // after a pause
  for (int i = 0; i < 3; ++i) {
    byline_live_history_announce(&live, &said[i]);
  }
  byline_history_end(&live.list, 33.25);
  assert_int_equal(byline_history_write(path_of("h.labels.txt"),
                                        BYLINE_HISTORY_LABELS, &live.list),
                   BYLINE_OK);
  assert_string_equal(content("h.labels.txt"), "5.000\t90.000\tOne\n"
                                               "90.000\t90.000\tunknown\n"
                                               "20.000\t33.250\tTwo\n");
  byline_live_history_clear(&live);
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
      cmocka_unit_test(test_text_is_a_track_list),
      cmocka_unit_test(test_labels_are_audacitys),
      cmocka_unit_test(test_csv_quotes),
      cmocka_unit_test(test_json_is_json),
      cmocka_unit_test(test_what_cannot_be_written_is_told),
      cmocka_unit_test(test_announcements_end_with_the_next),
      cmocka_unit_test(test_a_list_has_strings_of_its_own),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
