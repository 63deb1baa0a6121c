/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_input.h"
#include "view_commands.h"
#include "view_controls.h"
#include "view_details.h"
#include "view_evidence.h"
#include "view_hero.h"
#include "view_keys.h"
#include "view_list.h"
#include "view_menu.h"
#include "view_models.h"
#include "view_paint.h"
#include "view_plot.h"
#include "view_status.h"
#include "view_tip.h"
#include "view_voice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Seconds until a tip is shown */
static const double tip_wait = 0.7;

/* ---- what is where */

static int control_at(const BylineView* view, int x, int y)
{
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    if (byline_rect_has(byline_control_area(&view->layout, i), x, y)) {
      return i;
    }
  }
  return -1;
}

/* The same, if it does anything */
static int available_at(const BylineView* view, int x, int y)
{
  const int control = control_at(view, x, y);
  return byline_control_available(view, control) ? control : -1;
}

static bool on_model(const BylineView* view, int x, int y)
{
  return byline_rect_has(view->model_area, x, y);
}

/* The name that a click copies, or "" */
static const char* name_at(const BylineView* view, int x, int y)
{
  const BylineHistoryEntry* const entry = byline_plot_entry_at(view, x, y);
  const BylineRect ranking = view->layout.parts[BYLINE_PART_RANKING];
  if (entry) {
    return entry->artist;
  }
  if (byline_rect_has(view->layout.name, x, y)) {
    return view->artist;
  }
  if (!byline_rect_has(ranking, x, y) || !view->layout.rows) {
    return "";
  }
  const int row = (y - ranking.y) * view->layout.rows / ranking.h;
  return view->places[row].name;
}

/* ---- the mouse */

static void hover_control(BylineView* view, int control)
{
  if (control == view->hovered) {
    return;
  }
  view->hovered = control;
  view->dirty[BYLINE_PART_CONTROLS] = true;
}

static void tell_entry(BylineView* view, const BylineHistoryEntry* entry, int x)
{
  char from[16], to[16], name[2 * BYLINE_TEXT_SIZE],
      text[2 * BYLINE_TEXT_SIZE + 48];
  byline_view_name_entry(entry, name);
  byline_view_format_time(from, entry->begin);
  byline_view_format_time(to, entry->end);
  snprintf(text, sizeof(text), "%s \xc2\xb7 %s \xe2\x80\x93 %s", name, from,
           entry == byline_view_history_current(&view->history) ? "now" : to);
  byline_tip_show(view, text, x, view->layout.strip.y, 0, 0);
}

/* Tell whole what has no room where it stands; returns whether that is so. */
static bool tell_whole(BylineView* view, int x, int y)
{
  char text[BYLINE_TEXT_SIZE + 40];
  const BylineRect hero = view->layout.parts[BYLINE_PART_HERO];
  if (on_model(view, x, y) && view->model_is_cut) {
    byline_status_text(view, text);
    byline_tip_show(view, text, x, view->model_area.y, 0, 0);
  } else if (byline_rect_has(hero, x, y) && byline_hero_trouble(view) &&
             *view->message) {
    byline_tip_show(view, view->message, hero.x + hero.w / 2, hero.y + hero.h,
                    tip_wait, 0);
  } else if (byline_rect_has(view->voice.area, x, y)) {
    byline_voice_text(view, text);
    byline_tip_show(view, text, x, view->voice.area.y, 0, 0);
  } else if (byline_rect_has(view->layout.spectrogram, x, y) &&
             byline_evidence_offered(view) && !view->evidence.open) {
    byline_tip_show(view, "Click: why this name", x,
                    view->layout.spectrogram.y + view->layout.spectrogram.h / 2,
                    tip_wait, 0);
  } else if (byline_rect_has(view->layout.turn, x, y)) {
    byline_tip_show(view, view->turning ? "Back" : "Controls", x,
                    view->layout.turn.y, tip_wait, 0);
  } else if (byline_rect_has(view->layout.list, x, y)) {
    byline_tip_show(view, "Set list", x, view->layout.list.y, tip_wait, 0);
  } else {
    return false;
  }
  return true;
}

/* Tell about what is under the pointer */
static void hover(BylineView* view, int x, int y)
{
  const BylineHistoryEntry* const entry = byline_plot_entry_at(view, x, y);
  const int control = control_at(view, x, y);
  hover_control(view, available_at(view, x, y));
  if (entry) {
    tell_entry(view, entry, x);
  } else if (control >= 0) {
    const BylineRect area = byline_control_area(&view->layout, control);
    byline_tip_show(view, byline_control(control)->help, area.x + area.w / 2,
                    area.y, tip_wait, 0);
  } else if (!tell_whole(view, x, y) && view->tip.left <= 0) {
    byline_tip_hide(view);
  }
}

static double position_at(const BylineView* view, int control, int x)
{
  const BylineRect track = byline_control_track(&view->layout, control);
  const double radius = 6 * view->layout.unit;
  return (x - track.x - radius) / fmax(track.w - 2 * radius, 1);
}

/* The slider follows the pointer, at a tenth of its speed with Shift */
static void drag(BylineView* view, const BylineInput* input)
{
  const BylinePortInfo* const control = byline_control(view->held);
  const double there = position_at(view, view->held, input->x);
  const double before = position_at(view, view->held, view->drag_x);
  if (byline_port_is_switch(control)) {
    return;
  }
  view->drag_position =
      input->fine ? view->drag_position + 0.1 * (there - before) : there;
  view->drag_x = input->x;
  byline_control_turn(view, view->held,
                      byline_control_value(control, view->drag_position));
}

static void release(BylineView* view)
{
  if (view->held < 0) {
    return;
  }
  byline_control_touch(view, view->held, false);
  view->held = -1;
  view->dirty[BYLINE_PART_CONTROLS] = true;
}

static void press_control(BylineView* view, int index, const BylineInput* input)
{
  const BylinePortInfo* const control = byline_control(index);
  release(view); // one that was held, should its release have been lost
  view->focus = -1;
  view->dirty[BYLINE_PART_CONTROLS] = true;
  if (byline_port_is_switch(control)) {
    byline_control_turn_once(view, index,
                             view->values[index] > 0 ? 0.0f : 1.0f);
    return;
  }
  if (input->twice) {
    byline_control_turn_once(view, index, control->usual);
    return;
  }
  view->held = index;
  view->drag_x = input->x;
  view->drag_position = byline_control_position(control, view->values[index]);
  byline_control_touch(view, index, true);
  drag(view, input);
}

static void press(BylineView* view, const BylineInput* input)
{
  const int x = input->x, y = input->y;
  const int control = available_at(view, x, y);
  const BylineHistoryEntry* const entry = byline_plot_entry_at(view, x, y);
  if (input->button == 3) {
    const char* const name = name_at(view, x, y);
    byline_menu_open(view, x, y, *name ? name : view->artist);
  } else if (input->button != 1) {
    return;
  } else if (control >= 0) {
    press_control(view, control, input);
  } else if (byline_rect_has(view->layout.turn, x, y)) {
    byline_view_turn(view, !view->turning);
  } else if (on_model(view, x, y)) {
    byline_details_open(view);
  } else if (byline_rect_has(view->layout.list, x, y)) {
    byline_list_open(view);
  } else if (entry) {
    byline_view_copy_entry(view, entry);
  } else if (byline_rect_has(view->layout.spectrogram, x, y)) {
    byline_evidence_toggle(view);
  } else {
    byline_view_copy(view, name_at(view, x, y));
  }
}

static void wheel(BylineView* view, const BylineInput* input)
{
  const int control = available_at(view, input->x, input->y);
  if (control < 0 || view->held >= 0) {
    return;
  }
  byline_control_turn_once(
      view, control,
      byline_control_moved(byline_control(control), view->values[control],
                           input->turns * (input->fine ? 1 : 2)));
}

void byline_view_let_go(BylineView* view)
{
  if (!byline_control_available(view, view->held)) {
    release(view);
  }
  if (!byline_control_available(view, view->hovered)) {
    view->hovered = -1;
  }
  if (!byline_control_available(view, view->focus)) {
    view->focus = -1;
  }
}

/* ---- all of it */

/* The set list stays open below the menu of one who is in it */
static bool input_list(BylineView* view, const BylineInput* input)
{
  if (input->kind != BYLINE_INPUT_PRESS || input->button != 3) {
    return byline_list_input(view, input);
  }
  const char* const name = byline_list_artist_at(view, input->x, input->y);
  byline_menu_open(view, input->x, input->y, *name ? name : view->artist);
  return true;
}

/* Returns whether it was of use. */
static bool dispatch(BylineView* view, const BylineInput* input)
{
  switch (input->kind) {
  case BYLINE_INPUT_MOVE:
    if (view->held >= 0) {
      drag(view, input);
    } else {
      hover(view, input->x, input->y);
    }
    break;
  case BYLINE_INPUT_PRESS:
    byline_tip_hide(view); // it told about what is now used
    press(view, input);
    break;
  case BYLINE_INPUT_RELEASE:
    release(view);
    break;
  case BYLINE_INPUT_WHEEL:
    wheel(view, input);
    break;
  case BYLINE_INPUT_KEY:
    byline_tip_hide(view);
    return byline_view_key(view, input->key);
  case BYLINE_INPUT_LEAVE:
    hover_control(view, -1);
    byline_tip_hide(view);
    break;
  }
  return true;
}

bool byline_view_input(BylineView* view, const BylineInput* input)
{
  if (input->kind != BYLINE_INPUT_KEY && input->kind != BYLINE_INPUT_LEAVE) {
    view->pointer_x = input->x;
    view->pointer_y = input->y;
  }
  if (view->menu.open) {
    return byline_menu_input(view, input);
  }
  if (view->details.open) {
    return byline_details_input(view, input);
  }
  if (view->list.open) {
    return input_list(view, input);
  }
  if (view->models.open) {
    return byline_models_input(view, input);
  }
  return dispatch(view, input);
}

bool byline_view_needs_keys(const BylineView* view)
{
  return view->menu.open;
}
