/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file plot.h
   The style that all pictures share: text, colours, marks, axes.

   Colours are those of Okabe and Ito (2008, "Color Universal Design"), which
   also people with deficient colour vision tell apart, without the yellow,
   which is too pale for points on white.  Where there are more things than
   colours, the shape of their marks tells them apart too.
*/

#ifndef BYLINE_REPORT_PLOT_H
#define BYLINE_REPORT_PLOT_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

/** Sizes of text, in pixels. */
#define BYLINE_PLOT_TITLE 15.0
#define BYLINE_PLOT_TEXT 12.0
#define BYLINE_PLOT_SMALL 10.0

/** Space around a picture, in pixels. */
#define BYLINE_PLOT_MARGIN 16.0

/** How dark text and lines are. */
typedef enum {
  BYLINE_INK_TEXT,  ///< What shall be read
  BYLINE_INK_FAINT, ///< What explains it: ticks, notes
  BYLINE_INK_GRID,  ///< Lines behind it
  BYLINE_INK_PAPER  ///< What is behind all
} BylineInk;

/** Where text stands relative to its place. */
typedef enum {
  BYLINE_PLOT_ALIGN_LEFT,   ///< It begins there
  BYLINE_PLOT_ALIGN_CENTRE, ///< Its middle is there
  BYLINE_PLOT_ALIGN_RIGHT   ///< It ends there
} BylinePlotAlign;

/** Draw in black, grey or white from now on. */
void byline_plot_set_ink(cairo_t* cr, BylineInk ink);

/** Draw in the colour of thing `index` from now on. */
void byline_plot_set_colour(cairo_t* cr, size_t index, double opacity);

/** Write in this size from now on. */
void byline_plot_set_font(cairo_t* cr, double size, bool bold);

/** How wide a text is in the present font. */
double byline_plot_text_width(cairo_t* cr, const char* text);

/** How wide a text is in a font, before there is anything to draw on. */
double byline_plot_measure(const char* text, double size);

/** Write a line; `y` is that of its foot. */
void byline_plot_text(cairo_t* cr, double x, double y, BylinePlotAlign align,
                      const char* text);

/** The same with white around it, for text on top of marks. */
void byline_plot_text_with_halo(cairo_t* cr, double x, double y,
                                BylinePlotAlign align, const char* text);

/** Write a picture's title at its top left. */
void byline_plot_title(cairo_t* cr, const char* title);

/** Fill the mark of thing `index`, in the present colour. */
void byline_plot_mark(cairo_t* cr, double x, double y, double radius,
                      size_t index);

/** One direction of a diagram. */
typedef struct {
  double low;        ///< Value at its beginning
  double high;       ///< Value at its end
  bool is_percent;   ///< Write 0.5 as 50 %
  const char* label; ///< What it is, NULL for nothing
  bool is_log;       ///< Logarithmic; low is above 0
} BylinePlotAxis;

/** A diagram's place and directions. */
typedef struct {
  double left;      ///< In pixels
  double top;       ///< In pixels
  double width;     ///< In pixels
  double height;    ///< In pixels
  BylinePlotAxis x; ///< To the right
  BylinePlotAxis y; ///< Upwards
} BylinePlotAxes;

/** Where a value lies to the right. */
double byline_plot_axes_x(const BylinePlotAxes* axes, double value);

/** Where a value lies upwards. */
double byline_plot_axes_y(const BylinePlotAxes* axes, double value);

/** The step between ticks: 1, 2 or 5 times a power of ten, about `n` steps. */
double byline_plot_axis_step(double low, double high, unsigned n);

/** Draw grid, ticks and label of the direction to the right. */
void byline_plot_axes_draw_x(cairo_t* cr, const BylinePlotAxes* axes);

/** The same upwards. */
void byline_plot_axes_draw_y(cairo_t* cr, const BylinePlotAxes* axes);

/** Draw grid, ticks and labels. */
void byline_plot_axes_draw(cairo_t* cr, const BylinePlotAxes* axes);

#endif // BYLINE_REPORT_PLOT_H
