/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_voice.h"
#include "view_paint.h"

#include <math.h>
#include <stdio.h>

/* Seconds in which it goes two thirds of its way */
static const double voice_time = 0.35;

/* Whether it shows somebody singing */
static bool sings(const BylineView* view)
{
  return view->voice.shown > 0.5f;
}

/* Whether it is shown: something is known, and somebody listens */
static bool is_shown(const BylineView* view)
{
  return view->voice.probability >= 0 && view->enabled && *view->model;
}

bool byline_voice_set(BylineView* view, float probability)
{
  BylineVoice* const voice = &view->voice;
  const float value = probability >= 0 ? fminf(probability, 1) : -1;
  const bool appears = (value >= 0) != (voice->probability >= 0);
  if (!appears && fabsf(value - voice->probability) < 0.01f) {
    return false;
  }
  voice->probability = value;
  if (appears) {
    voice->shown = value;
  }
  return appears;
}

bool byline_voice_advance(BylineView* view, double seconds)
{
  BylineVoice* const voice = &view->voice;
  const float distance = voice->probability - voice->shown;
  if (distance == 0 || voice->probability < 0) {
    return false;
  }
  voice->shown =
      fabsf(distance) < 0.01f
          ? voice->probability
          : voice->shown + (float)(1 - exp(-seconds / voice_time)) * distance;
  view->dirty[BYLINE_PART_STATUS] = true;
  return true;
}

void byline_voice_text(const BylineView* view,
                       char text[BYLINE_VOICE_TEXT_SIZE])
{
  snprintf(text, BYLINE_VOICE_TEXT_SIZE,
           "%s sings or speaks \xc2\xb7 voice %d\xe2\x80\x89%%",
           sings(view) ? "Somebody" : "Nobody",
           byline_view_percent(view->voice.probability));
}

/* A microphone in the middle of an area, full or hollow: not by colour alone */
static void draw_microphone(const BylineView* view, cairo_t* cr,
                            BylineRect area)
{
  const double u = view->layout.unit;
  const double x = area.x + area.w / 2.0;
  const double y = area.y + area.h / 2.0;
  byline_color_set(cr, sings(view) ? view->palette.text : view->palette.dim);
  cairo_set_line_width(cr, 1.2 * u);
  byline_view_path_round(cr, x - 2.5 * u, y - 7 * u, 5 * u, 9 * u, 2.5 * u);
  if (sings(view)) {
    cairo_fill_preserve(cr);
  }
  cairo_stroke(cr);
  cairo_arc(cr, x, y - 0.5 * u, 4.8 * u, 0.1 * M_PI, 0.9 * M_PI);
  cairo_move_to(cr, x, y + 4.3 * u);
  cairo_line_to(cr, x, y + 7 * u);
  cairo_move_to(cr, x - 3 * u, y + 7 * u);
  cairo_line_to(cr, x + 3 * u, y + 7 * u);
  cairo_stroke(cr);
}

/* Cut `width` units off the left */
static BylineRect take(const BylineView* view, BylineRect* line, double width)
{
  BylineRect taken = *line;
  taken.w = byline_view_px(view, width);
  line->x += taken.w;
  line->w -= taken.w;
  return taken;
}

static void draw_bar(const BylineView* view, cairo_t* cr, BylineRect area)
{
  const int height = byline_view_px(view, 4);
  const double y = area.y + (area.h - height) / 2;
  byline_view_fill_round(cr, area.x, y, area.w, height, height / 2.0,
                         view->palette.track);
  byline_view_fill_round(cr, area.x, y, area.w * (double)view->voice.shown,
                         height, height / 2.0,
                         sings(view) ? view->palette.text : view->palette.dim);
}

void byline_voice_draw(BylineView* view, cairo_t* cr, BylineRect* line)
{
  const double room = line->w / view->layout.unit;
  BylineRect area = {0, 0, 0, 0};
  if (is_shown(view) && room > 60) {
    area = take(view, line, 12);
    draw_microphone(view, cr, area);
    if (room > 360) {
      take(view, line, 6);
      const BylineRect bar = take(view, line, 40);
      draw_bar(view, cr, bar);
      area.w = bar.x + bar.w - area.x;
    }
    take(view, line, 16);
  }
  view->voice.area = area;
}
