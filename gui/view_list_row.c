/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_list_row.h"
#include "view_paint.h"

#include <stdio.h>
#include <time.h>

/* When something began: the time of day, or that of the set */
static void format_begin(char text[16], const BylineHistoryEntry* entry)
{
  struct tm tm;
  const time_t clock = (time_t)entry->clock;
  if (entry->clock > 0 && localtime_r(&clock, &tm)) {
    snprintf(text, 16, "%02d:%02d", tm.tm_hour % 24, tm.tm_min % 60);
  } else {
    byline_view_format_time(text, entry->begin);
  }
}

/* Draw text at the right of what is left of a row */
static void draw_right(const BylineView* view, cairo_t* cr, BylineRect* row,
                       double width, const char* text)
{
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_BODY, false);
  style.align = BYLINE_ALIGN_RIGHT;
  BylineRect area = *row;
  area.w = byline_view_px(view, width) < row->w ? byline_view_px(view, width)
                                                : row->w;
  area.x += row->w - area.w;
  row->w -= area.w;
  byline_text_draw(view->pen, cr, text, &style, area, view->palette.dim);
}

static void draw_begin(const BylineView* view, cairo_t* cr, BylineRect* row,
                       const BylineHistoryEntry* entry, int color)
{
  char begin[16];
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_BODY, false);
  const double radius = 4 * view->layout.unit;
  format_begin(begin, entry);
  byline_text_draw(view->pen, cr, begin, &style, *row, view->palette.dim);
  row->x += byline_view_px(view, 58);
  row->w -= byline_view_px(view, 58);
  byline_color_set(cr, view->palette.artists[color]);
  cairo_new_path(cr);
  cairo_arc(cr, row->x + radius, row->y + row->h / 2.0, radius, 0, 6.2832);
  cairo_fill(cr);
  row->x += byline_view_px(view, 16);
  row->w -= byline_view_px(view, 16);
}

void byline_list_row_draw(const BylineView* view, cairo_t* cr, BylineRect row,
                          size_t index)
{
  const BylineHistoryEntry* const entry = &view->history.list.entries[index];
  char text[16], speed[BYLINE_SPEED_TEXT_SIZE];
  const bool open = entry == byline_view_history_current(&view->history);
  const bool is_wide = row.w > byline_view_px(view, 380);
  byline_view_format_time(text, entry->end - entry->begin);
  byline_history_speed_text(entry->speed, speed);
  draw_right(view, cr, &row, 58, open ? "now" : text);
  if (is_wide) {
    draw_right(view, cr, &row, 62, speed);
  }
  draw_begin(view, cr, &row, entry, view->history.colors[index]);
  row.w -= byline_view_px(view, 8);
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_BODY, true);
  const int used = byline_text_draw(view->pen, cr, entry->artist, &style, row,
                                    view->palette.text);
  row.x += used + byline_view_px(view, 8);
  row.w -= used + byline_view_px(view, 8);
  style.bold = false;
  if (row.w > byline_view_px(view, 16)) {
    byline_text_draw(view->pen, cr, entry->title, &style, row,
                     view->palette.text);
  }
}
