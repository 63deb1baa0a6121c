/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_keys.h"
#include "view_commands.h"
#include "view_controls.h"
#include "view_details.h"
#include "view_evidence.h"
#include "view_list.h"
#include "view_menu.h"
#include "view_paint.h"

static bool reachable(const BylineView* view, int focus)
{
  if (focus == BYLINE_FOCUS_MODEL) {
    return byline_rect_visible(view->model_area);
  }
  if (focus == BYLINE_FOCUS_LIST) {
    return byline_rect_visible(view->layout.list);
  }
  if (focus == BYLINE_FOCUS_TURN) {
    return byline_rect_visible(view->layout.turn);
  }
  return byline_control_available(view, focus) &&
         byline_rect_visible(byline_control_area(&view->layout, focus));
}

static void move_focus(BylineView* view, int by)
{
  int focus = view->focus < 0 && by < 0 ? 0 : view->focus;
  for (int tries = 0; tries < BYLINE_FOCUS_COUNT; ++tries) {
    focus = (focus + by + BYLINE_FOCUS_COUNT) % BYLINE_FOCUS_COUNT;
    if (reachable(view, focus)) {
      view->focus = focus;
      break;
    }
  }
  view->dirty[BYLINE_PART_CONTROLS] = view->dirty[BYLINE_PART_STATUS] = true;
}

/* Returns whether the key was of use. */
static bool key_on_control(BylineView* view, int index, BylineKey key)
{
  static const double steps[] = {
      [BYLINE_KEY_UP] = 1,         [BYLINE_KEY_RIGHT] = 1,
      [BYLINE_KEY_DOWN] = -1,      [BYLINE_KEY_LEFT] = -1,
      [BYLINE_KEY_PAGE_UP] = 10,   [BYLINE_KEY_PAGE_DOWN] = -10,
      [BYLINE_KEY_HOME] = -1e6,    [BYLINE_KEY_END] = 1e6,
      [BYLINE_KEY_FULL_SCREEN] = 0};
  const BylinePortInfo* const control = byline_control(index);
  const float value = view->values[index];
  if (view->held >= 0) { // by the mouse, which hosts have been told
    return false;
  }
  if (key == BYLINE_KEY_DELETE) {
    byline_control_turn_once(view, index, control->usual);
  } else if (key == BYLINE_KEY_ENTER && byline_port_is_switch(control)) {
    byline_control_turn_once(view, index, value > 0 ? 0.0f : 1.0f);
  } else if (steps[key] != 0) {
    byline_control_turn_once(view, index,
                             byline_control_moved(control, value, steps[key]));
  } else {
    return false;
  }
  return true;
}

static bool escape(BylineView* view)
{
  if (view->evidence.open) {
    byline_evidence_close(view);
    return true;
  }
  if (view->focus < 0 && !view->turning) {
    return false;
  }
  byline_view_turn(view, false);
  view->focus = -1;
  view->dirty_ground = true;
  return true;
}

static bool press_other_key(BylineView* view, BylineKey key)
{
  if (view->focus == BYLINE_FOCUS_MODEL && key == BYLINE_KEY_ENTER) {
    byline_details_open(view);
    return true;
  }
  if (view->focus == BYLINE_FOCUS_LIST && key == BYLINE_KEY_ENTER) {
    byline_list_open(view);
    return true;
  }
  if (view->focus == BYLINE_FOCUS_TURN && key == BYLINE_KEY_ENTER) {
    byline_view_turn(view, !view->turning);
    return true;
  }
  return view->focus >= 0 && view->focus < BYLINE_FOCUS_MODEL &&
         key_on_control(view, view->focus, key);
}

bool byline_view_key(BylineView* view, BylineKey key)
{
  switch (key) {
  case BYLINE_KEY_TAB:
    move_focus(view, 1);
    return true;
  case BYLINE_KEY_BACK_TAB:
    move_focus(view, -1);
    return true;
  case BYLINE_KEY_ESCAPE:
    return escape(view);
  case BYLINE_KEY_COPY:
    byline_view_copy(view, view->artist);
    return true;
  case BYLINE_KEY_TEACH:
    byline_text_copy(view->menu.name, view->artist);
    byline_view_command(view, BYLINE_COMMAND_TEACH, 1);
    return view->offered & 1u << BYLINE_COMMAND_TEACH;
  case BYLINE_KEY_EXPLAIN:
    byline_evidence_toggle(view);
    return view->evidence.open || byline_evidence_offered(view);
  case BYLINE_KEY_MENU:
    byline_menu_open(view, view->width / 3, view->height / 8, view->artist);
    return true;
  case BYLINE_KEY_FULL_SCREEN:
    byline_view_command(view, BYLINE_COMMAND_FULL_SCREEN, 1);
    return view->offered & 1u << BYLINE_COMMAND_FULL_SCREEN;
  default:
    return press_other_key(view, key);
  }
}
