/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_menu_rows.h"
#include "view_events.h"
#include "view_evidence.h"

#include <math.h>
#include <stdio.h>

static const BylineMenuRow all_rows[] = {
    {.action = BYLINE_MENU_COPY, .label = "Copy name", .keys = "Ctrl+C"},
    {.action = BYLINE_MENU_WHY, .label = "Why this name?", .keys = "Ctrl+E"},
    {.action = BYLINE_MENU_LINE},
    {.action = BYLINE_COMMAND_TEACH,
     .label = "This is\xe2\x80\xa6",
     .keys = "Ctrl+T"},
    {.action = BYLINE_COMMAND_TAKE_BACK, .label = "Undo: taught"},
    {.action = BYLINE_MENU_LINE},
    {.action = BYLINE_MENU_LIST, .label = "Set list\xe2\x80\xa6"},
    {.action = BYLINE_COMMAND_SAVE_HISTORY,
     .label = "Save list",
     .chips = {"Text", "CSV", "JSON", "Labels"},
     .values = {BYLINE_HISTORY_TEXT, BYLINE_HISTORY_CSV, BYLINE_HISTORY_JSON,
                BYLINE_HISTORY_LABELS}},
    {.action = BYLINE_COMMAND_SAVE_HISTORY,
     .label = "",
     .chips = {"Cue sheet", "Playlist", "Royalties"},
     .values = {BYLINE_HISTORY_CUE, BYLINE_HISTORY_M3U8,
                BYLINE_HISTORY_ROYALTIES}},
    {.action = BYLINE_COMMAND_NOW_PLAYING,
     .label = "Keep a now-playing file for OBS\xe2\x80\xa6"},
    {.action = BYLINE_COMMAND_NOW_PLAYING_STOP,
     .label = "Stop the now-playing file"},
    {.action = BYLINE_MENU_LINE},
    {.action = BYLINE_COMMAND_CHOOSE_MODEL,
     .label = "Choose model\xe2\x80\xa6"},
    {.action = BYLINE_MENU_MODELS, .label = "Installed models\xe2\x80\xa6"},
    {.action = BYLINE_MENU_DETAILS, .label = "About this model"},
    {.action = BYLINE_MENU_LINE},
    {.action = BYLINE_MENU_THEME,
     .label = "Colours",
     .chips = {"Dark", "Light", "Host"},
     .values = {BYLINE_THEME_DARK, BYLINE_THEME_LIGHT, BYLINE_THEME_HOST}},
    {.action = BYLINE_COMMAND_SCALE,
     .label = "Size",
     .chips = {"100", "125", "150", "200", "300", "400"},
     .values = {1, 1.25, 1.5, 2, 3, 4}},
    {.action = BYLINE_COMMAND_COMPACT,
     .label = "Window",
     .chips = {"Usual", "Compact"},
     .values = {0, 1}},
    {.action = BYLINE_COMMAND_FULL_SCREEN,
     .label = "Full screen",
     .keys = "F11"}};

_Static_assert(sizeof(all_rows) / sizeof(*all_rows) <= BYLINE_MENU_ROWS,
               "a menu may have all rows");

const BylineMenuRow* byline_menu_row(const BylineView* view, int row)
{
  return &all_rows[view->menu.rows[row]];
}

static bool offered(const BylineView* view, const BylineMenuRow* row)
{
  switch (row->action) {
  case BYLINE_MENU_COPY:
    return *view->menu.name;
  case BYLINE_MENU_DETAILS:
    return *view->model;
  case BYLINE_MENU_MODELS:
    return view->models.n > 0;
  case BYLINE_MENU_WHY:
    return view->evidence.open || byline_evidence_offered(view);
  case BYLINE_MENU_LINE:
  case BYLINE_MENU_THEME:
  case BYLINE_MENU_LIST:
    return true;
  default:
    return view->offered & 1u << row->action;
  }
}

void byline_menu_collect(BylineView* view)
{
  BylineMenu* const menu = &view->menu;
  bool line = false;
  menu->count = 0;
  for (int i = 0; i < (int)(sizeof(all_rows) / sizeof(*all_rows)); ++i) {
    if (all_rows[i].action == BYLINE_MENU_LINE) {
      line = menu->count > 0;
    } else if (offered(view, &all_rows[i])) {
      if (line) {
        menu->rows[menu->count++] = 2; // the first line
      }
      line = false;
      menu->rows[menu->count++] = i;
    }
  }
}

int byline_menu_chip_count(const BylineView* view, const BylineMenuRow* row)
{
  int count = 0;
  while (count < BYLINE_MENU_CHIPS && row->chips[count]) {
    ++count;
  }
  return row->action == BYLINE_MENU_THEME && !view->host_colors ? count - 1
                                                                : count;
}

bool byline_menu_is_chosen(const BylineView* view, const BylineMenuRow* row,
                           int chip)
{
  switch (row->action) {
  case BYLINE_MENU_THEME:
    return row->values[chip] == (double)view->theme;
  case BYLINE_COMMAND_SCALE:
    return fabs(row->values[chip] - view->scale) < 0.01;
  case BYLINE_COMMAND_SAVE_HISTORY:
    return false;
  default:
    return (row->values[chip] > 0) == view->layout.compact;
  }
}

const char* byline_menu_label(const BylineView* view, const BylineMenuRow* row,
                              char text[BYLINE_TEXT_SIZE])
{
  if (row->action != BYLINE_COMMAND_TAKE_BACK || !*view->taught) {
    return row->label;
  }
  snprintf(text, BYLINE_TEXT_SIZE, "Undo: %.*s was taught",
           BYLINE_TEXT_SIZE - 32, view->taught);
  return text;
}
