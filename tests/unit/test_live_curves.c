/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/unit/suite.h"
#include "training/live_curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_EPOCHS 4
#define COLUMNS 80
#define N_LINES 7

static double epochs[] = {1, 2, 3, 4};
static double train_loss[] = {2, 1.5, 1, 0.5};
static double loss[] = {2, NAN, 1.5, 1.25};
static double train_accuracy[] = {0, 0.4, 0.7, 0.9};
static double accuracy[] = {0.1, 0.1, 0.1, 0.5};

static const BylineCurves curves = {
    .values = {[BYLINE_CURVE_EPOCH] = epochs,
               [BYLINE_CURVE_TRAIN_LOSS] = train_loss,
               [BYLINE_CURVE_LOSS] = loss,
               [BYLINE_CURVE_TRAIN_ACCURACY] = train_accuracy,
               [BYLINE_CURVE_ACCURACY] = accuracy},
    .n = N_EPOCHS};

/* Characters of a line of UTF-8 up to its line feed */
static size_t width_of(const char* line)
{
  size_t n = 0;
  for (; *line != '\n'; ++line) {
    n += (*line & 0xc0) != 0x80;
  }
  return n;
}

static const char* line_of(const char* text, unsigned index)
{
  for (; index > 0; --index) {
    text = strchr(text, '\n') + 1;
  }
  return text;
}

static void test_fits_the_terminal(void** state)
{
  (void)state;
  for (unsigned columns = 74; columns < 200; columns += 7) {
    char* const text =
        byline_live_curves_text(&curves, N_EPOCHS, columns, false);
    for (unsigned i = 0; i < N_LINES; ++i) {
      assert_true(width_of(line_of(text, i)) <= columns);
    }
    assert_int_equal(*line_of(text, N_LINES), '\0');
    assert_null(strchr(text, '\033'));
    free(text);
  }
}

static void test_limits_stand_beside(void** state)
{
  (void)state;
  char* const text = byline_live_curves_text(&curves, N_EPOCHS, COLUMNS, false);
  assert_int_equal(strncmp(line_of(text, 1), "   2.00 ", 8), 0);
  assert_int_equal(strncmp(line_of(text, N_LINES - 1), "   0.50 ", 8), 0);
  assert_non_null(strstr(line_of(text, 1), "   90 % "));
  assert_non_null(strstr(line_of(text, N_LINES - 1), "    0 % "));
  /* The best accuracy of training is at the right end of the first line: a dot
     in the upper left of the last character */
  const char* const first = line_of(text, 1);
  const char* const end = strchr(first, '\n');
  assert_memory_equal(end - 3, "\u2801", 3);
  free(text);
}

static void test_room_for_what_comes(void** state)
{
  (void)state;
  char* const half =
      byline_live_curves_text(&curves, 2 * N_EPOCHS - 1, COLUMNS, false);
  const char* const first = line_of(half, 1);
  assert_memory_equal(strchr(first, '\n') - 4, "    ", 4);
  free(half);
  /* One epoch, and one that cannot be told */
  const BylineCurves begun = {
      .values = {epochs, train_loss, loss, train_accuracy, accuracy}, .n = 1};
  free(byline_live_curves_text(&begun, 1, COLUMNS, false));
  double nothing[] = {NAN};
  const BylineCurves empty = {
      .values = {epochs, nothing, nothing, nothing, nothing}, .n = 1};
  char* const text = byline_live_curves_text(&empty, 9, COLUMNS, true);
  assert_int_equal(*line_of(text, N_LINES), '\0');
  free(text);
}

static void test_colours_end(void** state)
{
  (void)state;
  char* const text = byline_live_curves_text(&curves, N_EPOCHS, COLUMNS, true);
  assert_non_null(strstr(text, "\033[36m"));
  assert_non_null(strstr(text, "\033[33m"));
  const char* last = text;
  for (const char* c = text; (c = strchr(c, '\033')); ++c) {
    last = c;
  }
  assert_int_equal(strncmp(last, "\033[0m", 4), 0);
  free(text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fits_the_terminal),
      cmocka_unit_test(test_limits_stand_beside),
      cmocka_unit_test(test_room_for_what_comes),
      cmocka_unit_test(test_colours_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
