/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_parts.h"

#include <math.h>
#include <stdio.h>

/* What the meter shows, in dBFS */
static const double meter_low = -60, meter_high = 0;

static void draw_meter(const BylineView* view, cairo_t* cr, BylineRect meter)
{
  const double share =
      ((double)view->level - meter_low) / (meter_high - meter_low);
  byline_view_fill_round(cr, meter.x, meter.y, meter.w, meter.h, meter.h / 2.0,
                         view->palette.track);
  byline_view_fill_round(cr, meter.x, meter.y,
                         meter.w * fmin(fmax(share, 0), 1), meter.h,
                         meter.h / 2.0, view->palette.dim);
}

/* Draw text at the left of what is left of the line, as wide as `sample` */
static void draw_next(const BylineView* view, cairo_t* cr, BylineRect* line,
                      const char* text, const char* sample)
{
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_SMALL, false);
  const int width = byline_text_width(view->pen, sample, &style);
  const int step = width + byline_layout_pixels(&view->layout, 16);
  BylineRect area = *line;
  area.w = width + 1 < line->w ? width + 1 : line->w;
  byline_text_draw(view->pen, cr, text, &style, area, view->palette.dim);
  line->x += step;
  line->w -= step;
}

static void draw_level(const BylineView* view, cairo_t* cr, BylineRect* line)
{
  const int height = byline_layout_pixels(&view->layout, 4);
  const BylineRect meter = {line->x, line->y + (line->h - height) / 2,
                            byline_layout_pixels(&view->layout, 72), height};
  const int step = meter.w + byline_layout_pixels(&view->layout, 8);
  draw_meter(view, cr, meter);
  line->x += step;
  line->w -= step;
  char text[24] = "\xe2\x88\x92\xe2\x88\x9e dB";
  if ((double)view->level > -99.5)
    snprintf(text, sizeof(text), "%s%.0f dB",
             view->level < -0.5f ? "\xe2\x88\x92" : "",
             fabs((double)view->level));
  draw_next(view, cr, line, text,
            "\xe2\x88\x92"
            "00 dB");
}

static void draw_load(const BylineView* view, cairo_t* cr, BylineRect* line)
{
  char text[32];
  snprintf(text, sizeof(text), "Load %.1f\xe2\x80\x89%%", (double)view->load);
  draw_next(view, cr, line, text, "Load 00.0\xe2\x80\x89%");
}

/* Where the model's name is, to be clicked on, and the keyboard's mark */
static void mark_model(BylineView* view, cairo_t* cr, BylineRect line,
                       int width)
{
  const int margin = byline_layout_pixels(&view->layout, 6);
  const BylineRect area = {line.x + line.w - width - margin, line.y,
                           width + 2 * margin, line.h};
  const BylineRect none = {0, 0, 0, 0};
  view->model_area = *view->model ? area : none;
  if (!*view->model || view->focus != BYLINE_CONTROL_COUNT)
    return;
  const double inset = 4 * view->layout.unit;
  byline_color_set(cr, view->palette.accent);
  cairo_set_line_width(cr, 1.5 * view->layout.unit);
  byline_view_path_round(cr, area.x, area.y + inset, area.w, area.h - 2 * inset,
                         inset);
  cairo_stroke(cr);
}

/* The model, or what is wrong with it */
static void draw_model(BylineView* view, cairo_t* cr, BylineRect line)
{
  char text[BYLINE_TEXT_SIZE + 40];
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_SMALL, false);
  style.align = BYLINE_ALIGN_RIGHT;
  const bool warn = *view->message && *view->model;
  if (warn)
    snprintf(text, sizeof(text), "%s", view->message);
  else if (*view->model)
    snprintf(text, sizeof(text), "%s \xc2\xb7 %d artist%s", view->model,
             view->artist_count, view->artist_count == 1 ? "" : "s");
  else
    snprintf(text, sizeof(text), "Byline");
  const int width =
      byline_text_draw(view->pen, cr, text, &style, line,
                       warn ? view->palette.warning : view->palette.dim);
  mark_model(view, cr, line, width);
}

void byline_status_draw(BylineView* view, cairo_t* cr)
{
  BylineRect line = view->layout.parts[BYLINE_PART_STATUS];
  const int margin = view->layout.parts[BYLINE_PART_HERO].x;
  line.x += margin;
  line.w -= 2 * margin;
  draw_level(view, cr, &line);
  if (line.w > 260 * view->layout.unit)
    draw_load(view, cr, &line);
  draw_model(view, cr, line);
}
