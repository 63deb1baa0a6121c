/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_models.h"
#include "view_commands.h"
#include "view_paint.h"
#include "view_panel.h"

#include <string.h>

enum { WIDTH = 560, ROW = 26, BUTTON_WIDTH = 96 };

/* ---- where everything is */

static BylineRect inner_area(const BylineView* view)
{
  return byline_rect_inset(byline_panel_area(view, WIDTH, 0),
                           byline_view_px(view, 14));
}

static BylineRect rows_area(const BylineView* view)
{
  return byline_panel_rows(inner_area(view),
                           byline_view_px(view, BYLINE_PANEL_TITLE), 0,
                           byline_view_px(view, ROW));
}

static BylineRect row_area(const BylineView* view, int row)
{
  const BylineRect area = rows_area(view);
  const BylineRect rect = {
      area.x, area.y + row * byline_view_px(view, ROW) - view->models.scroll,
      area.w - byline_view_px(view, 8), byline_view_px(view, ROW)};
  return rect;
}

static BylineRect button_area(const BylineView* view, int row)
{
  const BylineRect area = row_area(view, row);
  const int w = byline_view_px(view, BUTTON_WIDTH);
  const int inset = byline_view_px(view, 2);
  const BylineRect rect = {area.x + area.w - w, area.y + inset, w,
                           area.h - 2 * inset};
  return rect;
}

static int most_scroll(const BylineView* view)
{
  const int excess =
      (int)view->models.n * byline_view_px(view, ROW) - rows_area(view).h;
  return excess > 0 ? excess : 0;
}

static void scroll_to(BylineView* view, int scroll)
{
  const int most = most_scroll(view);
  scroll = scroll < most ? scroll : most;
  view->models.scroll = scroll > 0 ? scroll : 0;
  view->dirty_overlay = true;
}

/* ---- drawing */

static void draw_button(const BylineView* view, cairo_t* cr, int row)
{
  const BylineModelsPanel* const panel = &view->models;
  const bool on = panel->items[row].is_default;
  const bool lit = panel->row == row && panel->on_button;
  if (!on && panel->row != row) {
    return;
  }
  const BylineButton button = {on ? "Default" : "Make default",
                               BYLINE_TYPE_SMALL, on || lit,
                               view->palette.raised};
  byline_panel_draw_button(view, cr, button_area(view, row), &button);
}

static void draw_row(const BylineView* view, cairo_t* cr, int row)
{
  const BylineInstalledModel* const item = &view->models.items[row];
  BylineRect area = row_area(view, row);
  if (view->models.row == row) {
    byline_color_set(cr, view->palette.track);
    cairo_rectangle(cr, area.x, area.y, area.w, area.h);
    cairo_fill(cr);
  }
  draw_button(view, cr, row);
  area.x += byline_view_px(view, 6);
  area.w -= byline_view_px(view, BUTTON_WIDTH + 14);
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_BODY,
                                            !strcmp(item->name, view->model));
  const int used = byline_text_draw(view->pen, cr, item->name, &style, area,
                                    view->palette.text) +
                   byline_view_px(view, 10);
  area.x += used;
  area.w -= used;
  style.bold = false;
  if (area.w > byline_view_px(view, 60)) {
    byline_text_draw(view->pen, cr, item->place, &style, area,
                     view->palette.dim);
  }
}

void byline_models_draw(BylineView* view, cairo_t* cr)
{
  const BylineRect area = rows_area(view);
  const int height = byline_view_px(view, ROW);
  const BylineRect line = byline_rect_top(
      inner_area(view), byline_view_px(view, BYLINE_PANEL_TITLE - 6));
  byline_panel_draw(view, cr, byline_panel_area(view, WIDTH, 0), line,
                    "Installed models");
  cairo_save(cr);
  cairo_rectangle(cr, area.x, area.y, area.w, area.h);
  cairo_clip(cr);
  for (int row = view->models.scroll / height;
       row < (int)view->models.n && row_area(view, row).y < area.y + area.h;
       ++row) {
    draw_row(view, cr, row);
  }
  cairo_restore(cr);
  byline_panel_draw_scroll_bar(view, cr, area, view->models.scroll,
                               most_scroll(view));
}

/* ---- using */

void byline_view_set_models(BylineView* view, const BylineInstalledModel* items,
                            size_t n)
{
  BylineModelsPanel* const panel = &view->models;
  panel->items = items;
  panel->n = n;
  panel->row = panel->row < (int)n ? panel->row : -1;
  scroll_to(view, panel->scroll);
  view->dirty_ground |= panel->open;
}

void byline_view_show_models(BylineView* view)
{
  byline_view_command(view, BYLINE_COMMAND_FIND_MODELS, 1);
  view->models.open = true;
  view->models.row = -1;
  view->models.on_button = false;
  view->models.scroll = 0;
  view->dirty_ground = true;
}

static void close_models(BylineView* view)
{
  view->models.open = false;
  view->dirty_ground = true;
}

static void use(BylineView* view, int row, bool make_default)
{
  if (row < 0) {
    return;
  }
  byline_view_command(view,
                      make_default ? BYLINE_COMMAND_MAKE_DEFAULT
                                   : BYLINE_COMMAND_USE_MODEL,
                      row);
  if (!make_default) {
    close_models(view);
  }
}

static int row_at(const BylineView* view, int x, int y)
{
  const BylineRect area = rows_area(view);
  const int row =
      (y - area.y + view->models.scroll) / byline_view_px(view, ROW);
  return byline_rect_has(area, x, y) && row < (int)view->models.n ? row : -1;
}

static void point(BylineView* view, int x, int y)
{
  BylineModelsPanel* const panel = &view->models;
  const int row = row_at(view, x, y);
  const bool on_button =
      row >= 0 && byline_rect_has(button_area(view, row), x, y);
  view->dirty_overlay |= row != panel->row || on_button != panel->on_button;
  panel->row = row;
  panel->on_button = on_button;
}

static void press(BylineView* view, const BylineInput* input)
{
  const int x = input->x, y = input->y;
  point(view, x, y);
  if (input->button != 1) {
    return;
  }
  if (view->models.row >= 0) {
    use(view, view->models.row, view->models.on_button);
  } else if (byline_panel_dismissed(view, byline_panel_area(view, WIDTH, 0), x,
                                    y)) {
    close_models(view);
  }
}

/* To another row, which is then seen */
static void step(BylineView* view, int by)
{
  BylineModelsPanel* const panel = &view->models;
  const int last = (int)panel->n - 1;
  const int row = panel->row < 0 ? by < -1 || by > 1 ? by : 0 : panel->row + by;
  if (last < 0) {
    return;
  }
  panel->row = row < 0 ? 0 : row < last ? row : last;
  const int top = panel->row * byline_view_px(view, ROW);
  const int bottom = top + byline_view_px(view, ROW) - rows_area(view).h;
  if (top < panel->scroll) {
    scroll_to(view, top);
  } else if (bottom > panel->scroll) {
    scroll_to(view, bottom);
  }
  view->dirty_overlay = true;
}

/* Returns whether the key was of use. */
static bool press_key(BylineView* view, BylineKey key)
{
  const int page = rows_area(view).h / byline_view_px(view, ROW);
  const int all = (int)view->models.n;
  switch (key) {
  case BYLINE_KEY_ESCAPE:
    close_models(view);
    break;
  case BYLINE_KEY_ENTER:
    use(view, view->models.row, view->models.on_button);
    break;
  case BYLINE_KEY_TAB:
  case BYLINE_KEY_BACK_TAB:
  case BYLINE_KEY_LEFT:
  case BYLINE_KEY_RIGHT:
    view->models.on_button = !view->models.on_button;
    view->dirty_overlay = true;
    break;
  case BYLINE_KEY_UP:
  case BYLINE_KEY_DOWN:
    step(view, key == BYLINE_KEY_UP ? -1 : 1);
    break;
  case BYLINE_KEY_PAGE_UP:
  case BYLINE_KEY_PAGE_DOWN:
    step(view, key == BYLINE_KEY_PAGE_UP ? -page : page);
    break;
  case BYLINE_KEY_HOME:
  case BYLINE_KEY_END:
    step(view, key == BYLINE_KEY_HOME ? -all : all);
    break;
  default:
    return false;
  }
  return true;
}

bool byline_models_input(BylineView* view, const BylineInput* input)
{
  switch (input->kind) {
  case BYLINE_INPUT_PRESS:
    press(view, input);
    break;
  case BYLINE_INPUT_MOVE:
    point(view, input->x, input->y);
    break;
  case BYLINE_INPUT_WHEEL:
    scroll_to(view, view->models.scroll -
                        (int)(3 * input->turns * byline_view_px(view, ROW)));
    point(view, input->x, input->y);
    break;
  case BYLINE_INPUT_KEY:
    return press_key(view, input->key);
  default:
    break;
  }
  return true;
}
