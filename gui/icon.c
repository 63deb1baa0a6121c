/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The window in small: the ring that tells how sure a name is, around sound. */

#include "icon.h"
#include "view_palette.h"

#include <math.h>

static const double round_corner = 0.2, ring_radius = 0.34, ring_width = 0.1;

/* How far the ring is closed */
static const double closed = 0.78;

static void draw_ground(cairo_t* cr)
{
  const double r = round_corner;
  cairo_new_path(cr);
  cairo_arc(cr, 1 - r, r, r, -M_PI / 2, 0);
  cairo_arc(cr, 1 - r, 1 - r, r, 0, M_PI / 2);
  cairo_arc(cr, r, 1 - r, r, M_PI / 2, M_PI);
  cairo_arc(cr, r, r, r, M_PI, 1.5 * M_PI);
  cairo_close_path(cr);
  byline_color_set(cr, byline_color_dark());
  cairo_fill(cr);
}

static void draw_ring(cairo_t* cr, double share, BylineColor color)
{
  cairo_new_path(cr);
  cairo_arc(cr, 0.5, 0.5, ring_radius, -M_PI / 2, -M_PI / 2 + 2 * M_PI * share);
  if (share >= 1) {
    cairo_close_path(cr);
  }
  byline_color_set(cr, color);
  cairo_set_line_width(cr, ring_width);
  cairo_stroke(cr);
}

static void draw_bars(cairo_t* cr)
{
  static const double heights[] = {0.14, 0.28, 0.2};
  const double width = 0.07, step = 0.11;
  byline_color_set(cr, byline_color_rgb(0xf2f3f5));
  cairo_set_line_width(cr, width);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  for (int i = 0; i < 3; ++i) {
    const double x = 0.5 + (i - 1) * step;
    cairo_move_to(cr, x, 0.5 - heights[i] / 2);
    cairo_line_to(cr, x, 0.5 + heights[i] / 2);
    cairo_stroke(cr);
  }
}

void byline_icon_draw(cairo_t* cr, double size)
{
  const BylineColor blue = byline_color_rgb(0x56b4e9);
  cairo_save(cr);
  cairo_scale(cr, size, size);
  draw_ground(cr);
  draw_ring(cr, 1, byline_color_mix(byline_color_dark(), blue, 0.25));
  draw_ring(cr, closed, blue);
  draw_bars(cr);
  cairo_restore(cr);
}
