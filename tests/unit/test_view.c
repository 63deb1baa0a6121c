/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's picture, drawn into memory and measured */

#include "gui/view_history.h"
#include "gui/view_layout.h"
#include "gui/view_paint.h"
#include "gui/view_plot.h"
#include "tests/unit/picture.h"

static void test_every_state_says_something_of_its_own(void** context)
{
  (void)context;
  Picture pictures[6];
  for (int state = 0; state < 4; ++state) {
    BylineView* const view =
        show(BYLINE_VIEW_WIDTH, BYLINE_VIEW_HEIGHT, 1, (BylineState)state);
    pictures[state] = draw(view);
    assert_true(ink(&pictures[state], view->layout.name, view->palette.panel) >
                500);
    byline_view_free(view);
  }
  BylineView* view =
      show(BYLINE_VIEW_WIDTH, BYLINE_VIEW_HEIGHT, 1, BYLINE_STATE_LISTENING);
  set_model(view, "", "default.safetensors: truncated, 12 bytes are missing");
  pictures[4] = draw(view);
  set_model(view, "Free music 23", "");
  byline_view_set_port(view, BYLINE_PORT_ENABLED, 0);
  pictures[5] = draw(view);
  byline_view_free(view);
  for (int a = 0; a < 6; ++a) {
    for (int b = a + 1; b < 6; ++b) {
      assert_false(same(&pictures[a], &pictures[b]));
    }
  }
  for (int a = 0; a < 6; ++a) {
    discard(&pictures[a]);
  }
}

static void test_same_state_draws_the_same(void** context)
{
  (void)context;
  BylineView* const a = show(800, 480, 1, BYLINE_STATE_KNOWN);
  BylineView* const b = show(800, 480, 1, BYLINE_STATE_KNOWN);
  Picture pa = draw(a), pb = draw(b);
  assert_true(same(&pa, &pb));
  discard(&pa);
  discard(&pb);
  byline_view_free(a);
  byline_view_free(b);
}

/* The longest run of a colour from the left edge of an area, but for a gap as
   wide as the threshold's notch or a round end */
static int longest(const Picture* p, BylineRect area, BylineColor color)
{
  int most = 0;
  for (int y = area.y; y < area.y + area.h; ++y) {
    int last = 0;
    for (int x = 0; x < area.w && x - last < 10; ++x) {
      last = has(p, area.x + x, y, color) ? x + 1 : last;
    }
    most = last > most ? last : most;
  }
  return most;
}

static void test_bars_are_as_long_as_probable(void** context)
{
  (void)context;
  BylineView* const view = show(800, 480, 1, BYLINE_STATE_KNOWN);
  byline_view_set_port(view, BYLINE_PORT_THRESHOLD, 0.6f);
  Picture p = draw(view);
  BylineRect row = view->layout.parts[BYLINE_PART_RANKING];
  row.h /= view->layout.rows;
  for (int i = 0; i < 4; ++i, row.y += row.h) {
    const BylineColor color = byline_view_artist_color(view, artists[i]);
    assert_int_equal(rgb(color) == rgb(view->palette.neutral), i > 0);
    const float expected = known(0).probabilities[i] * (float)row.w;
    assert_float_equal(longest(&p, row, color), expected, 3);
  }
  discard(&p);
  byline_view_free(view);
}

static void test_bars_move_without_overshooting(void** context)
{
  (void)context;
  BylineView* const view = new_view(800, 480, 1);
  BylineViewAnswer answer = known(5);
  byline_view_set_answer(view, &answer);
  float before = 0;
  int steps = 0;
  while (byline_view_advance(view, 1 / 30.0)) {
    assert_true(view->places[0].shown > before);
    assert_true(view->places[0].shown <= answer.probabilities[0]);
    before = view->places[0].shown;
    assert_true(++steps < 60);
  }
  assert_true(steps > 3);
  assert_true(view->places[0].shown == answer.probabilities[0]);
  byline_view_free(view);
}

static void test_name_is_as_large_as_fits(void** context)
{
  (void)context;
  static const char* const names[] = {"U2", "Josh Woodward",
                                      "The Freak Fandango Orchestra",
                                      "Einst\xc3\xbcrzende Neubauten"};
  for (int i = 0; i < 4; ++i) {
    BylineView* const view = new_view(800, 480, 1);
    set_model(view, "m", "");
    BylineViewAnswer answer = known(5);
    answer.artist = answer.names[0] = names[i];
    byline_view_set_answer(view, &answer);
    Picture p = draw(view);
    BylineRect frame = view->layout.name;
    const BylineTextStyle style = {1.05 * view->name_size, true,
                                   BYLINE_ALIGN_LEFT, 3, false};
    assert_true(view->name_size > 30);
    assert_true(view->name_size >= 139 ||
                byline_text_fit(view->pen, names[i], &style, frame,
                                view->name_size, 140) < style.size);
    discard(&p);
    byline_view_free(view);
  }
}

static double brightness(const Picture* p, int x, int y)
{
  return byline_color_contrast(byline_color_rgb(pixel(p, x, y)),
                               byline_color_rgb(0));
}

/* Feed 4 s of silence and then a tone that is `loud`, in the middle band */
static void feed_tone(BylineView* view, uint8_t loud)
{
  static uint8_t cells[8 * RATE][BANDS];
  memset(cells, 0, sizeof(cells));
  for (int t = 4 * RATE; t < 8 * RATE; ++t) {
    memset(&cells[t][BANDS / 2 - 4], loud, 8);
  }
  byline_view_add_columns(view, 0, cells[0], sizeof(cells));
}

static void test_spectrogram_is_where_and_as_bright_as_the_sound(void** context)
{
  (void)context;
  double last = 0;
  for (int loud = 60; loud <= 220; loud += 40) {
    BylineView* const view = new_view(800, 480, 1);
    set_model(view, "m", "");
    feed_tone(view, (uint8_t)loud);
    Picture p = draw(view);
    const BylineRect plot = view->layout.spectrogram;
    const int middle = plot.y + plot.h / 2;
    const double bright = brightness(&p, plot.x + plot.w - 5, middle);
    const int ago =
        (int)(6 * plot.w / byline_plot_span(&view->layout)); // in the silence
    const double silent = brightness(&p, plot.x + plot.w - ago, middle);
    const double above = brightness(&p, plot.x + plot.w - 5, plot.y + 5);
    if (loud >= 140) { // else everything is faint
      assert_true(bright > 3 * silent);
    }
    assert_float_equal(silent, above, 1e-9);
    assert_true(bright >= last);
    last = loud <= 120 ? bright : 0; // the reference follows louder sound
    discard(&p);
    byline_view_free(view);
  }
}

/* Columns in one go, in pieces and with a resize between give one picture */
static void test_scrolling_equals_painting_anew(void** context)
{
  (void)context;
  BylineView* const whole = show(800, 480, 1, BYLINE_STATE_KNOWN);
  BylineView* const parts = show(640, 400, 2, BYLINE_STATE_KNOWN);
  byline_view_set_size(parts, 800, 480, 1);
  uint8_t cells[40 * BANDS];
  for (int64_t first = 60 * RATE; first < 80 * RATE; first += 40) {
    for (size_t i = 0; i < sizeof(cells); ++i) {
      cells[i] = (uint8_t)((size_t)first + i * 7 % 100);
    }
    byline_view_add_columns(whole, first, cells, sizeof(cells));
    for (int64_t i = 0; i < 40; i += 8) {
      byline_view_add_columns(parts, first + i, cells + i * BANDS, 8 * BANDS);
      Picture p = draw(parts);
      discard(&p);
    }
  }
  Picture a = draw(whole), b = draw(parts);
  assert_true(same(&a, &b));
  discard(&a);
  discard(&b);
  byline_view_free(whole);
  byline_view_free(parts);
}

static void test_only_changes_are_drawn(void** context)
{
  (void)context;
  BylineView* const view = show(800, 480, 1, BYLINE_STATE_KNOWN);
  Picture first = draw(view);
  discard(&first);
  assert_false(byline_view_changed(view));
  byline_view_set_port(view, BYLINE_PORT_LEVEL, -14.1f); // not to be seen
  assert_false(byline_view_changed(view));
  byline_view_set_port(view, BYLINE_PORT_LEVEL, -30);
  assert_true(byline_view_changed(view));
  Picture p = blank(800, 480);
  draw_on(&p, view, false);
  const BylineRect status = view->layout.parts[BYLINE_PART_STATUS];
  for (int y = 0; y < 480; ++y) {
    for (int x = 0; x < 800; ++x) {
      const bool inside = x >= status.x && x < status.x + status.w &&
                          y >= status.y && y < status.y + status.h;
      assert_int_equal(pixel(&p, x, y) != magenta, inside);
    }
  }
  discard(&p);
  byline_view_free(view);
}

/* What vocal focus is set to can be seen, unless it makes no difference */
static void test_own_focus_hides_the_setting(void** context)
{
  (void)context;
  BylineView* const view = show(800, 480, 1, BYLINE_STATE_KNOWN);
  BylineViewModel model = {.name = "A model", .bands = BANDS};
  for (int own = 0; own < 2; ++own) {
    model.own_focus = own;
    byline_view_set_model(view, &model);
    byline_view_set_port(view, BYLINE_PORT_VOCAL_FOCUS, 0.2f);
    Picture little = draw(view);
    byline_view_set_port(view, BYLINE_PORT_VOCAL_FOCUS, 0.9f);
    Picture much = draw(view);
    assert_int_equal(same(&little, &much), own);
    discard(&little);
    discard(&much);
  }
  byline_view_free(view);
}

/* Pixels of the microphone, or where it would be, that differ from the ground
   enough to be seen (WCAG: 3 : 1) */
static int clear_ink(const Picture* p, const BylineView* view, BylineRect area)
{
  int n = 0;
  area.w = byline_view_px(view, 12);
  for (int y = area.y; y < area.y + area.h; ++y) {
    for (int x = area.x; x < area.x + area.w; ++x) {
      n += byline_color_contrast(byline_color_rgb(pixel(p, x, y)),
                                 view->palette.background) >= 3;
    }
  }
  return n;
}

/* A voice is shown by more than colour, in any size of window and any colours;
   what is not known is not shown */
static void test_voice_is_seen(void** context)
{
  (void)context;
  static const int sizes[][2] = {
      {800, 500}, {320, 200}, {1600, 500}, {420, 700}};
  for (int i = 0; i < 8; ++i) {
    BylineView* const view =
        show(sizes[i / 2][0], sizes[i / 2][1], 1, BYLINE_STATE_KNOWN);
    if (i % 2) {
      byline_view_set_theme(view, BYLINE_THEME_LIGHT);
    }
    byline_view_set_port(view, BYLINE_PORT_VOICE, 0.9f);
    Picture full = draw(view);
    const BylineRect area = view->voice.area;
    byline_view_set_port(view, BYLINE_PORT_VOICE, 0.1f);
    Picture hollow = draw(view);
    byline_view_set_port(view, BYLINE_PORT_VOICE, -1);
    Picture none = draw(view);
    assert_true(byline_rect_visible(area));
    assert_false(byline_rect_visible(view->voice.area));
    assert_true(clear_ink(&hollow, view, area) > 20);
    assert_true(clear_ink(&full, view, area) >
                clear_ink(&hollow, view, area) + 10);
    if (sizes[i / 2][0] >= 1600) { // else other words move there
      assert_false(same(&none, &hollow));
    }
    discard(&full);
    discard(&hollow);
    discard(&none);
    byline_view_free(view);
  }
}

static void test_voice_moves_calmly(void** context)
{
  (void)context;
  BylineView* const view = show(800, 480, 1, BYLINE_STATE_KNOWN);
  byline_view_set_port(view, BYLINE_PORT_VOICE, 0);
  while (byline_view_advance(view, 1)) {
    ;
  }
  byline_view_set_port(view, BYLINE_PORT_VOICE, 1);
  assert_true(byline_view_advance(view, 1 / 30.0));
  assert_true(view->voice.shown > 0 && view->voice.shown < 0.3f);
  while (byline_view_advance(view, 1 / 30.0)) {
    ;
  }
  assert_true(view->voice.shown == 1);
  byline_view_set_port(view, BYLINE_PORT_VOICE, NAN);
  byline_view_set_port(view, BYLINE_PORT_VOICE, 7);
  assert_true(view->voice.shown == 1);
  byline_view_set_port(view, BYLINE_PORT_ENABLED, 0);
  Picture p = draw(view);
  assert_false(byline_rect_visible(view->voice.area)); // nobody listens
  discard(&p);
  byline_view_free(view);
}

static void test_history_shows_who_and_when(void** context)
{
  (void)context;
  BylineView* const view = show(800, 480, 1, BYLINE_STATE_KNOWN);
  Picture p = draw(view);
  const BylineRect strip = view->layout.strip;
  const double scale = strip.w / byline_plot_span(&view->layout);
  const int y = strip.y + 1;
  const BylineColor* const colors = view->palette.artists;
  const double ago[] = {2, 11, 13, 23, 25, 27};
  const BylineColor expected[] = {colors[2], colors[2],           colors[1],
                                  colors[1], view->palette.track, colors[0]};
  for (int i = 0; i < 6; ++i) {
    assert_true(
        has(&p, strip.x + strip.w - (int)(ago[i] * scale), y, expected[i]));
  }
  discard(&p);
  byline_view_free(view);
}

static void tell(BylineViewHistory* history, double time, const char* artist)
{
  const BylineHistoryEntry entry = {.begin = time, .artist = artist};
  byline_view_history_tell(history, &entry);
}

static void test_history_begins_anew_when_time_goes_back(void** context)
{
  (void)context;
  static BylineViewHistory history;
  tell(&history, 0, ""); // nobody is no begin
  tell(&history, 1, "A");
  tell(&history, 2, "A");
  tell(&history, 5, "B");
  tell(&history, 7, "");
  assert_int_equal(history.list.n, 3);
  assert_null(byline_view_history_current(&history));
  assert_float_equal(history.list.entries[0].end, 5, 0);
  assert_float_equal(history.list.entries[1].end, 7, 0);
  tell(&history, 9, "A");
  assert_string_equal(byline_view_history_current(&history)->artist, "A");
  assert_int_equal(history.colors[3], 0);
  assert_int_equal(history.colors[1], 1);
  tell(&history, NAN, "C");
  assert_int_equal(history.list.n, 4);
  tell(&history, 0.5, "A");
  assert_int_equal(history.list.n, 1);
  for (int i = 0; i < 5000; ++i) {
    tell(&history, i, i % 2 ? "A" : "B");
  }
  assert_int_equal(history.list.n, BYLINE_MAX_HISTORY);
  assert_float_equal(byline_view_history_current(&history)->begin, 4999, 0);
  assert_int_equal(history.colors[0], byline_view_history_color(&history, "B"));
  byline_view_history_clear(&history);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_state_says_something_of_its_own),
      cmocka_unit_test(test_same_state_draws_the_same),
      cmocka_unit_test(test_bars_are_as_long_as_probable),
      cmocka_unit_test(test_bars_move_without_overshooting),
      cmocka_unit_test(test_name_is_as_large_as_fits),
      cmocka_unit_test(test_spectrogram_is_where_and_as_bright_as_the_sound),
      cmocka_unit_test(test_scrolling_equals_painting_anew),
      cmocka_unit_test(test_only_changes_are_drawn),
      cmocka_unit_test(test_own_focus_hides_the_setting),
      cmocka_unit_test(test_voice_is_seen),
      cmocka_unit_test(test_voice_moves_calmly),
      cmocka_unit_test(test_history_shows_who_and_when),
      cmocka_unit_test(test_history_begins_anew_when_time_goes_back)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
