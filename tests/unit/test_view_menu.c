/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The menu: what it gives, and where. */

#include "gui/view_tip.h"
#include "tests/unit/desk.h"

#include <string.h>

/* Choose the row of the menu that does something; false if it has none */
static bool choose(Desk* desk, int x, int y, BylineCommand wanted)
{
  click(desk, x, y, 3);
  assert_true(desk->view->menu.open);
  draw(desk);
  for (int i = 0; i < BYLINE_MENU_ROWS; ++i) {
    const int before = desk->commands[wanted];
    key(desk, BYLINE_KEY_DOWN);
    const BylineMenu kept = desk->view->menu;
    key(desk, BYLINE_KEY_ENTER);
    key(desk, BYLINE_KEY_ESCAPE);
    key(desk, BYLINE_KEY_ESCAPE);
    if (desk->commands[wanted] > before) {
      return true;
    }
    desk->view->menu = kept;
  }
  desk->view->menu.open = false;
  return false;
}

static void test_menu_gives_every_command(void** context)
{
  Desk* const desk = *context;
  byline_view_offer(desk->view, BYLINE_COMMAND_TAKE_BACK, true);
  const int x = strip_x(desk->view, 7), y = desk->view->layout.strip.y + 3;
  for (int c = BYLINE_COMMAND_SAVE_HISTORY; c <= BYLINE_COMMAND_FULL_SCREEN;
       ++c) {
    if (c != BYLINE_COMMAND_NAMES && c != BYLINE_COMMAND_FIND_MODELS &&
        c != BYLINE_COMMAND_USE_MODEL && c != BYLINE_COMMAND_MAKE_DEFAULT) {
      assert_true(choose(desk, x, y, (BylineCommand)c));
    }
  }
  assert_string_equal(desk->view->menu.name, "Brad Sucks");
  byline_view_offer(desk->view, BYLINE_COMMAND_SAVE_HISTORY, false);
  assert_false(choose(desk, x, y, BYLINE_COMMAND_SAVE_HISTORY));
}

/* Who is playing is asked by a key, too; and undone where somebody was taught
 */
static void test_teaching(void** context)
{
  Desk* const desk = *context;
  const int before = desk->commands[BYLINE_COMMAND_TEACH];
  key(desk, BYLINE_KEY_TEACH);
  assert_int_equal(desk->commands[BYLINE_COMMAND_TEACH], before + 1);
  assert_string_equal(byline_view_meant(desk->view),
                      byline_view_announced(desk->view));
  const char* names[BYLINE_TOP];
  assert_true(byline_view_ranked(desk->view, names) > 0);
  assert_true(names[0][0] != '\0');
  BylineViewModel model = {.name = "model", .taught = ""};
  byline_view_set_model(desk->view, &model);
  const int x = strip_x(desk->view, 7), y = desk->view->layout.strip.y + 3;
  assert_false(choose(desk, x, y, BYLINE_COMMAND_TAKE_BACK));
  model.taught = "Dora";
  byline_view_set_model(desk->view, &model);
  assert_true(byline_tip_shown(desk->view)); // that she was taught
  assert_true(choose(desk, x, y, BYLINE_COMMAND_TAKE_BACK));
}

static void test_menu_is_usable_in_the_smallest_window(void** context)
{
  Desk* const desk = *context;
  byline_view_set_size(desk->view, BYLINE_VIEW_MIN_WIDTH,
                       BYLINE_VIEW_MIN_HEIGHT, 1);
  click(desk, 300, 190, 3);
  const BylineMenu* const menu = &desk->view->menu;
  assert_true(menu->area.x >= 0 && menu->area.y >= 0);
  assert_true(menu->area.x + menu->area.w <= BYLINE_VIEW_MIN_WIDTH);
  assert_true(menu->area.y + menu->area.h <= BYLINE_VIEW_MIN_HEIGHT);
  wheel(desk, 100, 100, -100); // to its end, where full screen is
  draw(desk);
  click(desk, menu->area.x + 20, menu->area.y + menu->area.h - 12, 1);
  assert_int_equal(desk->commands[BYLINE_COMMAND_FULL_SCREEN], 1);
  click(desk, 300, 190, 3);
  click(desk, menu->area.x + menu->area.w + 5, 5, 1); // beside it
  assert_false(menu->open);
  assert_string_equal(desk->copied, "");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_menu_gives_every_command),
      TEST(test_teaching),
      TEST(test_menu_is_usable_in_the_smallest_window),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
