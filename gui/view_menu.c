/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_menu.h"
#include "view_commands.h"
#include "view_details.h"
#include "view_evidence.h"
#include "view_list.h"
#include "view_menu_rows.h"
#include "view_paint.h"
#include "view_panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- where it is */

static int row_height(const BylineView* view, int row)
{
  return byline_view_px(
      view, byline_menu_row(view, row)->action == BYLINE_MENU_LINE ? 9 : 25);
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
  const int count = byline_menu_chip_count(view, byline_menu_row(view, row));
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
  byline_menu_collect(view);
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
  const BylineMenuRow* const r = byline_menu_row(view, row);
  for (int chip = 0; chip < byline_menu_chip_count(view, r); ++chip) {
    const bool pointed = view->menu.row == row && view->menu.chip == chip;
    const BylineButton button = {
        r->chips[chip], BYLINE_TYPE_SMALL, byline_menu_is_chosen(view, r, chip),
        pointed ? view->palette.track : view->palette.raised};
    byline_panel_draw_button(view, cr, chip_area(view, row, chip), &button);
  }
}

static void draw_row(const BylineView* view, cairo_t* cr, int row)
{
  const BylineMenuRow* const r = byline_menu_row(view, row);
  BylineRect area = row_area(view, row);
  const int margin = byline_view_px(view, 12);
  if (r->action == BYLINE_MENU_LINE) {
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
  byline_text_draw(view->pen, cr, byline_menu_label(view, r, text), &style,
                   area, view->palette.text);
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
  const BylineMenuRow* const r = byline_menu_row(view, row);
  if (r->action == BYLINE_MENU_LINE || (*r->chips && chip < 0)) {
    return;
  }
  close_menu(view);
  switch (r->action) {
  case BYLINE_MENU_COPY:
    byline_view_copy(view, view->menu.name);
    break;
  case BYLINE_MENU_DETAILS:
    byline_details_open(view);
    break;
  case BYLINE_MENU_LIST:
    byline_list_open(view);
    break;
  case BYLINE_MENU_MODELS:
    byline_view_show_models(view);
    break;
  case BYLINE_MENU_WHY:
    byline_evidence_toggle(view);
    break;
  case BYLINE_MENU_THEME:
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
    if (byline_menu_row(view, i)->action != BYLINE_MENU_LINE &&
        byline_rect_has(row_area(view, i), x, y)) {
      row = i;
    }
  }
  for (int i = 0;
       row >= 0 && i < byline_menu_chip_count(view, byline_menu_row(view, row));
       ++i) {
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
  } while (byline_menu_row(view, row)->action == BYLINE_MENU_LINE);
  menu->row = row;
  menu->chip = *byline_menu_row(view, row)->chips ? 0 : -1;
  for (int i = 0; i < byline_menu_chip_count(view, byline_menu_row(view, row));
       ++i) {
    if (byline_menu_is_chosen(view, byline_menu_row(view, row), i)) {
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
      menu->row < 0
          ? 0
          : byline_menu_chip_count(view, byline_menu_row(view, menu->row));
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
