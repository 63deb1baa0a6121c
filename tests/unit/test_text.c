/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/charset.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <string.h>

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
      {"A\u3164nn\u2800Bee\u034f\U000e0041", "A nn Bee"},
      {"A\ufff9nn\ufffb", "Ann"},
      /* Nothing can be seen of these */
      {"\u200b\u200d \u3164\ufe0f", ""},
      {"\u0301", ""},
      /* What is seen, or needed, stays */
      {"می\u200cخواهم", "می\u200cخواهم"},
      {"Ｙｏｋｏ ’n’ “Co”…", "Ｙｏｋｏ ’n’ “Co”…"},
      {"Sunn O)))", "Sunn O)))"},
      {"👩\u200d🎤", "👩\u200d🎤"},
  };
  CHECK(cases, byline_text_clean);
}

/* Putting accents in order takes the square of their number */
static void test_accents_do_not_pile_up(void** state)
{
  (void)state;
  enum { N = 500000 };
  static const char marks[] = {'\xcc', '\x81', '\xcc', '\xa3'}; // in UTF-8
  char* const text = malloc(4 * N + 3);
  assert_non_null(text);
  text[0] = 'e';
  for (size_t i = 0; i < N; ++i) {
    memcpy(text + 1 + 4 * i, marks, sizeof(marks));
  }
  strcpy(text + 1 + 4 * N, "x");
  char* const clean = byline_text_clean(text);
  assert_non_null(clean);
  assert_in_range(strlen(clean), 2, 70);
  assert_int_equal(clean[strlen(clean) - 1], 'x');
  free(clean);
  free(text);
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

static void test_texts_are_found(void** state)
{
  (void)state;
  const char* const text = "Анна ПРИ УЧАСТИИ Éva";
  assert_ptr_equal(byline_text_find(text, "при участии"), strstr(text, "ПРИ"));
  assert_ptr_equal(byline_text_find(text, "éVA"), strstr(text, "Éva"));
  assert_null(byline_text_find(text, "éva "));
  /* The case is nobody's language's: a dotless i is no i */
  assert_null(byline_text_find("FEATURıNG", "featuring"));
  assert_non_null(byline_text_find("FEATURING", "featuring"));
  /* Its small letter has one byte, it has three */
  assert_null(byline_text_find("Bac\u212a", "back"));
  assert_true(byline_text_is_small("öffentlich"));
  assert_true(byline_text_is_small("ann"));
  assert_false(byline_text_is_small("Ärzte"));
  assert_false(byline_text_is_small("1"));
  assert_false(byline_text_is_small(""));
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
      cmocka_unit_test(test_accents_do_not_pile_up),
      cmocka_unit_test(test_names_are_folded),
      cmocka_unit_test(test_texts_are_found),
      cmocka_unit_test(test_encodings_are_repaired),
      cmocka_unit_test(test_controls_are_shown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
