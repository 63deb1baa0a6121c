/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_menu.h"
#include "view_commands.h"
#include "view_details.h"
#include "view_evidence.h"
#include "view_list.h"
#include "view_paint.h"
#include "view_panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a row does, beside the commands of the view's owner */
enum {
  LINE = -1,    ///< Nothing: it parts what is above from what is below
  COPY = -2,    ///< Copy a name
  DETAILS = -3, ///< Tell about the model
  THEME = -4,   ///< Choose colours
  LIST = -5,    ///< Show the set list
  MODELS = -6,  ///< Show the installed models
  WHY = -7      ///< Show what the answer is founded on, or no longer
};

enum { MOST_CHIPS = 6 };

/** A row of the menu. */
typedef struct {
  int action;                    ///< One of those above or a BylineCommand
  const char* label;             ///< What it says
  const char* keys;              ///< What does the same
  const char* chips[MOST_CHIPS]; ///< Choices, if it has any
  double values[MOST_CHIPS];     ///< What they stand for
} Row;

static const Row all_rows[] = {
    {.action = COPY, .label = "Copy name", .keys = "Ctrl+C"},
    {.action = WHY, .label = "Why this name?", .keys = "Ctrl+E"},
    {.action = LINE},
    {.action = BYLINE_COMMAND_TEACH,
     .label = "This is\xe2\x80\xa6",
     .keys = "Ctrl+T"},
    {.action = BYLINE_COMMAND_TAKE_BACK, .label = "Undo: taught"},
    {.action = LINE},
    {.action = LIST, .label = "Set list\xe2\x80\xa6"},
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
    {.action = LINE},
    {.action = BYLINE_COMMAND_CHOOSE_MODEL,
     .label = "Choose model\xe2\x80\xa6"},
    {.action = MODELS, .label = "Installed models\xe2\x80\xa6"},
    {.action = DETAILS, .label = "About this model"},
    {.action = LINE},
    {.action = THEME,
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

static const Row* row_at(const BylineView* view, int row)
{
  return &all_rows[view->menu.rows[row]];
}

/* ---- what is in it */

static bool offered(const BylineView* view, const Row* row)
{
  switch (row->action) {
  case COPY:
    return *view->menu.name;
  case DETAILS:
    return *view->model;
  case MODELS:
    return view->models.n > 0;
  case WHY:
    return view->evidence.open || byline_evidence_offered(view);
  case LINE:
  case THEME:
  case LIST:
    return true;
  default:
    return view->offered & 1u << row->action;
  }
}

/* No line is first, last or beside another */
static void collect(BylineView* view)
{
  BylineMenu* const menu = &view->menu;
  bool line = false;
  menu->count = 0;
  for (int i = 0; i < (int)(sizeof(all_rows) / sizeof(*all_rows)); ++i) {
    if (all_rows[i].action == LINE) {
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

static int chip_count(const BylineView* view, const Row* row)
{
  int count = 0;
  while (count < MOST_CHIPS && row->chips[count]) {
    ++count;
  }
  return row->action == THEME && !view->host_colors ? count - 1 : count;
}

static bool chosen(const BylineView* view, const Row* row, int chip)
{
  switch (row->action) {
  case THEME:
    return row->values[chip] == (double)view->theme;
  case BYLINE_COMMAND_SCALE:
    return fabs(row->values[chip] - view->scale) < 0.01;
  case BYLINE_COMMAND_SAVE_HISTORY:
    return false;
  default:
    return (row->values[chip] > 0) == view->layout.compact;
  }
}

/* ---- where it is */

static int row_height(const BylineView* view, int row)
{
  return byline_view_px(view, row_at(view, row)->action == LINE ? 9 : 25);
}

static int row_top(const BylineView* view, int row)
{
  int top = byline_view_px(view, 5);
  for (int i = 0; i < row; ++i) {
    top += row_height(view, i);
  }
  return top;
}

static int content_height(const BylineView* view)
{
  return row_top(view, view->menu.count) + byline_view_px(view, 5);
}

static BylineRect row_area(const BylineView* view, int row)
{
  const BylineRect area = view->menu.area;
  const BylineRect rect = {area.x,
                           area.y + row_top(view, row) - view->menu.scroll,
                           area.w, row_height(view, row)};
  return rect;
}

static BylineRect chip_area(const BylineView* view, int row, int chip)
{
  BylineRect area = row_area(view, row);
  const int label = byline_view_px(view, 74);
  const int margin = byline_view_px(view, 8);
  const int count = chip_count(view, row_at(view, row));
  const int width = area.w - label - margin;
  const int inset = byline_view_px(view, 2);
  const int left = area.x + label + width * chip / count;
  const int right = area.x + label + width * (chip + 1) / count;
  const BylineRect rect = {left, area.y + inset, right - left,
                           area.h - 2 * inset};
  return rect;
}

static void scroll_to(BylineView* view, int scroll)
{
  const int most = content_height(view) - view->menu.area.h;
  scroll = scroll < most ? scroll : most;
  view->menu.scroll = scroll > 0 ? scroll : 0;
  view->dirty_ground = true;
}

/* Keep a row inside what is seen */
static void reveal(BylineView* view, int row)
{
  const int top = row_top(view, row);
  const int bottom = top + row_height(view, row);
  if (top < view->menu.scroll) {
    scroll_to(view, top);
  } else if (bottom > view->menu.scroll + view->menu.area.h) {
    scroll_to(view, bottom - view->menu.area.h);
  }
}

void byline_menu_open(BylineView* view, int x, int y, const char* name)
{
  BylineMenu* const menu = &view->menu;
  byline_text_copy(menu->name, name);
  collect(view);
  menu->open = true;
  menu->row = menu->chip = -1;
  menu->scroll = 0;
  const int width = byline_view_px(view, 310);
  const int height = content_height(view);
  menu->area.w = width < view->width ? width : view->width;
  menu->area.h = height < view->height ? height : view->height;
  menu->area.x =
      x < view->width - menu->area.w ? x : view->width - menu->area.w;
  menu->area.y =
      y < view->height - menu->area.h ? y : view->height - menu->area.h;
  view->dirty_ground = true;
}

static void close_menu(BylineView* view)
{
  view->menu.open = false;
  view->dirty_ground = true;
}

/* ---- drawing */

static void draw_chips(const BylineView* view, cairo_t* cr, int row)
{
  const Row* const r = row_at(view, row);
  for (int chip = 0; chip < chip_count(view, r); ++chip) {
    const bool pointed = view->menu.row == row && view->menu.chip == chip;
    const BylineButton button = {
        r->chips[chip], BYLINE_TYPE_SMALL, chosen(view, r, chip),
        pointed ? view->palette.track : view->palette.raised};
    byline_panel_draw_button(view, cr, chip_area(view, row, chip), &button);
  }
}

/* What a row says; `text` has room for what is made up */
static const char* label_of(const BylineView* view, const Row* row,
                            char text[BYLINE_TEXT_SIZE])
{
  if (row->action != BYLINE_COMMAND_TAKE_BACK || !*view->taught) {
    return row->label;
  }
  snprintf(text, BYLINE_TEXT_SIZE, "Undo: %.*s was taught",
           BYLINE_TEXT_SIZE - 32, view->taught);
  return text;
}

static void draw_row(const BylineView* view, cairo_t* cr, int row)
{
  const Row* const r = row_at(view, row);
  BylineRect area = row_area(view, row);
  const int margin = byline_view_px(view, 12);
  if (r->action == LINE) {
    byline_color_set(cr, view->palette.track);
    cairo_rectangle(cr, area.x, area.y + area.h / 2, area.w, 1);
    cairo_fill(cr);
    return;
  }
  if (view->menu.row == row && !*r->chips) {
    byline_color_set(cr, view->palette.track);
    cairo_rectangle(cr, area.x + 1, area.y, area.w - 2, area.h);
    cairo_fill(cr);
  }
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_BODY, false);
  area.x += margin;
  area.w -= 2 * margin;
  char text[BYLINE_TEXT_SIZE];
  byline_text_draw(view->pen, cr, label_of(view, r, text), &style, area,
                   view->palette.text);
  style.align = BYLINE_ALIGN_RIGHT;
  if (r->keys) {
    byline_text_draw(view->pen, cr, r->keys, &style, area, view->palette.dim);
  }
  if (*r->chips) {
    draw_chips(view, cr, row);
  }
}

void byline_menu_draw(BylineView* view, cairo_t* cr)
{
  const BylineRect area = view->menu.area;
  byline_view_fill_raised(view, cr, area);
  cairo_save(cr);
  cairo_rectangle(cr, area.x + 1, area.y + 1, area.w - 2, area.h - 2);
  cairo_clip(cr);
  for (int row = 0; row < view->menu.count; ++row) {
    draw_row(view, cr, row);
  }
  cairo_restore(cr);
}

/* ---- using */

static void act(BylineView* view, int row, int chip)
{
  const Row* const r = row_at(view, row);
  if (r->action == LINE || (*r->chips && chip < 0)) {
    return;
  }
  close_menu(view);
  switch (r->action) {
  case COPY:
    byline_view_copy(view, view->menu.name);
    break;
  case DETAILS:
    byline_details_open(view);
    break;
  case LIST:
    byline_list_open(view);
    break;
  case MODELS:
    byline_view_show_models(view);
    break;
  case WHY:
    byline_evidence_toggle(view);
    break;
  case THEME:
    byline_view_set_theme(view, (BylineTheme)r->values[chip]);
    break;
  default:
    byline_view_command(view, (BylineCommand)r->action,
                        *r->chips ? r->values[chip] : 1);
    break;
  }
}

static void point(BylineView* view, int x, int y)
{
  BylineMenu* const menu = &view->menu;
  int row = -1, chip = -1;
  for (int i = 0; i < menu->count && byline_rect_has(menu->area, x, y); ++i) {
    if (row_at(view, i)->action != LINE &&
        byline_rect_has(row_area(view, i), x, y)) {
      row = i;
    }
  }
  for (int i = 0; row >= 0 && i < chip_count(view, row_at(view, row)); ++i) {
    if (byline_rect_has(chip_area(view, row, i), x, y)) {
      chip = i;
    }
  }
  view->dirty_overlay |= row != menu->row || chip != menu->chip;
  menu->row = row;
  menu->chip = chip;
}

/* To the next row that can be chosen, round and round */
static void step(BylineView* view, int by)
{
  BylineMenu* const menu = &view->menu;
  int row = menu->row < 0 && by < 0 ? 0 : menu->row;
  do {
    row = (row + by + menu->count) % menu->count;
  } while (row_at(view, row)->action == LINE);
  menu->row = row;
  menu->chip = *row_at(view, row)->chips ? 0 : -1;
  for (int i = 0; i < chip_count(view, row_at(view, row)); ++i) {
    if (chosen(view, row_at(view, row), i)) {
      menu->chip = i;
    }
  }
  view->dirty_overlay = true;
  reveal(view, row);
}

static void step_chip(BylineView* view, int by)
{
  BylineMenu* const menu = &view->menu;
  const int count =
      menu->row < 0 ? 0 : chip_count(view, row_at(view, menu->row));
  if (!count) {
    return;
  }
  menu->chip = (menu->chip + by + count) % count;
  view->dirty_overlay = true;
}

/* Returns whether the key was of use. */
static bool press_key(BylineView* view, BylineKey key)
{
  switch (key) {
  case BYLINE_KEY_ESCAPE:
  case BYLINE_KEY_MENU:
    close_menu(view);
    break;
  case BYLINE_KEY_UP:
  case BYLINE_KEY_BACK_TAB:
    step(view, -1);
    break;
  case BYLINE_KEY_DOWN:
  case BYLINE_KEY_TAB:
    step(view, 1);
    break;
  case BYLINE_KEY_LEFT:
    step_chip(view, -1);
    break;
  case BYLINE_KEY_RIGHT:
    step_chip(view, 1);
    break;
  case BYLINE_KEY_ENTER:
    if (view->menu.row < 0) {
      return false;
    }
    act(view, view->menu.row, view->menu.chip);
    break;
  default:
    return false;
  }
  return true;
}

bool byline_menu_input(BylineView* view, const BylineInput* input)
{
  switch (input->kind) {
  case BYLINE_INPUT_MOVE:
    point(view, input->x, input->y);
    break;
  case BYLINE_INPUT_PRESS:
    point(view, input->x, input->y);
    if (!byline_rect_has(view->menu.area, input->x, input->y)) {
      close_menu(view);
    } else if (view->menu.row >= 0) {
      act(view, view->menu.row, view->menu.chip);
    }
    break;
  case BYLINE_INPUT_WHEEL:
    scroll_to(view,
              view->menu.scroll - (int)(input->turns * 25 * view->layout.unit));
    point(view, input->x, input->y);
    break;
  case BYLINE_INPUT_KEY:
    return press_key(view, input->key);
  default:
    break;
  }
  return true;
}
