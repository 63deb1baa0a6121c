/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_ranking.h"
#include "view_paint.h"

#include <stdio.h>
#include <string.h>

static void draw_bar(const BylineView* view, cairo_t* cr, BylineRect bar,
                     const BylinePlace* place)
{
  const double radius = bar.h / 2.0;
  byline_view_fill_round(cr, bar.x, bar.y, bar.w, bar.h, radius,
                         view->palette.track);
  const double shown = bar.w * (double)place->shown;
  if (shown > 0.5) {
    byline_view_fill_round(cr, bar.x, bar.y, shown, bar.h, radius,
                           byline_view_artist_color(view, place->name));
  }
}

/* The threshold, across a bar */
static void draw_threshold(const BylineView* view, cairo_t* cr, BylineRect bar)
{
  const int width = byline_view_px(view, 2);
  const int reach = byline_view_px(view, 2);
  const int x = bar.x + (int)((double)view->threshold * (bar.w - width));
  byline_color_set(cr, view->palette.background);
  cairo_rectangle(cr, x - width, bar.y, 3 * width, bar.h);
  cairo_fill(cr);
  byline_color_set(cr, view->palette.text);
  cairo_rectangle(cr, x, bar.y - reach, width, bar.h + 2 * reach);
  cairo_fill(cr);
}

/* What would be rounded to nothing or to all of it is told as such */
static void format_share(float probability, char text[16])
{
  const int percent = byline_view_percent(probability);
  if (percent == 0 && probability > 0) {
    snprintf(text, 16, "<1\xe2\x80\x89%%");
  } else {
    snprintf(text, 16, "%s%d\xe2\x80\x89%%", probability >= 0.995f ? ">" : "",
             percent);
  }
}

static void draw_words(const BylineView* view, cairo_t* cr, BylineRect line,
                       const BylinePlace* place)
{
  const bool announced =
      view->state == BYLINE_STATE_KNOWN && !strcmp(place->name, view->artist);
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_NAME, announced);
  const int number = byline_view_px(view, 56);
  line.w -= number;
  byline_text_draw(view->pen, cr, place->name, &style, line,
                   view->palette.text);
  line.x += line.w;
  line.w = number;
  char text[16];
  format_share(place->probability, text);
  style.align = BYLINE_ALIGN_RIGHT;
  byline_text_draw(view->pen, cr, text, &style, line, view->palette.text);
}

static void draw_row(const BylineView* view, cairo_t* cr, BylineRect row,
                     const BylinePlace* place)
{
  const int thickness = byline_view_px(view, 6);
  const int gap = byline_view_px(view, 2);
  const int text = byline_view_px(view, 19);
  BylineRect bar = row;
  BylineRect line = byline_rect_top(row, text);
  const int unused = row.h - text - gap - thickness;
  line.y += unused > 0 ? unused / 2 : 0;
  bar.y = line.y + line.h + gap;
  bar.h = thickness;
  draw_bar(view, cr, bar, place);
  if (!*place->name) {
    return;
  }
  draw_words(view, cr, line, place);
  draw_threshold(view, cr, bar);
}

void byline_ranking_draw(BylineView* view, cairo_t* cr)
{
  BylineRect row = view->layout.parts[BYLINE_PART_RANKING];
  const int bottom = row.y + row.h;
  for (int i = 0; i < view->layout.rows; ++i) {
    const int height = (bottom - row.y) / (view->layout.rows - i);
    row.h = height;
    draw_row(view, cr, row, &view->places[i]);
    row.y += height;
  }
}
