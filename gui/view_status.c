/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_status.h"
#include "view_paint.h"
#include "view_panel.h"
#include "view_voice.h"

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
  const int step = width + byline_view_px(view, 16);
  BylineRect area = *line;
  area.w = width + 1 < line->w ? width + 1 : line->w;
  byline_text_draw(view->pen, cr, text, &style, area, view->palette.dim);
  line->x += step;
  line->w -= step;
}

static void draw_level(const BylineView* view, cairo_t* cr, BylineRect* line)
{
  const int height = byline_view_px(view, 4);
  const BylineRect meter = {line->x, line->y + (line->h - height) / 2,
                            byline_view_px(view, 72), height};
  const int step = meter.w + byline_view_px(view, 8);
  draw_meter(view, cr, meter);
  line->x += step;
  line->w -= step;
  char text[24] = "\xe2\x88\x92\xe2\x88\x9e dB";
  if ((double)view->level > -99.5) {
    snprintf(text, sizeof(text), "%s%.0f dB",
             view->level < -0.5f ? "\xe2\x88\x92" : "",
             fabs((double)view->level));
  }
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

/* Around what the keyboard would use */
static void draw_focus(const BylineView* view, cairo_t* cr, BylineRect area)
{
  const double inset = 4 * view->layout.unit;
  byline_color_set(cr, view->palette.accent);
  cairo_set_line_width(cr, 1.5 * view->layout.unit);
  byline_view_path_round(cr, area.x, area.y + inset, area.w, area.h - 2 * inset,
                         inset);
  cairo_stroke(cr);
}

/* Where the model's name is, to be clicked on */
static void mark_model(BylineView* view, cairo_t* cr, BylineRect line,
                       int width)
{
  const int margin = byline_view_px(view, 6);
  const BylineRect area = {line.x + line.w - width - margin, line.y,
                           width + 2 * margin, line.h};
  const BylineRect none = {0, 0, 0, 0};
  view->model_area = *view->model ? area : none;
  if (*view->model && view->focus == BYLINE_FOCUS_MODEL) {
    draw_focus(view, cr, area);
  }
}

static bool warns(const BylineView* view)
{
  return *view->message && *view->model;
}

void byline_status_text(const BylineView* view,
                        char text[BYLINE_TEXT_SIZE + 40])
{
  const size_t size = BYLINE_TEXT_SIZE + 40;
  if (warns(view)) {
    snprintf(text, size, "%s", view->message);
  } else if (*view->model) {
    snprintf(text, size, "%s \xc2\xb7 %d artist%s", view->model,
             view->artist_count, view->artist_count == 1 ? "" : "s");
  } else {
    snprintf(text, size, "Byline");
  }
}

/* The model, or what is wrong with it */
static void draw_model(BylineView* view, cairo_t* cr, BylineRect line)
{
  char text[BYLINE_TEXT_SIZE + 40];
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_SMALL, false);
  style.align = BYLINE_ALIGN_RIGHT;
  style.middle = warns(view);
  byline_status_text(view, text);
  view->model_is_cut = byline_text_width(view->pen, text, &style) > line.w;
  if (warns(view)) {
    byline_text_shorten(view->pen, text, &style, line);
  } else if (view->model_is_cut) { // the name tells more
    snprintf(text, sizeof(text), "%s", view->model);
  }
  const int width =
      byline_text_draw(view->pen, cr, text, &style, line,
                       warns(view) ? view->palette.warning : view->palette.dim);
  mark_model(view, cr, line, width);
}

/* Three lines, each with a disc where it says; all in units from the middle */
static void draw_lines(const BylineView* view, cairo_t* cr, BylineRect area,
                       double from, const double discs[3], double radius)
{
  const double u = view->layout.unit;
  const double x = area.x + area.w / 2.0;
  const double y = area.y + area.h / 2.0;
  byline_color_set(cr, view->palette.dim);
  cairo_set_line_width(cr, 1.5 * u);
  for (int i = 0; i < 3; ++i) {
    const double row = y + (i - 1) * 5 * u;
    cairo_move_to(cr, x + from * u, row);
    cairo_line_to(cr, x + 7 * u, row);
    cairo_stroke(cr);
    cairo_arc(cr, x + discs[i] * u, row, radius * u, 0, 2 * M_PI);
    cairo_fill(cr);
  }
}

/* Three sliders, or a cross while only controls are shown */
static void draw_turn(const BylineView* view, cairo_t* cr)
{
  static const double knobs[3] = {-3, 3, -3};
  if (view->turning) {
    byline_panel_draw_cross(view, cr, view->layout.turn);
  } else {
    draw_lines(view, cr, view->layout.turn, -7, knobs, 2);
  }
  if (view->focus == BYLINE_FOCUS_TURN) {
    draw_focus(view, cr, view->layout.turn);
  }
}

/* Three lines with a point before each */
static void draw_list(const BylineView* view, cairo_t* cr)
{
  static const double points[3] = {-6, -6, -6};
  draw_lines(view, cr, view->layout.list, -3, points, 1.2);
  if (view->focus == BYLINE_FOCUS_LIST) {
    draw_focus(view, cr, view->layout.list);
  }
}

void byline_status_draw(BylineView* view, cairo_t* cr)
{
  BylineRect line = view->layout.parts[BYLINE_PART_STATUS];
  const int margin = view->layout.margin;
  line.x += margin;
  line.w -= 2 * margin;
  if (byline_rect_visible(view->layout.turn)) {
    draw_turn(view, cr);
  }
  line.w = view->layout.list.x - line.x;
  draw_list(view, cr);
  draw_level(view, cr, &line);
  byline_voice_draw(view, cr, &line);
  if (line.w > 260 * view->layout.unit) {
    draw_load(view, cr, &line);
  }
  draw_model(view, cr, line);
}
