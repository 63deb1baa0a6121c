/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The set list in the window: scrolled, copied, saved. */

#include "gui/view_layout.h"
#include "tests/unit/picture.h"

/** What its owner was asked for. */
typedef struct {
  BylineView* view;
  char copied[8192];
  int saves;
  double format;
} Desk;

static void copy(void* user, const char* text)
{
  Desk* const desk = user;
  snprintf(desk->copied, sizeof(desk->copied), "%s", text);
}

static void command(void* user, BylineCommand command, double value)
{
  Desk* const desk = user;
  if (command == BYLINE_COMMAND_SAVE_HISTORY) {
    ++desk->saves;
    desk->format = value;
  }
}

static void press_key(Desk* desk, BylineKey key)
{
  const BylineInput input = {.kind = BYLINE_INPUT_KEY, .key = key};
  byline_view_input(desk->view, &input);
  Picture p = draw(desk->view);
  discard(&p);
}

static void click(Desk* desk, int x, int y)
{
  const BylineInput input = {
      .kind = BYLINE_INPUT_PRESS, .x = x, .y = y, .button = 1};
  byline_view_input(desk->view, &input);
}

/* Ten who played, a minute each, with a pause after the first */
static void play_set(BylineView* view)
{
  static const char* const names[] = {"A", "",  "B", "C", "D", "E",
                                      "F", "G", "H", "I", "J"};
  BylineHistoryEntry entries[11];
  for (int i = 0; i < 11; ++i) {
    entries[i] = (BylineHistoryEntry){
        .begin = 60 * i, .artist = names[i], .title = i == 2 ? "Title" : NULL};
  }
  const BylineViewAnswer answer = {
      .time = 640, .state = BYLINE_STATE_KNOWN, .artist = "J"};
  byline_view_set_answer(view, &answer);
  byline_view_set_history(view, 0, entries, 11);
}

static int set_up(void** context)
{
  Desk* const desk = calloc(1, sizeof(*desk));
  const BylineViewEvents events = {
      .copy = copy, .command = command, .user = desk};
  desk->view = new_view(420, 300, 1);
  set_model(desk->view, "Free music", "");
  play_set(desk->view);
  byline_view_set_events(desk->view, &events, ~0u);
  *context = desk;
  return 0;
}

static int tear_down(void** context)
{
  Desk* const desk = *context;
  byline_view_free(desk->view);
  free(desk);
  return 0;
}

static void open_list(Desk* desk)
{
  const BylineRect area = desk->view->layout.list;
  click(desk, area.x + area.w / 2, area.y + area.h / 2);
  assert_true(desk->view->list.open);
}

static void test_copies_all(void** context)
{
  Desk* const desk = *context;
  open_list(desk);
  press_key(desk, BYLINE_KEY_COPY);
  assert_string_equal(desk->copied,
                      "0:00  A\n2:00  B - Title\n3:00  C\n4:00  D\n5:00  E\n"
                      "6:00  F\n7:00  G\n8:00  H\n9:00  I\n10:00  J\n");
  press_key(desk, BYLINE_KEY_ESCAPE);
  assert_false(desk->view->list.open);
}

static void test_saves_in_every_format(void** context)
{
  Desk* const desk = *context;
  open_list(desk);
  press_key(desk, BYLINE_KEY_TAB); // to the button that copies
  press_key(desk, BYLINE_KEY_ENTER);
  assert_string_not_equal(desk->copied, "");
  for (int format = 0; format < BYLINE_HISTORY_FORMATS; ++format) {
    press_key(desk, BYLINE_KEY_TAB);
    press_key(desk, BYLINE_KEY_ENTER);
    assert_int_equal(desk->saves, format + 1);
    assert_true(desk->format == format);
  }
  /* Who has nobody to save it has no buttons for it */
  byline_view_offer(desk->view, BYLINE_COMMAND_SAVE_HISTORY, false);
  for (int i = 0; i < 9; ++i) {
    press_key(desk, BYLINE_KEY_TAB);
    press_key(desk, BYLINE_KEY_ENTER);
  }
  assert_int_equal(desk->saves, BYLINE_HISTORY_FORMATS);
}

/* It shows the end, and whoever comes, unless somebody looks further up */
static void test_follows_the_end(void** context)
{
  Desk* const desk = *context;
  BylineView* const view = desk->view;
  const int left = 60;
  open_list(desk);
  int y = 0;
  for (y = view->height - 40; y > 0 && strcmp(desk->copied, "J") != 0; --y) {
    click(desk, left, y);
  }
  assert_true(y > 0 && view->list.open); // the last row is seen
  press_key(desk, BYLINE_KEY_HOME);
  click(desk, left, y);
  assert_string_not_equal(desk->copied, "J");
  const BylineViewAnswer answer = {
      .time = 700, .state = BYLINE_STATE_KNOWN, .artist = "K"};
  byline_view_set_answer(view, &answer);
  click(desk, left, y);
  assert_string_not_equal(desk->copied, "K");
  press_key(desk, BYLINE_KEY_END);
  click(desk, left, y);
  assert_string_equal(desk->copied, "K");
}

static void test_title_and_speed_are_shown(void** context)
{
  Desk* const desk = *context;
  BylineView* const view = desk->view;
  BylineViewAnswer answer = {.time = 640,
                             .state = BYLINE_STATE_KNOWN,
                             .artist = "J",
                             .known_by = BYLINE_KNOWN_BY_RECORDING};
  byline_view_set_size(view, 800, 500, 1);
  byline_view_set_answer(view, &answer);
  Picture without = draw(view);
  answer.title = "Title";
  answer.speed = 1.062f;
  byline_view_set_answer(view, &answer);
  Picture with = draw(view);
  assert_true(ink(&with, view->layout.remark, view->palette.panel) >
              ink(&without, view->layout.remark, view->palette.panel) + 200);
  discard(&without);
  discard(&with);
  /* A title of its own is an entry of its own, another speed is none */
  const size_t n = view->history.list.n;
  assert_string_equal(view->history.list.entries[n - 1].title, "Title");
  answer.time = 641;
  answer.speed = 0.94f;
  byline_view_set_answer(view, &answer);
  assert_int_equal(view->history.list.n, n);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_copies_all, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_saves_in_every_format, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(test_follows_the_end, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_title_and_speed_are_shown, set_up,
                                      tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
