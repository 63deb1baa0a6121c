/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the mouse and the keyboard make of the view. */

#include "gui/view_tip.h"
#include "tests/unit/desk.h"

#include <math.h>
#include <string.h>

static void test_slider_follows_the_pointer(void** context)
{
  Desk* const desk = *context;
  const BylineRect track = byline_control_track(
      &desk->view->layout, control_of(BYLINE_PORT_THRESHOLD));
  const int y = track.y + track.h / 2;
  byline_view_set_port(desk->view, BYLINE_PORT_THRESHOLD, 0.2f);
  point(desk, BYLINE_INPUT_PRESS, track.x + track.w / 2, y, 1);
  assert_float_equal(desk->ports[BYLINE_PORT_THRESHOLD], 0.5f, 0.011f);
  point(desk, BYLINE_INPUT_MOVE, track.x + track.w, y, 0);
  assert_float_equal(desk->ports[BYLINE_PORT_THRESHOLD], 1, 0);
  point(desk, BYLINE_INPUT_MOVE, track.x - 300, 2, 0);
  assert_float_equal(desk->ports[BYLINE_PORT_THRESHOLD], 0, 0);
  byline_view_set_port(desk->view, BYLINE_PORT_THRESHOLD, 0.7f); // an old echo
  assert_float_equal(value_of(desk, BYLINE_PORT_THRESHOLD), 0, 0);
  point(desk, BYLINE_INPUT_RELEASE, track.x, y, 1);
  assert_int_equal(desk->touched, 1);
  assert_int_equal(desk->touches[BYLINE_PORT_THRESHOLD], 0);
  byline_view_set_port(desk->view, BYLINE_PORT_THRESHOLD, 0.7f);
  assert_float_equal(value_of(desk, BYLINE_PORT_THRESHOLD), 0.7f, 0);
}

static void test_shift_moves_finely(void** context)
{
  Desk* const desk = *context;
  const BylineRect track = byline_control_track(
      &desk->view->layout, control_of(BYLINE_PORT_THRESHOLD));
  BylineInput input = {.kind = BYLINE_INPUT_PRESS,
                       .x = track.x + 10,
                       .y = track.y,
                       .button = 1,
                       .fine = true};
  byline_view_input(desk->view, &input);
  assert_float_equal(value_of(desk, BYLINE_PORT_THRESHOLD), 0.5f, 0.001f);
  input.kind = BYLINE_INPUT_MOVE;
  input.x += track.w / 2;
  byline_view_input(desk->view, &input);
  assert_float_equal(value_of(desk, BYLINE_PORT_THRESHOLD), 0.55f, 0.012f);
}

static void test_wheel_double_click_and_switch(void** context)
{
  Desk* const desk = *context;
  const BylineLayout* const layout = &desk->view->layout;
  const BylineRect hold =
      byline_control_area(layout, control_of(BYLINE_PORT_HOLD));
  wheel(desk, hold.x + 3, hold.y + 3, 2);
  assert_float_equal(desk->ports[BYLINE_PORT_HOLD], 4, 0);
  wheel(desk, hold.x + 3, hold.y + 3, -100);
  assert_float_equal(desk->ports[BYLINE_PORT_HOLD], 0, 0);
  BylineInput twice = {.kind = BYLINE_INPUT_PRESS,
                       .x = hold.x + 3,
                       .y = hold.y + 3,
                       .button = 1,
                       .twice = true};
  byline_view_input(desk->view, &twice);
  assert_float_equal(desk->ports[BYLINE_PORT_HOLD], 2, 0);
  const BylineRect freeze =
      byline_control_area(layout, control_of(BYLINE_PORT_FREEZE));
  click(desk, freeze.x + 1, freeze.y + 1, 1);
  assert_float_equal(desk->ports[BYLINE_PORT_FREEZE], 1, 0);
  assert_true(desk->view->frozen);
  click(desk, freeze.x + 1, freeze.y + 1, 1);
  assert_float_equal(desk->ports[BYLINE_PORT_FREEZE], 0, 0);
  assert_int_equal(desk->touches[BYLINE_PORT_FREEZE], 0);
}

static void test_keyboard_reaches_every_control(void** context)
{
  Desk* const desk = *context;
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    const BylinePortInfo* const control = byline_control(i);
    key(desk, BYLINE_KEY_TAB);
    assert_int_equal(desk->view->focus, i);
    key(desk, BYLINE_KEY_END);
    assert_float_equal(desk->view->values[i], control->maximum, 1e-6);
    key(desk, BYLINE_KEY_UP); // no further
    key(desk, BYLINE_KEY_DOWN);
    assert_float_equal(desk->view->values[i], control->maximum - control->step,
                       1e-5);
    key(desk, BYLINE_KEY_HOME);
    assert_float_equal(desk->ports[control->port], control->minimum, 0);
    key(desk, BYLINE_KEY_RIGHT);
    key(desk, BYLINE_KEY_DELETE);
    assert_float_equal(desk->ports[control->port], control->usual, 0);
    draw(desk);
  }
  key(desk, BYLINE_KEY_TAB);
  key(desk, BYLINE_KEY_ENTER);
  assert_true(desk->view->details.open);
  key(desk, BYLINE_KEY_ESCAPE);
  assert_false(desk->view->details.open);
  key(desk, BYLINE_KEY_BACK_TAB);
  assert_int_equal(desk->view->focus, BYLINE_CONTROL_COUNT - 1);
  key(desk, BYLINE_KEY_ENTER);
  assert_float_equal(desk->ports[BYLINE_PORT_FREEZE], 1, 0);
  key(desk, BYLINE_KEY_ESCAPE);
  assert_int_equal(desk->view->focus, -1);
  key(desk, BYLINE_KEY_UP); // nothing has the keyboard
  assert_float_equal(desk->ports[BYLINE_PORT_FREEZE], 1, 0);
}

/* Everything that turns a control but the keyboard */
static void turn_by_hand(Desk* desk, BylineRect area)
{
  const int x = area.x + area.w * 3 / 4, y = area.y + area.h / 2;
  BylineInput twice = {
      .kind = BYLINE_INPUT_PRESS, .x = x, .y = y, .button = 1, .twice = true};
  click(desk, x, y, 1);
  wheel(desk, x, y, 1);
  byline_view_input(desk->view, &twice);
  point(desk, BYLINE_INPUT_RELEASE, x, y, 1);
  point(desk, BYLINE_INPUT_MOVE, x, y, 0); // where a tip tells of it again
}

/* Hosts are told once that a control is held, and that is by the mouse */
static void test_keys_leave_what_the_mouse_holds(void** context)
{
  Desk* const desk = *context;
  const int control = control_of(BYLINE_PORT_THRESHOLD);
  const BylineRect track = byline_control_track(&desk->view->layout, control);
  point(desk, BYLINE_INPUT_PRESS, track.x + track.w / 2, track.y, 1);
  while (desk->view->focus != control) {
    key(desk, BYLINE_KEY_TAB);
  }
  key(desk, BYLINE_KEY_END);
  assert_float_equal(desk->ports[BYLINE_PORT_THRESHOLD], 0.5f, 0.011f);
  assert_int_equal(desk->touches[BYLINE_PORT_THRESHOLD], 1);
  point(desk, BYLINE_INPUT_RELEASE, track.x, track.y, 1);
  key(desk, BYLINE_KEY_END);
  assert_float_equal(desk->ports[BYLINE_PORT_THRESHOLD], 1, 0);
}

static void test_vocal_focus_needs_a_model_without(void** context)
{
  Desk* const desk = *context;
  BylineView* const view = desk->view;
  const int focus = control_of(BYLINE_PORT_VOCAL_FOCUS);
  const BylineRect area = byline_control_area(&view->layout, focus);
  assert_true(byline_rect_visible(area));
  load_model(view, true);
  assert_false(byline_rect_visible(byline_control_area(&view->layout, focus)));
  byline_view_set_port(view, BYLINE_PORT_VOCAL_FOCUS, 0.5f); // automation
  assert_float_equal(value_of(desk, BYLINE_PORT_VOCAL_FOCUS), 0.5f, 0);
  assert_int_equal(desk->touched, 0);

  load_model(view, false);
  turn_by_hand(desk, area);
  assert_int_equal(desk->touched, 3);
  assert_int_equal(view->hovered, focus);
  assert_string_equal(view->tip.text, byline_control(focus)->help);
}

static void test_keyboard_passes_over_what_does_nothing(void** context)
{
  Desk* const desk = *context;
  const int focus = control_of(BYLINE_PORT_VOCAL_FOCUS);
  load_model(desk->view, true);
  for (int i = 0; i < focus; ++i) {
    key(desk, BYLINE_KEY_TAB);
  }
  assert_int_equal(desk->view->focus, focus - 1);
  key(desk, BYLINE_KEY_TAB);
  assert_int_equal(desk->view->focus, focus + 1);
  key(desk, BYLINE_KEY_BACK_TAB);
  assert_int_equal(desk->view->focus, focus - 1);
  load_model(desk->view, false);
  key(desk, BYLINE_KEY_TAB);
  assert_int_equal(desk->view->focus, focus);
}

static void test_another_model_takes_vocal_focus_away(void** context)
{
  Desk* const desk = *context;
  BylineView* const view = desk->view;
  const int focus = control_of(BYLINE_PORT_VOCAL_FOCUS);
  const BylineRect track = byline_control_track(&view->layout, focus);
  view->focus = focus;
  load_model(view, true);
  key(desk, BYLINE_KEY_END);
  assert_int_equal(desk->touched, 0);

  load_model(view, false);
  point(desk, BYLINE_INPUT_MOVE, track.x, track.y, 0);
  point(desk, BYLINE_INPUT_PRESS, track.x + track.w / 2, track.y, 1);
  assert_int_equal(desk->touches[BYLINE_PORT_VOCAL_FOCUS], 1);
  load_model(view, true);
  assert_int_equal(desk->touches[BYLINE_PORT_VOCAL_FOCUS], 0); // let go
  const int sets = desk->sets;
  point(desk, BYLINE_INPUT_MOVE, track.x + track.w, track.y, 0);
  point(desk, BYLINE_INPUT_RELEASE, track.x + track.w, track.y, 1);
  assert_int_equal(desk->sets, sets);
  assert_int_equal(desk->touched, 1);
}

static void test_history_tells_and_copies(void** context)
{
  Desk* const desk = *context;
  BylineView* const view = desk->view;
  const int y = view->layout.strip.y + 3;
  point(desk, BYLINE_INPUT_MOVE, strip_x(view, 7), y, 0);
  assert_string_equal(view->tip.text,
                      "Brad Sucks \xc2\xb7 0:02 \xe2\x80\x93 0:12");
  assert_true(byline_tip_shown(view));
  draw(desk);
  point(desk, BYLINE_INPUT_MOVE, strip_x(view, 15), y, 0);
  assert_string_equal(view->tip.text,
                      "Josh Woodward \xc2\xb7 0:12 \xe2\x80\x93 now");
  click(desk, strip_x(view, 7), y, 1);
  assert_string_equal(desk->copied, "Brad Sucks");
  assert_string_equal(view->tip.text, "Copied: Brad Sucks");
  point(desk, BYLINE_INPUT_MOVE, 5, 5, 0);
  assert_true(byline_tip_shown(view)); // news stays for a moment
  while (byline_view_advance(view, 0.5)) {
    ;
  }
  assert_false(byline_tip_shown(view));
  key(desk, BYLINE_KEY_COPY);
  assert_string_equal(desk->copied, "Josh Woodward");
}

static void test_voice_is_told_in_words(void** context)
{
  Desk* const desk = *context;
  byline_view_set_port(desk->view, BYLINE_PORT_VOICE, 0.9f);
  draw(desk);
  const BylineRect area = desk->view->voice.area;
  point(desk, BYLINE_INPUT_MOVE, area.x + 2, area.y + area.h / 2, 0);
  assert_string_equal(desk->view->tip.text, "Somebody sings or speaks \xc2\xb7 "
                                            "voice 90\xe2\x80\x89%");
  byline_view_set_port(desk->view, BYLINE_PORT_VOICE, 0.1f);
  while (byline_view_advance(desk->view, 0.1)) {
    ;
  }
  point(desk, BYLINE_INPUT_MOVE, area.x + 3, area.y + area.h / 2, 0);
  assert_string_equal(desk->view->tip.text, "Nobody sings or speaks \xc2\xb7 "
                                            "voice 10\xe2\x80\x89%");
}

static void test_names_are_asked_for_until_all_are_there(void** context)
{
  Desk* const desk = *context;
  BylineView* const view = desk->view;
  const BylineRect model = view->model_area;
  const char* names[25];
  for (int i = 0; i < 25; ++i) {
    names[i] = i % 2 ? "An artist with quite a long name" : "Somebody";
  }
  assert_true(byline_rect_visible(model));
  click(desk, model.x + model.w / 2, model.y + model.h / 2, 1);
  assert_true(view->details.open);
  assert_int_equal(desk->commands[BYLINE_COMMAND_NAMES], 1);
  byline_view_add_names(view, 25, names, 25); // not those
  assert_int_equal(view->details.name_count, 0);
  for (int first = 0; first < 60; first += 20) {
    assert_float_equal(desk->value, first, 0);
    byline_view_add_names(view, first, names, 20);
    draw(desk);
  }
  assert_int_equal(view->details.name_count, 60);
  assert_int_equal(desk->commands[BYLINE_COMMAND_NAMES], 3);
  wheel(desk, 400, 250, -1e4);
  draw(desk);
  key(desk, BYLINE_KEY_HOME);
  assert_int_equal(view->details.scroll, 0);
  click(desk, 2, 2, 1);
  assert_false(view->details.open);
}

static void test_values_are_settled(void** context)
{
  (void)context;
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    const BylinePortInfo* const control = byline_control(i);
    for (double at = -0.5; at < 1.5; at += 0.01) {
      const float value = byline_control_value(control, at);
      assert_true(value >= control->minimum && value <= control->maximum);
      const double steps = (double)((value - control->minimum) / control->step);
      assert_float_equal(steps, round(steps), 1e-4);
      const float again = byline_control_value(
          control, byline_control_position(control, value));
      assert_float_equal(again, value, 1e-5);
    }
    assert_true(byline_control_position(control, NAN) >= 0);
    assert_float_equal(byline_control_moved(control, NAN, 1), control->minimum,
                       0);
  }
}

/* Everything that can be done, anywhere, at any size */
/* In a small window, one click shows the controls and one hides them again */
static void test_controls_of_a_small_window(void** context)
{
  Desk* const desk = *context;
  BylineView* const view = desk->view;
  const int threshold = control_of(BYLINE_PORT_THRESHOLD);
  byline_view_set_size(view, 240, 120, 1);
  draw(desk);
  assert_false(
      byline_rect_visible(byline_control_area(&view->layout, threshold)));
  const BylineRect turn = view->layout.turn;
  const int x = turn.x + turn.w / 2, y = turn.y + turn.h / 2;
  click(desk, x, y, 1);
  const BylineRect track = byline_control_track(&view->layout, threshold);
  assert_true(byline_rect_visible(track));
  click(desk, track.x + track.w - 1, track.y + 1, 1);
  assert_true(value_of(desk, BYLINE_PORT_THRESHOLD) > 0.9f);
  click(desk, x, y, 1);
  assert_false(
      byline_rect_visible(byline_control_area(&view->layout, threshold)));
  key(desk, BYLINE_KEY_BACK_TAB); // and by the keyboard
  assert_int_equal(view->focus, BYLINE_FOCUS_TURN);
  key(desk, BYLINE_KEY_ENTER);
  assert_true(view->turning);
  key(desk, BYLINE_KEY_ESCAPE);
  assert_false(view->turning);
  click(desk, x, y, 1);
  byline_view_set_size(view, 800, 500, 1); // room for all
  assert_false(view->turning);
}

static void test_random_input_is_survived(void** context)
{
  Desk* const desk = *context;
  srand(2);
  for (int round = 0; round < 20000; ++round) {
    const BylineInput input = {
        .kind = (BylineInputKind)(rand() % 6),
        .x = rand() % 900 - 50,
        .y = rand() % 600 - 40,
        .button = rand() % 5,
        .twice = rand() % 4 == 0,
        .fine = rand() % 2,
        .turns = rand() % 9 - 4,
        .key = (BylineKey)(rand() % (BYLINE_KEY_FULL_SCREEN + 1))};
    memset(desk->touches, 0, sizeof(desk->touches));
    if (desk->view->held >= 0) {
      desk->touches[byline_controls[desk->view->held]] = 1;
    }
    byline_view_input(desk->view, &input);
    if (round % 40 == 0) {
      byline_view_set_size(desk->view, 1 + rand() % 900, 1 + rand() % 600,
                           1 + rand() % 4);
    }
    if (round % 10 == 0) {
      byline_view_advance(desk->view, 0.1);
      draw(desk);
    }
  }
}

/* Fontconfig keeps its caches until the process ends */
const char* __lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char*
__lsan_default_suppressions(void)
{
  return "leak:libfontconfig\n";
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_slider_follows_the_pointer),
      TEST(test_shift_moves_finely),
      TEST(test_wheel_double_click_and_switch),
      TEST(test_keyboard_reaches_every_control),
      TEST(test_keys_leave_what_the_mouse_holds),
      TEST(test_vocal_focus_needs_a_model_without),
      TEST(test_keyboard_passes_over_what_does_nothing),
      TEST(test_another_model_takes_vocal_focus_away),
      TEST(test_history_tells_and_copies),
      TEST(test_voice_is_told_in_words),
      TEST(test_names_are_asked_for_until_all_are_there),
      TEST(test_values_are_settled),
      TEST(test_controls_of_a_small_window),
      TEST(test_random_input_is_survived)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
