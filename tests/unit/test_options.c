/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/options.h"
#include "tests/unit/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the options of the command under test put their values */
typedef struct {
  bool flag;
  long integer;
  double number;
  const char* text;
  int choice;
  BylineTextList texts;
  BylineNumberList numbers;
  char taken[64];
  bool alone;
  char** operands;
} Values;

static BylineStatus take(const char* text, void* context)
{
  snprintf(context, 64, "%s", text);
  return strcmp(text, "bad")
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_FORMAT, "bad: bad file");
}

/* Run `use` with the syntax of a command that has every kind of option. */
static void with_syntax(Values* v, const char* operands,
                        void (*use)(const BylineSyntax*, void*), void* context)
{
  static const char* const colours[] = {"red", "green", "blue", NULL};
  const BylineOption options[] = {
      {'o', "output", "FILE", "file to write", .text = &v->text,
       .required = true},
      {'f', "flag", NULL, "yes", .flag = &v->flag},
      {'i', "integer", "N", "a whole number", .integer = &v->integer,
       .minimum = -3, .maximum = 9},
      {0, "number", "X", "a number", .number = &v->number, .minimum = 1,
       .maximum = 2},
      {0, "colour", "COLOUR", "a choice", .choice = &v->choice,
       .choices = colours},
      {'t', "text", "TEXT", "a text", .texts = &v->texts},
      {0, "clips", "S,...", "numbers", .numbers = &v->numbers, .minimum = 3,
       .maximum = 60},
      {0, "take", "TEXT", "taken", .take = take, .context = v->taken},
      {0, "alone", NULL,
       "with a text that is so long that it does not fit into one line of the "
       "help",
       .flag = &v->alone, .alone = true},
      {0}};
  const BylineSyntax syntax = {.command = "test",
                               .operands = operands,
                               .description = "Do nothing.\n\n  - a point "
                                              "whose text is so long that it "
                                              "does not fit into one line\n",
                               .notes = "The end.\n",
                               .options = options};
  use(&syntax, context);
}

/* A command line of at most 30 words */
typedef struct {
  char* argv[32];
  int argc;
  Values* values;
  int result;
} Line;

static void parse_line(const BylineSyntax* syntax, void* context)
{
  Line* const line = context;
  if (byline_options_parse(syntax, line->argc, line->argv,
                           &line->values->operands, &line->result)) {
    line->result = -1;
  }
}

/* Parse words separated by spaces, which are changed and have to live as long
   as the values.  Returns the exit status, -1 to go on. */
static int parse(Values* values, const char* operands, char* words)
{
  static Line line;
  line = (Line){.argv = {"test"}, .argc = 1, .values = values};
  for (char* word = strtok(words, " "); word; word = strtok(NULL, " ")) {
    line.argv[line.argc++] = word;
  }
  with_syntax(values, operands, parse_line, &line);
  return line.result;
}

static void test_values(void** state)
{
  (void)state;
  Values v = {.integer = 5};
  char words[] = "a -o out --integer=-3 -f --number 1.5 --colour=blue b "
                 "-t one --clips=3,5.5,60 -ttwo --take=it -- -c";
  assert_int_equal(parse(&v, "A...", words), -1);
  assert_string_equal(v.text, "out");
  assert_true(v.flag);
  assert_int_equal(v.integer, -3);
  assert_true(v.number > 1.49 && v.number < 1.51);
  assert_int_equal(v.choice, 2);
  assert_int_equal(v.texts.n, 2);
  assert_string_equal(v.texts.items[0], "one");
  assert_string_equal(v.texts.items[1], "two");
  assert_int_equal(v.numbers.n, 3);
  assert_true(v.numbers.items[1] > 5.4 && v.numbers.items[1] < 5.6);
  assert_string_equal(v.taken, "it");
  assert_string_equal(v.operands[0], "a");
  assert_string_equal(v.operands[1], "b");
  assert_string_equal(v.operands[2], "-c");
  assert_null(v.operands[3]);
}

static void test_defaults_stay(void** state)
{
  (void)state;
  Values v = {.integer = 5, .number = 1.25};
  char words[] = "-o out";
  assert_int_equal(parse(&v, NULL, words), -1);
  assert_int_equal(v.integer, 5);
  assert_true(v.number > 1.2);
  assert_false(v.flag);
  assert_null(v.operands[0]);
}

static void test_mistakes(void** state)
{
  (void)state;
  static const struct {
    const char* operands;
    const char* words;
    int result;
  } cases[] = {
      {NULL, "", 2},                       // -o is missing
      {NULL, "-o", 2},                     // without its value
      {NULL, "--output", 2},               //
      {NULL, "-o x --frob", 2},            // unknown
      {NULL, "-o x -fz", 2},               //
      {NULL, "-o x --flag=yes", 2},        // takes no value
      {NULL, "-o x -i 10", 2},             // out of range
      {NULL, "-o x -i 3x", 2},             // not a number
      {NULL, "-o x --number=nan", 2},      //
      {NULL, "-o x --colour=pink", 2},     //
      {NULL, "-o x --clips=3,", 2},        //
      {NULL, "-o x --clips=3,4,61", 2},    //
      {NULL, "-o x --take=bad", 1},        // not the command line's fault
      {NULL, "-o x y", 2},                 // one too many
      {"A B", "-o x y", 2},                // B is missing
      {"A B", "-o x y z w", 2},            // one too many
      {"A...", "-o x", 2},                 // A is missing
      {"A [B]", "-o x", 2},                //
      {"A [B]", "-o x y z w", 2},          // one too many
      {"A [B...]", "-o x", 2},             //
      {"A [B...]", "-o x a b c d e f", -1} //
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    Values v = {.integer = 5};
    char words[64];
    snprintf(words, sizeof(words), "%s", cases[i].words);
    assert_int_equal(parse(&v, cases[i].operands, words), cases[i].result);
  }
}

static void test_operands(void** state)
{
  (void)state;
  Values v = {.integer = 5};
  char one[] = "-o x y";
  assert_int_equal(parse(&v, "A [B]", one), -1);
  assert_null(v.operands[1]);
  char two[] = "-o x y z";
  assert_int_equal(parse(&v, "A [B]", two), -1);
  assert_string_equal(v.operands[1], "z");
}

static void test_alone(void** state)
{
  (void)state;
  Values v = {.integer = 5};
  char words[] = "--alone";
  assert_int_equal(parse(&v, "A B", words), -1);
  assert_true(v.alone);
}

static void test_too_many_values(void** state)
{
  (void)state;
  Values v = {.integer = 5};
  v.texts.n = BYLINE_MAX_LIST;
  char texts[] = "-o x -t y";
  assert_int_equal(parse(&v, NULL, texts), 2);

  char words[256] = "-o x --clips=3";
  for (size_t i = 0; i < BYLINE_MAX_LIST; ++i) {
    strcat(words, ",3");
  }
  assert_int_equal(parse(&v, NULL, words), 2);
  assert_int_equal(v.numbers.n, BYLINE_MAX_LIST);
}

static void print_help(const BylineSyntax* syntax, void* context)
{
  byline_options_help(syntax, context);
}

static void test_help(void** state)
{
  (void)state;
  Values v = {.integer = 5, .choice = 1};
  char* text = NULL;
  size_t size = 0;
  FILE* const stream = open_memstream(&text, &size);
  assert_non_null(stream);
  with_syntax(&v, "A [B]", print_help, stream);
  fclose(stream);
  assert_string_equal(
      text,
      "Usage: byline test A [B] -o FILE [OPTION]...\n"
      "Do nothing.\n"
      "\n"
      "  - a point whose text is so long that it does not fit into one "
      "line\n"
      "\n"
      "Options:\n"
      "  -o, --output=FILE    file to write\n"
      "  -f, --flag           yes\n"
      "  -i, --integer=N      a whole number (default 5)\n"
      "      --number=X       a number\n"
      "      --colour=COLOUR  a choice: red, green or blue (default green)\n"
      "  -t, --text=TEXT      a text\n"
      "      --clips=S,...    numbers\n"
      "      --take=TEXT      taken\n"
      "      --alone          with a text that is so long that it does "
      "not fit into\n"
      "                       one line of the help\n"
      "  -h, --help           show this help\n"
      "\n"
      "The end.\n");
  free(text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values),
      cmocka_unit_test(test_defaults_stay),
      cmocka_unit_test(test_mistakes),
      cmocka_unit_test(test_operands),
      cmocka_unit_test(test_alone),
      cmocka_unit_test(test_help),
      cmocka_unit_test(test_too_many_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
