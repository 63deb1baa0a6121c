/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes from outside: endless, broken, NaN, of any size */

#include "gui/view_controls.h"
#include "gui/view_paint.h"
#include "gui/view_text.h"
#include "tests/unit/picture.h"

static void test_texts_from_outside_become_safe(void** context)
{
  (void)context;
  char copy[BYLINE_TEXT_SIZE] = "";
  assert_false(byline_text_copy(copy, NULL));
  assert_true(byline_text_copy(copy, "Sigur R\xc3\xb3s"));
  assert_false(byline_text_copy(copy, "Sigur R\xc3\xb3s"));
  assert_string_equal(copy, "Sigur R\xc3\xb3s");
  byline_text_copy(copy, "a\nb\x7f"
                         "c");
  assert_string_equal(copy, "a b c");
  byline_text_copy(copy, "\xff"
                         "a\xc3");
  assert_string_equal(copy, "\xef\xbf\xbd"
                            "a\xef\xbf\xbd");
  char huge[10001];
  memset(huge, 'x', 10000);
  huge[10000] = '\0';
  byline_text_copy(copy, huge);
  assert_true(strlen(copy) < BYLINE_TEXT_SIZE);
  assert_string_equal(copy + strlen(copy) - 4, "x\xe2\x80\xa6");
  for (int i = 0; i + 2 <= 10000; i += 2) {
    memcpy(huge + i, "\xd7\x90", 2);
  }
  byline_text_copy(copy, huge);
  assert_string_equal(copy + strlen(copy) - 5, "\xd7\x90\xe2\x80\xa6");
}
/* Show the worst that may come and see that something is drawn */
static void draw_worst(int width, int height, double scale)
{
  char huge[10001];
  memset(huge, 'W', 10000);
  huge[10000] = '\0';
  BylineView* const view = new_view(width, height, scale);
  set_model(view, huge, huge);
  play(view, 3 * RATE);
  BylineViewAnswer answer = {
      .time = NAN,
      .state = BYLINE_STATE_KNOWN,
      .artist = huge,
      .title = huge,
      .speed = NAN,
      .known_by = 1000,
      .names = {huge, NULL, "\xff\xfe\xc0", "", "\xe2\x80"},
      .probabilities = {NAN, NAN, INFINITY, -INFINITY, 7}};
  const BylineHistoryEntry entries[] = {
      {.begin = NAN, .artist = huge},
      {.begin = 1, .artist = "\xff", .title = huge, .speed = NAN},
      {.begin = 0, .artist = huge, .title = "\xe2", .clock = INT64_MAX}};
  byline_view_set_answer(view, &answer);
  byline_view_set_history(view, 0, entries, 3);
  byline_view_set_history(view, 100, entries, 3);
  byline_view_set_history(view, -1, entries, 3);
  for (int port = -1; port <= BYLINE_PORT_COUNT; ++port) {
    byline_view_set_port(view, (BylinePort)port, NAN);
    byline_view_set_port(view, (BylinePort)port, 1e30f);
    byline_view_set_port(view, (BylinePort)port, -INFINITY);
  }
  Picture p = draw(view);
  for (int i = 0; i < BYLINE_TOP; ++i) {
    assert_true(view->places[i].shown >= 0 && view->places[i].shown <= 1);
  }
  assert_int_not_equal(pixel(&p, p.width / 2, p.height / 2), magenta);
  assert_int_not_equal(pixel(&p, 0, 0), magenta);
  assert_int_not_equal(pixel(&p, p.width - 1, p.height - 1), magenta);
  discard(&p);
  byline_view_free(view);
}

static void test_extremes_are_survived(void** context)
{
  (void)context;
  static const int sizes[][2] = {{1, 1},     {2, 4000},   {4000, 2}, {17, 23},
                                 {90, 300},  {320, 200},  {333, 77}, {560, 340},
                                 {800, 480}, {8000, 8000}};
  for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); ++i) {
    draw_worst(sizes[i][0], sizes[i][1], i % 2 ? 1 : 2.5);
  }
  draw_worst(800, 480, NAN);
  draw_worst(800, 480, 1e9);
  draw_worst(-5, 0, -1);
}

static void test_foreign_columns_are_survived(void** context)
{
  (void)context;
  BylineView* const view = new_view(800, 480, 1);
  uint8_t cells[BANDS * 3] = {0};
  byline_view_add_columns(view, 0, cells, sizeof(cells)); // no model yet
  static const struct {
    int artists;
    int bands;
    double rate;
    double low;
    double high;
  } odd[] = {{-1, -5, 26, 30, 11000}, {1, 1 << 30, 26, 30, 11000},
             {1, 8, NAN, 30, 11000},  {1, 8, 26, 11000, 30},
             {1, 8, 26, NAN, NAN},    {1, 1, 1000, 0, 999999}};
  for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); ++i) {
    const BylineViewModel model = {.name = "m",
                                   .artist_count = odd[i].artists,
                                   .bands = odd[i].bands,
                                   .column_rate = odd[i].rate,
                                   .min_frequency = odd[i].low,
                                   .max_frequency = odd[i].high};
    byline_view_set_model(view, &model);
    byline_view_add_columns(view, 7, cells, sizeof(cells));
    Picture p = draw(view);
    discard(&p);
  }
  set_model(view, "m", "");
  const int64_t firsts[] = {5,
                            0,
                            -1,
                            INT64_MAX,
                            INT64_MIN,
                            1 << 20,
                            ((int64_t)1 << 50) + 1,
                            (int64_t)1 << 50,
                            3};
  for (size_t i = 0; i < sizeof(firsts) / sizeof(*firsts); ++i) {
    byline_view_add_columns(view, firsts[i], cells, sizeof(cells) - i);
    Picture p = draw(view);
    discard(&p);
  }
  byline_view_free(view);
}

/* What a path shortened to `width` pixels reads */
static void expect_short(const char* text, int width, const char* wanted)
{
  BylinePen* const pen = byline_pen_new();
  const BylineTextStyle style = {12, false, BYLINE_ALIGN_LEFT, 1, false};
  const BylineRect area = {0, 0, width, 40};
  char copy[BYLINE_TEXT_SIZE] = "";
  byline_text_copy(copy, text);
  byline_text_shorten(pen, copy, &style, area);
  assert_string_equal(copy, wanted);
  byline_pen_free(pen);
}

static void test_paths_lose_folders_not_files(void** context)
{
  (void)context;
  static const char wrong[] = "cannot open /a folder/of music/x.st: no such";
  expect_short(wrong, 2000, wrong);
  expect_short(wrong, 1, "cannot open \xe2\x80\xa6/x.st: no such");
  expect_short("/a/b/c", 1, "\xe2\x80\xa6/c");
  expect_short("/a", 1, "/a");
  expect_short("a/b and and/or", 1, "a/b and and/or");
  expect_short("", 1, "");
}

/* Words that are ours are never cut, in windows of any size that has them */
static void check_words(int width, int height, double scale, BylineState state)
{
  static const char* const captions[] = {"Hearing the first seconds",
                                         "Nothing is playing",
                                         "Not sure enough", "Now playing"};
  BylineView* const view = show(width, height, scale, state);
  const BylineLayout* const l = &view->layout;
  const BylineTextStyle body = byline_view_style(view, BYLINE_TYPE_BODY, false);
  const BylineTextStyle small =
      byline_view_style(view, BYLINE_TYPE_SMALL, false);
  if (byline_rect_visible(l->caption)) {
    assert_true(byline_text_width(view->pen, captions[state], &body) <=
                l->caption.w - byline_layout_pixels(l, 16));
  }
  for (int turning = 0; turning < 2; ++turning) {
    for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
      const BylineRect area = byline_control_area(l, i);
      const char* const name = byline_control(i)->name;
      assert_true(!byline_rect_visible(area) ||
                  byline_text_width(view->pen, name, &small) <= area.w);
    }
    byline_view_turn(view, true);
  }
  byline_view_free(view);
}

static void test_words_fit_everywhere(void** context)
{
  (void)context;
  static const int widths[] = {240, 280, 320, 420, 480, 560, 700, 1600, 4000};
  static const int heights[] = {120, 160, 200, 260, 340, 400, 700};
  for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); ++i) {
    for (size_t k = 0; k < sizeof(heights) / sizeof(*heights); ++k) {
      for (int scale = 1; scale <= 2; ++scale) {
        check_words(widths[i], heights[k], scale, (BylineState)((i + k) % 4));
        check_words(widths[i], heights[k], scale, BYLINE_STATE_LISTENING);
      }
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_texts_from_outside_become_safe),
      cmocka_unit_test(test_extremes_are_survived),
      cmocka_unit_test(test_foreign_columns_are_survived),
      cmocka_unit_test(test_paths_lose_folders_not_files),
      cmocka_unit_test(test_words_fit_everywhere)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
