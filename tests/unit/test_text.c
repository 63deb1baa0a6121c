/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/charset.h"
#include "base/text.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  const char* text;
  const char* expected;
} Case;

static void check(const Case* cases, size_t n, char* (*change)(const char*))
{
  for (size_t i = 0; i < n; ++i) {
    char* const text = change(cases[i].text);
    assert_non_null(text);
    assert_string_equal(text, cases[i].expected);
    free(text);
  }
}

#define CHECK(cases, change)                                                   \
  check(cases, sizeof(cases) / sizeof((cases)[0]), change)

static void test_text_is_cleaned(void** state)
{
  (void)state;
  static const Case cases[] = {
      {"", ""},
      {"Ann", "Ann"},
      {"  Ann \t\r\n Bee  ", "Ann Bee"},
      {"A\033[1mnn\177", "A[1mnn"},
      {"A\xc2\x9bnn\xc2\x85"
       "Bee",
       "Ann Bee"},
      {"Nbsp\u00a0\u2003Band", "Nbsp Band"},
      {"\ufeffTrail\u200b\u00ad\u2060", "Trail"},
      {"\u202eAnn\u2066\u200f", "Ann"},
      {"Bjo\u0308rk", "Björk"},
      {"Ann\xff\xc3", "Ann\ufffd\ufffd"},
      {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
      /* What is seen, or needed, stays */
      {"می\u200cخواهم", "می\u200cخواهم"},
      {"Ｙｏｋｏ ’n’ “Co”…", "Ｙｏｋｏ ’n’ “Co”…"},
      {"Sunn O)))", "Sunn O)))"},
      {"👩\u200d🎤", "👩\u200d🎤"},
  };
  CHECK(cases, byline_text_clean);
}

static void test_names_are_folded(void** state)
{
  (void)state;
  static const Case cases[] = {
      {"IRON MAIDEN", "iron maiden"},
      {"Guns N’ Roses", "guns n' roses"},
      {"Guns N` Roses", "guns n' roses"},
      {"Guns N´ Roses", "guns n' roses"},
      {"a‐ha", "a-ha"},
      {"a–ha", "a-ha"},
      {"“Weird Al”", "\"weird al\""},
      {"«Аквариум»", "\"аквариум\""},
      {"ＡＢＢＡ　＆　Ｃｏ", "abba & co"},
      {"Straße", "strasse"},
      {"ΒΑΓΓΕΛΗΣ", "βαγγελησ"},
      {"Βαγγελης", "βαγγελησ"},
      {"КИНО", "кино"},
      {"Bjo\u0308rk", "björk"},
      {"Nbsp\u00a0\u00a0Band ", "nbsp band"},
      {"می\u200cخواهم", "میخواهم"},
      {"ｶﾞﾁ", "ガチ"},
      {"ﬁre", "fire"},
      {"!!!", "!!!"},
  };
  CHECK(cases, byline_text_fold);
}

static void test_encodings_are_repaired(void** state)
{
  (void)state;
  static const Case cases[] = {
      {"Ann", "Ann"},
      {"Björk", "Björk"},
      {"Кино", "Кино"},
      {"Ren\xe9", "René"},
      {"O\x92Neill", "O’Neill"},
      {"BjÃ¶rk", "Björk"},                        /* UTF-8 taken for Latin-1 */
      {"Bj\xc3\xb6rk och k\xc3", "Björk och k"},  /* And cut off */
      {"\xca\xe8\xed\xee", "Кино"},               /* Windows-1251 */
      {"\xc3\x90\xc2\xba\xc3\x90\xc2\xb8", "ки"}, /* UTF-8 twice */
      {"Motörhead", "Motörhead"},
      {"Ñu", "Ñu"},
      {"Øåæ", "Øåæ"},
  };
  CHECK(cases, byline_charset_repair);
}

static void test_controls_are_shown(void** state)
{
  (void)state;
  static const Case cases[] = {
      {"/a b/Björk.mp3", "/a b/Björk.mp3"},
      {"a\nb\tc\r", "a\\nb\\tc\\r"},
      {"\033[31m", "\\x1b[31m"},
      {"\177\xe9", "\\x7f\\xe9"},
      {"\xc2\x9b", "\\xc2\\x9b"},
      {"\u202e", "\\xe2\\x80\\xae"},
      {"\u2069\u200b", "\\xe2\\x81\\xa9\u200b"},
  };
  CHECK(cases, byline_utf8_show);
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    assert_int_equal(byline_utf8_is_safe(cases[i].text),
                     !strcmp(cases[i].text, cases[i].expected));
    char* const copy = strdup(cases[i].text);
    byline_utf8_make_safe(copy);
    assert_true(byline_utf8_is_safe(copy));
    free(copy);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text_is_cleaned),
      cmocka_unit_test(test_names_are_folded),
      cmocka_unit_test(test_encodings_are_repaired),
      cmocka_unit_test(test_controls_are_shown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
