/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What an answer is founded on, over the spectrogram */

#include "gui/view_evidence.h"
#include "gui/view_plot.h"
#include "tests/unit/picture.h"

static int asked; // how often the owner was, since the last view was made

static void count(void* user, BylineCommand command, double value)
{
  (void)user;
  (void)value;
  asked += command == BYLINE_COMMAND_EXPLAIN;
}

static BylineView* new_desk(void)
{
  static const BylineViewEvents events = {.command = count};
  BylineView* const view = show(800, 500, 1, BYLINE_STATE_KNOWN);
  byline_view_set_events(view, &events, ~0u);
  asked = 0;
  return view;
}

static void click(BylineView* view, int x, int y)
{
  byline_view_input(
      view,
      &(BylineInput){.kind = BYLINE_INPUT_PRESS, .x = x, .y = y, .button = 1});
  byline_view_input(
      view, &(BylineInput){
                .kind = BYLINE_INPUT_RELEASE, .x = x, .y = y, .button = 1});
}

static void key(BylineView* view, BylineKey key)
{
  byline_view_input(view, &(BylineInput){.kind = BYLINE_INPUT_KEY, .key = key});
}

/* How far a pixel is from the ground, that is, how much of the sound is seen */
static double seen(const Picture* p, const BylineView* view, double time,
                   int band)
{
  const BylineRect plot = view->layout.spectrogram;
  const double span = byline_plot_span(&view->layout);
  const double ago = byline_plot_now(view) - time;
  const int x = plot.x + (int)(plot.w * (1 - ago / span));
  const int y = plot.y + (int)(plot.h * (1 - (band + 0.5) / BANDS));
  const uint32_t a = pixel(p, x, y), b = rgb(view->palette.background);
  double sum = 0;
  for (int shift = 0; shift < 24; shift += 8) {
    sum += abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
  }
  return sum;
}

/* The band near the middle that is seen best at a time */
static int brightest(const Picture* p, const BylineView* view, double time)
{
  int best = 52;
  for (int band = 52; band < 68; ++band) {
    best = seen(p, view, time, band) > seen(p, view, time, best) ? band : best;
  }
  return best;
}

/* The sound stays as bright as it was where it counted, and is hardly seen
   elsewhere, in the window that was looked at and outside; then it scrolls out
   and is away */
static void test_what_counted_is_bright(void** context)
{
  (void)context;
  BylineView* const view = new_desk();
  Picture plain = draw(view);
  click(view, view->layout.spectrogram.x + 9, view->layout.spectrogram.y + 99);
  explain(view);
  Picture veiled = draw(view);
  const double counted = 57.7, not_counted = 56.2;
  const int high = brightest(&plain, view, counted);
  const int other = brightest(&plain, view, not_counted);
  assert_true(seen(&plain, view, counted, high) > 60);
  assert_true(seen(&plain, view, not_counted, other) > 60);
  assert_true(seen(&veiled, view, counted, high) >
              0.7 * seen(&plain, view, counted, high));
  assert_true(seen(&veiled, view, not_counted, other) <
              0.4 * seen(&plain, view, not_counted, other));
  assert_true(seen(&veiled, view, counted, 5) <
              0.3 * seen(&plain, view, counted, 5));
  assert_true(seen(&veiled, view, 45, 30) < 0.3 * seen(&plain, view, 45, 30));
  const uint8_t silence[BANDS] = {0};
  byline_view_add_columns(view, 120 * RATE, silence, BANDS);
  discard(&veiled);
  veiled = draw(view);
  assert_false(view->evidence.open);
  discard(&plain);
  discard(&veiled);
  byline_view_free(view);
}

/* A click asks why, another or Escape puts it away; what comes late is let be
 */
static void test_evidence_comes_and_goes(void** context)
{
  (void)context;
  BylineView* const view = new_desk();
  const BylineRect plot = view->layout.spectrogram;
  const int x = plot.x + plot.w / 2, y = plot.y + plot.h / 2;
  Picture plain = draw(view);
  click(view, x, y);
  assert_int_equal(asked, 1);
  explain(view);
  assert_non_null(view->evidence.veil);
  Picture veiled = draw(view);
  assert_false(same(&plain, &veiled));
  click(view, x, y);
  assert_false(view->evidence.open);
  assert_int_equal(asked, 1);
  explain(view); // nobody asks any more
  assert_false(view->evidence.open);
  key(view, BYLINE_KEY_EXPLAIN);
  byline_view_set_evidence(
      view, &(BylineViewEvidence){.message = "too little was heard"});
  assert_string_equal(view->tip.text, "too little was heard");
  assert_false(view->evidence.open);
  while (byline_view_advance(view, 1)) {
    ;
  }
  Picture again = draw(view);
  assert_true(same(&plain, &again));
  key(view, BYLINE_KEY_EXPLAIN);
  explain(view);
  key(view, BYLINE_KEY_ESCAPE);
  assert_false(view->evidence.open);
  byline_view_offer(view, BYLINE_COMMAND_EXPLAIN, false);
  click(view, x, y);
  assert_false(view->evidence.open);
  discard(&plain);
  discard(&veiled);
  discard(&again);
  byline_view_free(view);
}

static void test_nonsense_is_no_evidence(void** context)
{
  (void)context;
  BylineView* const view = new_desk();
  static const float values[4] = {0, 1, 0.5f, -1}, none[4] = {0, -1, NAN, -2},
                     endless[4] = {INFINITY, 0, 0, 0};
  static const BylineViewEvidence nonsense[] = {
      {.column_count = 9, .times = 2, .bands = 2, .values = none},
      {.column_count = 9, .times = 2, .bands = 2, .values = endless},
      {.column_count = 1, .times = 2, .bands = 2, .values = values},
      {.column_count = 9, .times = -2, .bands = 2, .values = values},
      {.column_count = 9, .times = 2, .bands = 0, .values = values},
      {.column_count = 9, .times = 2, .bands = 1 << 30},
      {.column_count = 9,
       .times = 2,
       .bands = 2,
       .values = values,
       .first = -1}};
  for (size_t i = 0; i < sizeof(nonsense) / sizeof(*nonsense); ++i) {
    byline_evidence_toggle(view);
    assert_true(view->evidence.open);
    byline_view_set_evidence(view, &nonsense[i]);
    assert_false(view->evidence.open);
  }
  byline_view_free(view);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_counted_is_bright),
      cmocka_unit_test(test_evidence_comes_and_goes),
      cmocka_unit_test(test_nonsense_is_no_evidence)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
