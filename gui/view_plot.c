/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_plot.h"
#include "view_evidence.h"
#include "view_paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

double byline_plot_span(const BylineLayout* layout)
{
  const double units = layout->spectrogram.w / layout->unit;
  return fmin(fmax(round(units / 120) * 10, 10), 90);
}

static void draw_frequencies(const BylineView* view, cairo_t* cr)
{
  static const struct {
    double hz;
    const char* label;
  } ticks[] = {{1000, "1k"}, {4000, "4k"}, {10000, "10k"}, {2000, "2k"},
               {500, "500"}, {200, "200"}, {100, "100"},   {7000, "7k"}};
  const BylineRect plot = view->layout.spectrogram;
  const int height = byline_view_px(view, 14);
  const int gap = byline_view_px(view, 6);
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_SMALL, false);
  style.align = BYLINE_ALIGN_RIGHT;
  int taken[sizeof(ticks) / sizeof(*ticks)] = {0};
  int count = 0;
  for (size_t i = 0; i < sizeof(ticks) / sizeof(*ticks); ++i) {
    const double up = byline_waterfall_height(&view->waterfall, ticks[i].hz);
    const int y = plot.y + (int)lround((1 - up) * plot.h);
    bool fits = up >= 0 && up <= 1;
    for (int other = 0; other < count; ++other) {
      fits &= abs(y - taken[other]) >= height;
    }
    if (!fits) {
      continue;
    }
    taken[count++] = y;
    const int left = view->layout.parts[BYLINE_PART_AXES].x;
    int top = y - height / 2;
    top = top < plot.y ? plot.y : top;
    top = top + height > plot.y + plot.h ? plot.y + plot.h - height : top;
    const BylineRect label = {left, top, plot.x - left - gap, height};
    byline_text_draw(view->pen, cr, ticks[i].label, &style, label,
                     view->palette.dim);
  }
}

static void draw_times(const BylineView* view, cairo_t* cr)
{
  const BylineRect plot = view->layout.parts[BYLINE_PART_PLOT];
  const BylineRect axes = view->layout.parts[BYLINE_PART_AXES];
  const double span = byline_plot_span(&view->layout);
  const double step = span > 40 ? 20 : span > 20 ? 10 : 5;
  const int y = plot.y + plot.h + byline_view_px(view, 2);
  const int width = byline_view_px(view, 60);
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_SMALL, false);
  for (double ago = 0; ago <= span + 0.1; ago += step) {
    const int x = plot.x + (int)lround(plot.w * (1 - ago / span));
    BylineRect label = {x - width / 2, y, width, axes.y + axes.h - y};
    style.align = BYLINE_ALIGN_CENTER;
    if (ago == 0) {
      style.align = BYLINE_ALIGN_RIGHT;
      label.x = x - width;
    } else if (label.x < plot.x) {
      style.align = BYLINE_ALIGN_LEFT;
      label.x = x;
    }
    char text[24];
    snprintf(text, sizeof(text), ago > 0 ? "\xe2\x88\x92%.0f s" : "now", ago);
    byline_text_draw(view->pen, cr, text, &style, label, view->palette.dim);
  }
}

void byline_axes_draw(BylineView* view, cairo_t* cr)
{
  if (!byline_rect_visible(view->layout.parts[BYLINE_PART_PLOT])) {
    return;
  }
  draw_frequencies(view, cr);
  draw_times(view, cr);
  view->dirty[BYLINE_PART_PLOT] = true; // it lies inside and was painted over
}

double byline_plot_now(const BylineView* view)
{
  const double heard = byline_waterfall_now(&view->waterfall);
  return heard > 0 ? heard : view->time;
}

/* Draw an entry of the history, as far as there is room */
static void draw_entry(const BylineView* view, cairo_t* cr, double from,
                       double to, size_t index)
{
  const BylineRect strip = view->layout.strip;
  const BylineColor color = view->palette.artists[view->history.colors[index]];
  /* A line parts two titles of an artist */
  const uint8_t* const colors = view->history.colors;
  const bool goes_on = index > 0 && colors[index - 1] == colors[index];
  const int left = (int)lround(from) + (goes_on ? byline_view_px(view, 1) : 0);
  BylineRect area = {left, strip.y, (int)lround(to) - left, strip.h};
  byline_color_set(cr, color);
  cairo_rectangle(cr, area.x, area.y, area.w, area.h);
  cairo_fill(cr);
  const int margin = byline_view_px(view, 5);
  area.x += margin;
  area.w -= 2 * margin;
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_SMALL, true);
  char text[2 * BYLINE_TEXT_SIZE];
  byline_view_name_entry(&view->history.list.entries[index], text);
  if (area.w >= byline_view_px(view, 24)) {
    byline_text_draw(view->pen, cr, text, &style, area, byline_color_on(color));
  }
}

/* The pixel at which an entry begins and ends; false where it is not seen */
static bool find_entry(const BylineView* view, size_t index, double* from,
                       double* to)
{
  const BylineHistoryEntry* const entry = &view->history.list.entries[index];
  const BylineRect strip = view->layout.strip;
  const double right = strip.x + strip.w;
  const double scale = strip.w / byline_plot_span(&view->layout);
  const double end = byline_plot_now(view);
  const bool open = entry == byline_view_history_current(&view->history);
  const double until = open ? fmax(end, entry->end) : entry->end;
  *from = fmax(right - (end - entry->begin) * scale, strip.x);
  *to = fmin(right - (end - until) * scale, right);
  return byline_history_is_known(entry) && *to > *from;
}

const BylineHistoryEntry* byline_plot_entry_at(const BylineView* view, int x,
                                               int y)
{
  for (size_t i = 0;
       byline_rect_has(view->layout.strip, x, y) && i < view->history.list.n;
       ++i) {
    double from, to;
    if (find_entry(view, i, &from, &to) && x >= from && x < to) {
      return &view->history.list.entries[i];
    }
  }
  return NULL;
}

static void draw_strip(const BylineView* view, cairo_t* cr)
{
  const BylineRect strip = view->layout.strip;
  byline_color_set(cr, view->palette.track);
  cairo_rectangle(cr, strip.x, strip.y, strip.w, strip.h);
  cairo_fill(cr);
  for (size_t i = 0; i < view->history.list.n; ++i) {
    double from, to;
    if (find_entry(view, i, &from, &to)) {
      draw_entry(view, cr, from, to, i);
    }
  }
}

void byline_plot_draw(BylineView* view, cairo_t* cr)
{
  const BylineRect plot = view->layout.spectrogram;
  byline_waterfall_draw(&view->waterfall, cr, plot.x, plot.y);
  byline_evidence_draw(view, cr, byline_plot_now(view),
                       byline_plot_span(&view->layout));
  draw_strip(view, cr);
}
