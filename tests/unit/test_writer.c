/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that an instance writes for others: whose they are, and what is said
   when they cannot be written. */

#include "plugin/history_keeper.h"
#include "plugin/own_file.h"
#include "plugin/reason.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

static void put(const char* name, const char* text)
{
  FILE* const file = fopen(name, "wb");
  assert_non_null(file);
  fputs(text, file);
  assert_int_equal(fclose(file), 0);
}

static const char* content(const char* name)
{
  static char text[4096];
  FILE* const file = fopen(name, "rb");
  assert_non_null(file);
  text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
  fclose(file);
  return text;
}

/* Let the writer work; whether a history was among it */
static bool work(BylineLiveHistory* history)
{
  bool exported = false;
  byline_writer_work(history->writer);
  byline_live_history_collect(history, &exported);
  return exported;
}

static void test_only_own_files_may_be_written(void** context)
{
  (void)context;
  assert_int_equal(byline_own_file_check("new.txt", NULL), BYLINE_OK);
  put("empty.txt", "");
  assert_int_equal(byline_own_file_check("empty.txt", NULL), BYLINE_OK);
  put("other.txt", "Precious");
  assert_int_equal(byline_own_file_check("other.txt", NULL), BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "other.txt: "));
  assert_int_equal(byline_own_file_check("other.txt", "Precious"), BYLINE_OK);
  assert_int_equal(byline_own_file_check("other.txt", "Precious\n"),
                   BYLINE_ERROR_DATA);
  assert_int_equal(symlink("other.txt", "link.txt"), 0);
  assert_int_equal(byline_own_file_check("link.txt", NULL), BYLINE_ERROR_DATA);
  assert_int_equal(mkfifo("pipe.txt", 0600), 0);
  assert_int_equal(byline_own_file_check("pipe.txt", NULL), BYLINE_ERROR_DATA);
  assert_int_equal(mkdir("folder.txt", 0700), 0);
  assert_int_equal(byline_own_file_check("folder.txt", NULL),
                   BYLINE_ERROR_DATA);
}

/* Where the disk keeps attributes, a file is known again after a crash, and not
   any more once somebody else has changed it */
static void test_marks_hold_until_a_change(void** context)
{
  (void)context;
  put("mine.txt", "Somebody\n");
  byline_own_file_mark("mine.txt");
  if (getxattr("mine.txt", "user.byline", NULL, 0) < 0) {
    skip(); // this disk keeps none
  }
  assert_int_equal(byline_own_file_check("mine.txt", NULL), BYLINE_OK);
  FILE* const file = fopen("mine.txt", "ab");
  fputs("and my notes", file);
  fclose(file);
  assert_int_equal(byline_own_file_check("mine.txt", NULL), BYLINE_ERROR_DATA);
}

static void test_file_follows_who_plays(void** context)
{
  (void)context;
  BylineLiveHistory history;
  assert_int_equal(byline_live_history_init(&history), BYLINE_OK);
  assert_true(byline_live_history_choose(&history, "now", "One", false));
  assert_null(history.told);
  assert_non_null(strstr(history.trouble, "must end with .txt"));
  byline_live_history_choose(&history, "now.txt", "One", false);
  work(&history);
  assert_string_equal(content("now.txt"), "One\n");
  assert_string_equal(history.trouble, "");
  byline_live_history_tell(&history, "Two");
  byline_live_history_tell(&history, "Three"); // before there was time for it
  work(&history);
  assert_string_equal(content("now.txt"), "Three\n");

  /* Another file: the first is left empty */
  byline_live_history_choose(&history, "then.txt", "Three", false);
  work(&history);
  assert_string_equal(content("now.txt"), "");
  assert_string_equal(content("then.txt"), "Three\n");

  /* A file that cannot be written yet is chosen all the same */
  byline_live_history_choose(&history, "/nowhere/now.txt", "Three", false);
  work(&history);
  assert_string_equal(history.told, "/nowhere/now.txt");
  assert_non_null(strstr(history.trouble, "now.txt: cannot write"));
  byline_live_history_choose(&history, "then.txt", "Three", false);
  work(&history);
  byline_live_history_clear(&history);
  assert_string_equal(content("then.txt"), "");
}

static void test_strangers_files_stay(void** context)
{
  (void)context;
  BylineLiveHistory history;
  assert_int_equal(byline_live_history_init(&history), BYLINE_OK);
  const BylineHistoryEntry one = {.begin = 1, .artist = "One"};
  byline_live_history_announce(&history, &one);
  put("notes.txt", "My notes");
  byline_live_history_choose(&history, "notes.txt", "One", false);
  work(&history);
  byline_live_history_tell(&history, "Two");
  work(&history);
  assert_string_equal(content("notes.txt"), "My notes");
  assert_non_null(strstr(history.trouble, "notes.txt: left alone"));
  byline_live_history_choose(&history, "", "Two", false);
  work(&history);
  assert_string_equal(content("notes.txt"), "My notes");
  byline_live_history_export(&history, "notes.txt", 2, false);
  assert_true(work(&history));
  assert_null(history.exported);
  assert_string_equal(content("notes.txt"), "My notes");

  /* Unless the user was asked; from then on, it is Byline's */
  byline_live_history_choose(&history, "notes.txt", "Two", true);
  work(&history);
  byline_live_history_tell(&history, "Three");
  work(&history);
  assert_string_equal(content("notes.txt"), "Three\n");
  put("list.csv", "My list");
  byline_live_history_export(&history, "list.csv", 2, true);
  assert_true(work(&history));
  assert_string_equal(history.exported, "list.csv");
  assert_non_null(strstr(content("list.csv"), "One"));
  byline_live_history_clear(&history);
}

static void test_reasons_come_first(void** context)
{
  (void)context;
  char text[256];
  byline_reason_write("/a/long/way/to/small.safetensors: No such file",
                      "/a/long/way/to/small.safetensors", text, sizeof(text));
  assert_string_equal(text, "small.safetensors: No such file (in "
                            "/a/long/way/to)");
  byline_reason_write("/x.csv: full", "/x.csv", text, sizeof(text));
  assert_string_equal(text, "x.csv: full (in /)");
  byline_reason_write("out of memory", "/x.csv", text, sizeof(text));
  assert_string_equal(text, "out of memory");
  byline_reason_write("x.csv: full", NULL, text, sizeof(text));
  assert_string_equal(text, "x.csv: full");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_only_own_files_may_be_written),
      cmocka_unit_test(test_marks_hold_until_a_change),
      cmocka_unit_test(test_file_follows_who_plays),
      cmocka_unit_test(test_strangers_files_stay),
      cmocka_unit_test(test_reasons_come_first),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
