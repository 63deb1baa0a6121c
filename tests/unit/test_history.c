/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/history.h"
#include "plugin/history_keeper.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char* folder;

static BylineHistoryEntry entries[] = {
    {.end = 61.5,
     .artist = "Sigur R\xc3\xb3s",
     .probability = 0.875f,
     .known_by = BYLINE_KNOWN_BY_EAR,
     .clock = 1700000000},
    {.begin = 61.5, .end = 3700.0625},
    {.begin = 3700.0625,
     .end = 3800,
     .artist = "A \"B\",\tC\nD",
     .title = "T\xe2\x80\xa8\"U\"", // with a line separator
     .album = "Album",
     .id = "QZES71982312",
     .probability = 1,
     .speed = 1.0625f,
     .pitch = 0.97f,
     .known_by = BYLINE_KNOWN_BY_RECORDING},
};
static const BylineHistory history = {entries, 3};

static int set_up(void** state)
{
  /* Where there is one, a locale with a decimal comma must change nothing */
  setlocale(LC_ALL, "de_DE.UTF-8");
  const int failed = folder_set_up(state);
  folder = *state;
  return failed;
}

static const char* path_of(const char* name)
{
  static char path[128];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  return path;
}

static const char* content(const char* name)
{
  static char text[16384];
  FILE* const file = fopen(path_of(name), "rb");
  assert_non_null(file);
  text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
  fclose(file);
  return text;
}

/* Write the history of a sound file, NULL for none, and tell what was written
 */
static const char* written(const char* name, BylineHistoryFormat expected,
                           const char* sound)
{
  BylineHistoryFormat format = BYLINE_HISTORY_TEXT;
  assert_int_equal(byline_history_format(path_of(name), &format), BYLINE_OK);
  assert_int_equal(format, expected);
  assert_int_equal(byline_history_write(path_of(name), format, &history, sound),
                   BYLINE_OK);
  return content(name);
}

static void test_text_is_a_track_list(void** state)
{
  (void)state;
  assert_string_equal(written("list.TXT", BYLINE_HISTORY_TEXT, NULL),
                      "0:00:00  Sigur R\xc3\xb3s\n"
                      "0:01:01  unknown\n"
                      "1:01:40  A \"B\", C D - T \"U\"\n");
}

/* Where no artist is told, the title is the name. */
static void test_a_title_alone(void** state)
{
  (void)state;
  BylineHistoryEntry lines[] = {{.artist = "", .title = "Alone"},
                                {.begin = 9, .title = "Other"}};
  const BylineHistory list = {lines, 2};
  assert_int_equal(byline_history_write(path_of("alone.txt"),
                                        BYLINE_HISTORY_TEXT, &list, NULL),
                   BYLINE_OK);
  assert_string_equal(content("alone.txt"), "0:00:00  Alone\n0:00:09  Other\n");
  assert_true(fabs(byline_history_since(&list) - 9) < 1e-9);
  assert_int_equal(byline_history_write(path_of("alone.cue"),
                                        BYLINE_HISTORY_CUE, &list, NULL),
                   BYLINE_OK);
  assert_non_null(strstr(content("alone.cue"),
                         "    TITLE \"Alone\"\n    PERFORMER \"unknown\"\n"));
}

static void test_labels_are_audacitys(void** state)
{
  (void)state;
  assert_string_equal(
      written("set.labels.txt", BYLINE_HISTORY_LABELS, NULL),
      "0.000\t61.500\tSigur R\xc3\xb3s\n"
      "61.500\t3700.063\tunknown\n"
      "3700.063\t3800.000\tA \"B\", C D - T \"U\" (Album, +6.3 %)\n");
}

static void test_csv_quotes(void** state)
{
  (void)state;
  assert_string_equal(
      written("set.csv", BYLINE_HISTORY_CSV, NULL),
      "begin,end,artist,probability,clock,title,album,id,speed,pitch,known_by"
      "\r\n0.000,61.500,\"Sigur R\xc3\xb3s\",0.875,2023-11-14T22:13:20Z,,,,,,"
      "ear\r\n61.500,3700.063,,0.000,,,,,,,\r\n"
      "3700.063,3800.000,\"A \"\"B\"\",\tC\nD\",1.000,,"
      "\"T\xe2\x80\xa8\"\"U\"\"\",\"Album\",\"QZES71982312\",1.063,0.970,"
      "recording\r\n");
}

/* A cue sheet cannot quote quotes; frames are 75ths of a second */
static void test_cue_sheet(void** state)
{
  (void)state;
  char sound[160];
  snprintf(sound, sizeof(sound), "%s/My \"mix\".MP3", folder);
  assert_string_equal(written("set.cue", BYLINE_HISTORY_CUE, sound),
                      "REM COMMENT \"Byline\"\n"
                      "FILE \"My 'mix'.MP3\" MP3\n"
                      "  TRACK 01 AUDIO\n"
                      "    TITLE \"unknown\"\n"
                      "    PERFORMER \"Sigur R\xc3\xb3s\"\n"
                      "    INDEX 01 00:00:00\n"
                      "  TRACK 02 AUDIO\n"
                      "    TITLE \"unknown\"\n"
                      "    PERFORMER \"unknown\"\n"
                      "    INDEX 01 01:01:38\n"
                      "  TRACK 03 AUDIO\n"
                      "    TITLE \"T 'U'\"\n"
                      "    PERFORMER \"A 'B', C D\"\n"
                      "    INDEX 01 61:40:05\n");
}

/* Of a set that nobody has recorded there is no sound; of one that lies
   elsewhere there is the whole path */
static void test_cue_sheet_names_its_sound(void** state)
{
  (void)state;
  assert_non_null(strstr(written("live.cue", BYLINE_HISTORY_CUE, NULL),
                         "FILE \"live.wav\" WAVE\n"));
  char sound[160];
  snprintf(sound, sizeof(sound), "%s/there", folder);
  assert_int_equal(mkdir(sound, 0700), 0);
  snprintf(sound, sizeof(sound), "%s/there/mix.aiff", folder);
  fclose(fopen(sound, "w"));
  char line[200];
  snprintf(line, sizeof(line), "FILE \"%s\" AIFF\n", sound);
  assert_non_null(strstr(written("here.cue", BYLINE_HISTORY_CUE, sound), line));
  /* The root is not the working folder, to which a bare name belongs */
  assert_int_equal(byline_history_write("root.cue", BYLINE_HISTORY_CUE,
                                        &history, "/no such file.aiff"),
                   BYLINE_ERROR_IO);
}

static void test_cue_sheet_has_99_tracks(void** state)
{
  (void)state;
  static BylineHistoryEntry many[120];
  const BylineHistory long_set = {many, 120};
  assert_int_equal(byline_history_write(path_of("long.cue"), BYLINE_HISTORY_CUE,
                                        &long_set, NULL),
                   BYLINE_OK);
  const char* const text = content("long.cue");
  assert_non_null(strstr(text, "TRACK 99 "));
  assert_null(strstr(text, "TRACK 100"));
}

static void test_playlist(void** state)
{
  (void)state;
  char sound[160];
  snprintf(sound, sizeof(sound), "%s/#1 \xff.mp3", folder);
  assert_string_equal(written("set.m3u8", BYLINE_HISTORY_M3U8, sound),
                      "#EXTM3U\n#PLAYLIST:Byline\n"
                      "#EXTINF:62,Sigur R\xc3\xb3s\n"
                      "#EXTVLCOPT:start-time=0\n"
                      "#EXTVLCOPT:stop-time=62\n"
                      "./%231%20%FF.mp3\n"
                      "#EXTINF:3639,unknown\n"
                      "#EXTVLCOPT:start-time=61\n"
                      "#EXTVLCOPT:stop-time=3700\n"
                      "./%231%20%FF.mp3\n"
                      "#EXTINF:100,A \"B\", C D - T \"U\"\n"
                      "#EXTVLCOPT:start-time=3700\n"
                      "#EXTVLCOPT:stop-time=3800\n"
                      "./%231%20%FF.mp3\n");
  assert_non_null(strstr(written("live.m3u8", BYLINE_HISTORY_M3U8, NULL),
                         "#EXTINF:62,Sigur R\xc3\xb3s\nSigur R\xc3\xb3s\n"));
  /* The recording's own file, where it is known */
  BylineHistory list = {0};
  const BylineHistoryEntry entry = {
      .end = 9, .artist = "A", .title = "B", .file = "/music/b.flac"};
  assert_true(byline_history_add(&list, &entry));
  assert_int_equal(byline_history_write(path_of("own.m3u8"),
                                        BYLINE_HISTORY_M3U8, &list, sound),
                   BYLINE_OK);
  assert_string_equal(content("own.m3u8"), "#EXTM3U\n#PLAYLIST:Byline\n"
                                           "#EXTINF:9,A - B\n"
                                           "/music/b.flac\n");
  byline_history_clear(&list);
}

static void test_royalty_report(void** state)
{
  (void)state;
  setenv("TZ", "Europe/Berlin", 1);
  tzset();
  assert_string_equal(
      written("set.royalties.txt", BYLINE_HISTORY_ROYALTIES, NULL),
      "Start\tDuration\tArtist\tTitle\tAlbum\tIdentifier\n"
      "2023-11-14 23:13:20\t0:01:02\tSigur R\xc3\xb3s\tunknown\t\t\n"
      "0:01:01\t1:00:39\tunknown\tunknown\t\t\n"
      "1:01:40\t0:01:40\tA \"B\", C D\tT \"U\"\tAlbum\tQZES71982312\n");
}

static void test_what_is_no_text_ends_no_line(void** state)
{
  (void)state;
  BylineHistoryEntry odd = {
      .end = 1, .artist = "A\x1b[2J\xff\r\nFILE \"x\"", .title = "\t\x7f"};
  const BylineHistory odd_history = {&odd, 1};
  static const BylineHistoryFormat lines[] = {
      BYLINE_HISTORY_TEXT, BYLINE_HISTORY_LABELS, BYLINE_HISTORY_CUE,
      BYLINE_HISTORY_M3U8, BYLINE_HISTORY_ROYALTIES};
  for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); ++i) {
    assert_int_equal(
        byline_history_write(path_of("odd"), lines[i], &odd_history, NULL),
        BYLINE_OK);
    const char* const text = content("odd");
    assert_non_null(strstr(text, lines[i] == BYLINE_HISTORY_CUE
                                     ? "\"A [2J?  FILE 'x'\"\n"
                                     : "A [2J?  FILE \"x\""));
    assert_null(strpbrk(text, "\x1b\r\x7f\xff"));
  }
}

static void test_speed_is_said_as_djs_do(void** state)
{
  (void)state;
  static const struct {
    float speed;
    const char* text;
  } cases[] = {{1.062f, "+6.2 %"}, {0.94f, "-6.0 %"}, {1, ""},
               {1.0004f, ""},      {0, ""},           {NAN, ""},
               {-1, ""},           {1e30f, ""},       {0.9995f, "-0.1 %"}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    char text[BYLINE_SPEED_TEXT_SIZE];
    byline_history_speed_text(cases[i].speed, text);
    assert_string_equal(text, cases[i].text);
  }
}

static void test_json_is_json(void** state)
{
  (void)state;
  json_t* const array =
      json_loads(written("set.json", BYLINE_HISTORY_JSON, NULL), 0, NULL);
  assert_int_equal(json_array_size(array), 3);
  const json_t* const last = json_array_get(array, 2);
  assert_string_equal(json_string_value(json_object_get(last, "artist")),
                      "A \"B\",\tC\nD");
  assert_true(json_real_value(json_object_get(last, "begin")) == 3700.0625);
  assert_true(json_real_value(json_object_get(last, "speed")) == 1.0625);
  assert_string_equal(json_string_value(json_object_get(last, "album")),
                      "Album");
  assert_string_equal(json_string_value(json_object_get(last, "known_by")),
                      "recording");
  const json_t* const nobody = json_array_get(array, 1);
  assert_true(json_is_null(json_object_get(nobody, "title")));
  assert_true(json_is_null(json_object_get(nobody, "speed")));
  assert_true(json_is_null(json_object_get(nobody, "known_by")));
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
  assert_int_equal(byline_history_write("/nowhere/x.txt", BYLINE_HISTORY_TEXT,
                                        &history, NULL),
                   BYLINE_ERROR_IO);
  assert_int_not_equal(byline_history_write(path_of("odd.json"),
                                            BYLINE_HISTORY_JSON, &odd_history,
                                            NULL),
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
                                        BYLINE_HISTORY_LABELS, &live.list,
                                        NULL),
                   BYLINE_OK);
  assert_string_equal(content("h.labels.txt"), "5.000\t90.000\tOne\n"
                                               "90.000\t90.000\tunknown\n"
                                               "20.000\t33.250\tTwo\n");
  byline_live_history_clear(&live);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text_is_a_track_list),
      cmocka_unit_test(test_a_title_alone),
      cmocka_unit_test(test_labels_are_audacitys),
      cmocka_unit_test(test_csv_quotes),
      cmocka_unit_test(test_cue_sheet),
      cmocka_unit_test(test_cue_sheet_names_its_sound),
      cmocka_unit_test(test_cue_sheet_has_99_tracks),
      cmocka_unit_test(test_playlist),
      cmocka_unit_test(test_royalty_report),
      cmocka_unit_test(test_what_is_no_text_ends_no_line),
      cmocka_unit_test(test_speed_is_said_as_djs_do),
      cmocka_unit_test(test_json_is_json),
      cmocka_unit_test(test_what_cannot_be_written_is_told),
      cmocka_unit_test(test_announcements_end_with_the_next),
  };
  return cmocka_run_group_tests(tests, set_up, folder_tear_down);
}
