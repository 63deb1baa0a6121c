/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_paint.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int byline_view_px(const BylineView* view, double units)
{
  return byline_layout_pixels(&view->layout, units);
}

BylineColor byline_view_artist_color(const BylineView* view, const char* name)
{
  const bool announced =
      *name && !strcmp(name, view->artist) && view->state == BYLINE_STATE_KNOWN;
  const int color =
      announced ? byline_view_history_color(&view->history, name) : -1;
  return color >= 0 ? view->palette.artists[color] : view->palette.neutral;
}

/* Nobody is ever certain */
int byline_view_percent(float probability)
{
  const int nearest = (int)lroundf(100 * probability);
  return nearest < 100 ? nearest : 99;
}

BylineTextStyle byline_view_style(const BylineView* view, double units,
                                  bool bold)
{
  const BylineTextStyle style = {units * view->layout.unit, bold,
                                 BYLINE_ALIGN_LEFT, 1, false};
  return style;
}

void byline_view_path_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius)
{
  const double r = fmax(fmin(radius, fmin(w, h) / 2), 0);
  cairo_new_path(cr);
  cairo_arc(cr, x + w - r, y + r, r, -M_PI / 2, 0);
  cairo_arc(cr, x + w - r, y + h - r, r, 0, M_PI / 2);
  cairo_arc(cr, x + r, y + h - r, r, M_PI / 2, M_PI);
  cairo_arc(cr, x + r, y + r, r, M_PI, 1.5 * M_PI);
  cairo_close_path(cr);
}

void byline_view_fill_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius, BylineColor color)
{
  if (w <= 0 || h <= 0) {
    return;
  }
  byline_view_path_round(cr, x, y, w, h, radius);
  byline_color_set(cr, color);
  cairo_fill(cr);
}

void byline_view_fill_raised(const BylineView* view, cairo_t* cr,
                             BylineRect area)
{
  byline_color_set(cr, view->palette.neutral);
  cairo_rectangle(cr, area.x, area.y, area.w, area.h);
  cairo_fill(cr);
  const BylineRect inner = byline_rect_inset(area, 1);
  byline_color_set(cr, view->palette.raised);
  cairo_rectangle(cr, inner.x, inner.y, inner.w, inner.h);
  cairo_fill(cr);
}

void byline_view_name_entry(const BylineHistoryEntry* entry,
                            char text[2 * BYLINE_TEXT_SIZE])
{
  snprintf(text, 2 * BYLINE_TEXT_SIZE, "%s%s%s", entry->artist,
           *entry->title ? " - " : "", entry->title);
}

void byline_view_format_time(char text[16], double seconds)
{
  const int total = (int)fmin(fmax(seconds, 0), 359999);
  if (total < 3600) {
    snprintf(text, 16, "%d:%02d", total / 60, total % 60);
  } else {
    snprintf(text, 16, "%d:%02d:%02d", total / 3600, total / 60 % 60,
             total % 60);
  }
}
