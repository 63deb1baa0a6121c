/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/plot.h"

#include <math.h>

#define TAU 6.283185307179586

/* A colour, from 0 to 1 */
typedef struct {
  double red;
  double green;
  double blue;
} Colour;

static const Colour colours[] = {
    {0.000, 0.447, 0.698}, /* blue */
    {0.902, 0.624, 0.000}, /* orange */
    {0.000, 0.620, 0.451}, /* bluish green */
    {0.835, 0.369, 0.000}, /* vermilion */
    {0.337, 0.706, 0.914}, /* sky blue */
    {0.800, 0.475, 0.655}, /* reddish purple */
    {0.333, 0.333, 0.333}, /* grey */
};

#define N_COLOURS (sizeof(colours) / sizeof(*colours))

/* A polygon as corners on a circle: how many, where the first is (in turns,
   from the right, clockwise), and how large it must be to weigh as much as a
   disc */
typedef struct {
  int n_corners; ///< 0 for a disc
  double turn;
  double scale;
} Shape;

static const Shape shapes[] = {
    {0, 0, 1},    {4, 0.125, 1.25}, {3, 0.75, 1.45},
    {4, 0, 1.25}, {3, 0.25, 1.45},  {6, 0, 1.1},
};

#define N_SHAPES (sizeof(shapes) / sizeof(*shapes))

void byline_plot_set_ink(cairo_t* cr, BylineInk ink)
{
  static const double greys[] = {[BYLINE_INK_TEXT] = 0.13,
                                 [BYLINE_INK_FAINT] = 0.4,
                                 [BYLINE_INK_GRID] = 0.88,
                                 [BYLINE_INK_PAPER] = 1};
  cairo_set_source_rgb(cr, greys[ink], greys[ink], greys[ink]);
}

void byline_plot_set_colour(cairo_t* cr, size_t index, double opacity)
{
  const Colour* const c = &colours[index % N_COLOURS];
  cairo_set_source_rgba(cr, c->red, c->green, c->blue, opacity);
}

void byline_plot_set_font(cairo_t* cr, double size, bool bold)
{
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD
                              : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, size);
}

double byline_plot_text_width(cairo_t* cr, const char* text)
{
  cairo_text_extents_t extents;
  cairo_text_extents(cr, text, &extents);
  return extents.x_advance;
}

double byline_plot_measure(const char* text, double size)
{
  cairo_surface_t* const surface =
      cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t* const cr = cairo_create(surface);
  byline_plot_set_font(cr, size, false);
  const double width = byline_plot_text_width(cr, text);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  return width;
}

static double left_of_text(cairo_t* cr, double x, BylinePlotAlign align,
                           const char* text)
{
  return align == BYLINE_PLOT_ALIGN_LEFT
             ? x
             : x - byline_plot_text_width(cr, text) *
                       (align == BYLINE_PLOT_ALIGN_CENTRE ? 0.5 : 1);
}

void byline_plot_text(cairo_t* cr, double x, double y, BylinePlotAlign align,
                      const char* text)
{
  cairo_move_to(cr, left_of_text(cr, x, align, text), y);
  cairo_show_text(cr, text);
}

void byline_plot_text_with_halo(cairo_t* cr, double x, double y,
                                BylinePlotAlign align, const char* text)
{
  cairo_save(cr);
  cairo_move_to(cr, left_of_text(cr, x, align, text), y);
  cairo_text_path(cr, text);
  cairo_set_source_rgba(cr, 1, 1, 1, 0.85);
  cairo_set_line_width(cr, 4);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
  cairo_restore(cr);
  byline_plot_text(cr, x, y, align, text);
}

void byline_plot_title(cairo_t* cr, const char* title)
{
  byline_plot_set_font(cr, BYLINE_PLOT_TITLE, true);
  byline_plot_set_ink(cr, BYLINE_INK_TEXT);
  byline_plot_text(cr, BYLINE_PLOT_MARGIN,
                   BYLINE_PLOT_MARGIN + BYLINE_PLOT_TITLE - 3,
                   BYLINE_PLOT_ALIGN_LEFT, title);
}

void byline_plot_mark(cairo_t* cr, double x, double y, double radius,
                      size_t index)
{
  const Shape* const shape = &shapes[index / N_COLOURS % N_SHAPES];
  cairo_new_path(cr);
  if (shape->n_corners == 0) {
    cairo_arc(cr, x, y, radius, 0, TAU);
  }
  for (int i = 0; i < shape->n_corners; ++i) {
    const double angle = TAU * (shape->turn + (double)i / shape->n_corners);
    cairo_line_to(cr, x + shape->scale * radius * cos(angle),
                  y + shape->scale * radius * sin(angle));
  }
  cairo_close_path(cr);
  cairo_fill(cr);
}
