/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_details.h"
#include "view_commands.h"
#include "view_paint.h"
#include "view_panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void byline_details_clear(BylineDetails* details)
{
  for (int i = 0; i < details->name_count; ++i) {
    free(details->names[i]);
  }
  free(details->names);
  memset(details, 0, sizeof(*details));
}

bool byline_details_add(BylineDetails* details, int first,
                        const char* const* names, size_t n)
{
  if (first != details->name_count || n > BYLINE_DETAILS_NAMES ||
      (size_t)details->name_count + n > BYLINE_DETAILS_NAMES) {
    return false;
  }
  char** const grown =
      realloc(details->names,
              ((size_t)details->name_count + n + 1) * sizeof(*details->names));
  if (!grown) {
    return false;
  }
  details->names = grown;
  for (size_t i = 0; i < n; ++i) {
    char clean[BYLINE_TEXT_SIZE] = "";
    byline_text_copy(clean, names[i]);
    details->names[details->name_count] = strdup(clean);
    if (!details->names[details->name_count]) {
      return false;
    }
    ++details->name_count;
  }
  return true;
}

/* ---- where everything is */

enum {
  WIDTH = 600,
  HEIGHT = 440,
  TITLE = BYLINE_PANEL_TITLE,
  ROW = 20,
  BUTTON_WIDTH = 130,
  BUTTON = 28,
  COLUMN = 176
};

static BylineRect button_area(const BylineView* view)
{
  const BylineRect area = byline_panel_area(view, WIDTH, HEIGHT);
  const int margin = byline_view_px(view, 16);
  const BylineRect rect = {
      area.x + area.w - margin - byline_view_px(view, BUTTON_WIDTH),
      area.y + area.h - margin - byline_view_px(view, BUTTON),
      byline_view_px(view, BUTTON_WIDTH), byline_view_px(view, BUTTON)};
  return rect;
}

static bool has_button(const BylineView* view)
{
  return view->offered & 1u << BYLINE_COMMAND_CHOOSE_MODEL;
}

static BylineRect names_area(const BylineView* view)
{
  const BylineRect inner = byline_rect_inset(
      byline_panel_area(view, WIDTH, HEIGHT), byline_view_px(view, 16));
  const int above =
      byline_view_px(view, TITLE + ROW * view->details.fact_count + ROW + 12);
  const int below = has_button(view) ? byline_view_px(view, BUTTON + 12) : 0;
  return byline_panel_rows(inner, above, below, byline_view_px(view, ROW));
}

static int columns(const BylineView* view)
{
  const int count = names_area(view).w / byline_view_px(view, COLUMN);
  return count > 1 ? count : 1;
}

static int most_scroll(const BylineView* view)
{
  const int rows =
      (view->details.name_count + columns(view) - 1) / columns(view);
  const int excess = rows * byline_view_px(view, ROW) - names_area(view).h;
  return excess > 0 ? excess : 0;
}

/* ---- drawing */

static void draw_fact(const BylineView* view, cairo_t* cr, BylineRect line,
                      const BylineFact* fact)
{
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_BODY, false);
  const int indent = byline_view_px(view, 100);
  BylineRect label = line;
  label.w = indent < line.w ? indent : line.w;
  byline_text_draw(view->pen, cr, fact->label, &style, label,
                   view->palette.dim);
  line.x += label.w;
  line.w -= label.w;
  style.middle = true;
  byline_text_draw(view->pen, cr, fact->text, &style, line, view->palette.text);
}

static void draw_names(const BylineView* view, cairo_t* cr)
{
  const BylineRect area = names_area(view);
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_BODY, false);
  const int across = columns(view);
  const int row = byline_view_px(view, ROW);
  cairo_save(cr);
  cairo_rectangle(cr, area.x, area.y, area.w, area.h);
  cairo_clip(cr);
  const int first = view->details.scroll / row * across;
  for (int i = first; i < view->details.name_count; ++i) {
    BylineRect cell = {area.x + area.w * (i % across) / across,
                       area.y + i / across * row - view->details.scroll,
                       area.w / across - byline_view_px(view, 10), row};
    if (cell.y >= area.y + area.h) {
      break;
    }
    byline_text_draw(view->pen, cr, view->details.names[i], &style, cell,
                     view->palette.text);
  }
  cairo_restore(cr);
}

void byline_details_draw(BylineView* view, cairo_t* cr)
{
  const BylineRect area = byline_panel_area(view, WIDTH, HEIGHT);
  BylineRect line = byline_rect_inset(area, byline_view_px(view, 16));
  line.h = byline_view_px(view, TITLE - 4);
  byline_panel_draw(view, cr, area, line, view->model);
  line.y += byline_view_px(view, TITLE);
  line.h = byline_view_px(view, ROW);
  for (int i = 0; i < view->details.fact_count; ++i, line.y += line.h) {
    draw_fact(view, cr, line, &view->details.facts[i]);
  }
  line.y += byline_view_px(view, 8);
  char heading[48];
  snprintf(heading, sizeof(heading),
           view->artist_count == 1 ? "%d artist" : "%d artists",
           view->artist_count);
  const BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_BODY, true);
  byline_text_draw(view->pen, cr, heading, &style, line, view->palette.text);
  draw_names(view, cr);
  byline_panel_draw_scroll_bar(view, cr, names_area(view), view->details.scroll,
                               most_scroll(view));
  if (has_button(view)) {
    const BylineButton button = {"Choose model\xe2\x80\xa6", BYLINE_TYPE_BODY,
                                 true, view->palette.raised};
    byline_panel_draw_button(view, cr, button_area(view), &button);
  }
}

/* ---- using */

void byline_details_ask(BylineView* view)
{
  if (view->details.open && view->details.name_count < view->artist_count) {
    byline_view_command(view, BYLINE_COMMAND_NAMES, view->details.name_count);
  }
}

void byline_details_open(BylineView* view)
{
  view->details.open = true;
  view->details.scroll = 0;
  view->dirty_ground = true;
  byline_details_ask(view);
}

static void close(BylineView* view)
{
  view->details.open = false;
  view->dirty_ground = true;
}

static void scroll_by(BylineView* view, double rows)
{
  const int most = most_scroll(view);
  const int scroll = view->details.scroll + byline_view_px(view, rows * ROW);
  view->details.scroll = scroll < 0 ? 0 : scroll < most ? scroll : most;
  view->dirty_overlay = true;
}

static void press(BylineView* view, int x, int y)
{
  if (has_button(view) && byline_rect_has(button_area(view), x, y)) {
    close(view);
    byline_view_command(view, BYLINE_COMMAND_CHOOSE_MODEL, 1);
  } else if (byline_panel_dismissed(
                 view, byline_panel_area(view, WIDTH, HEIGHT), x, y)) {
    close(view);
  }
}

bool byline_details_input(BylineView* view, const BylineInput* input)
{
  const int page = names_area(view).h / byline_view_px(view, ROW);
  if (input->kind == BYLINE_INPUT_PRESS) {
    press(view, input->x, input->y);
  }
  if (input->kind == BYLINE_INPUT_WHEEL) {
    scroll_by(view, -3 * input->turns);
  }
  if (input->kind != BYLINE_INPUT_KEY) {
    return true;
  }
  switch (input->key) {
  case BYLINE_KEY_ESCAPE:
  case BYLINE_KEY_ENTER:
    close(view);
    break;
  case BYLINE_KEY_UP:
  case BYLINE_KEY_DOWN:
    scroll_by(view, input->key == BYLINE_KEY_UP ? -1 : 1);
    break;
  case BYLINE_KEY_PAGE_UP:
  case BYLINE_KEY_PAGE_DOWN:
    scroll_by(view, input->key == BYLINE_KEY_PAGE_UP ? -page : page);
    break;
  case BYLINE_KEY_HOME:
  case BYLINE_KEY_END:
    scroll_by(view, input->key == BYLINE_KEY_HOME ? -1e5 : 1e5);
    break;
  default:
    return false;
  }
  return true;
}
