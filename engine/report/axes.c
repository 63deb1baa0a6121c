/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/plot.h"

#include <math.h>
#include <stdio.h>

/* Pixels between ticks, about */
#define TICK_SPACE_X 70.0
#define TICK_SPACE_Y 42.0

/* How far along an axis a value is, 0 to 1 */
static double place(const BylinePlotAxis* axis, double value)
{
  return axis->is_log ? log(value / axis->low) / log(axis->high / axis->low)
                      : (value - axis->low) / (axis->high - axis->low);
}

double byline_plot_axes_x(const BylinePlotAxes* axes, double value)
{
  return axes->left + axes->width * place(&axes->x, value);
}

double byline_plot_axes_y(const BylinePlotAxes* axes, double value)
{
  return axes->top + axes->height * (1 - place(&axes->y, value));
}

double byline_plot_axis_step(double low, double high, unsigned n)
{
  const double raw = (high - low) / (n > 0 ? n : 1);
  const double power = pow(10, floor(log10(raw)));
  const double digit = raw / power;
  if (digit < 1.5) {
    return power;
  }
  return (digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power;
}

/* Write a tick's number. */
static void format(const BylinePlotAxis* axis, double value, double step,
                   char text[static 16])
{
  const double factor = axis->is_percent ? 100 : 1;
  const double places = -floor(log10(step * factor) + 1e-9);
  const double shown = fabs(value) < step / 1000 ? 0 : value * factor;
  snprintf(text, 16, "%.*f%s", places > 0 ? (int)places : 0, shown,
           axis->is_percent ? " %" : "");
}

static void draw_line(cairo_t* cr, double x1, double y1, double x2, double y2)
{
  cairo_move_to(cr, x1, y1);
  cairo_line_to(cr, x2, y2);
  cairo_stroke(cr);
}

static void draw_x_tick(cairo_t* cr, const BylinePlotAxes* axes, double value,
                        const char* text)
{
  const double foot = axes->top + axes->height;
  const double at = byline_plot_axes_x(axes, value);
  byline_plot_set_ink(cr, BYLINE_INK_GRID);
  draw_line(cr, at, axes->top, at, foot);
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  byline_plot_text(cr, at, foot + 15, BYLINE_PLOT_ALIGN_CENTRE, text);
}

/* Of each decade 1, 2 and 5, or 1 alone where there is no room */
static void draw_decades(cairo_t* cr, const BylinePlotAxes* axes)
{
  static const double digits[] = {1, 2, 5};
  const BylinePlotAxis* const x = &axes->x;
  const double decade = axes->width / log10(x->high / x->low);
  const int n_digits = decade > 3 * TICK_SPACE_X ? 3 : 1;
  for (double power = pow(10, floor(log10(x->low))); power <= x->high;
       power *= 10) {
    for (int i = 0; i < n_digits; ++i) {
      const double value = digits[i] * power;
      char text[32];
      snprintf(text, sizeof(text), "%.10g", value);
      if (value > x->low * 0.999 && value < x->high * 1.001) {
        draw_x_tick(cr, axes, value, text);
      }
    }
  }
}

static void draw_x_ticks(cairo_t* cr, const BylinePlotAxes* axes)
{
  const BylinePlotAxis* const x = &axes->x;
  if (x->is_log) {
    draw_decades(cr, axes);
    return;
  }
  const double step = byline_plot_axis_step(
      x->low, x->high, (unsigned)fmax(2, axes->width / TICK_SPACE_X));
  const double slack = 1e-6 * step;
  for (double v = ceil((x->low - slack) / step) * step; v <= x->high + slack;
       v += step) {
    char text[16];
    format(x, v, step, text);
    draw_x_tick(cr, axes, v, text);
  }
}

static void draw_y_ticks(cairo_t* cr, const BylinePlotAxes* axes)
{
  const BylinePlotAxis* const y = &axes->y;
  const double step = byline_plot_axis_step(
      y->low, y->high, (unsigned)fmax(2, axes->height / TICK_SPACE_Y));
  const double slack = 1e-6 * step;
  for (double v = ceil((y->low - slack) / step) * step; v <= y->high + slack;
       v += step) {
    char text[16];
    format(y, v, step, text);
    const double at = byline_plot_axes_y(axes, v);
    byline_plot_set_ink(cr, BYLINE_INK_GRID);
    draw_line(cr, axes->left, at, axes->left + axes->width, at);
    byline_plot_set_ink(cr, BYLINE_INK_FAINT);
    byline_plot_text(cr, axes->left - 6, at + 4, BYLINE_PLOT_ALIGN_RIGHT, text);
  }
}

void byline_plot_axes_draw_x(cairo_t* cr, const BylinePlotAxes* axes)
{
  const double foot = axes->top + axes->height;
  cairo_set_line_width(cr, 1);
  byline_plot_set_font(cr, BYLINE_PLOT_SMALL + 1, false);
  draw_x_ticks(cr, axes);
  if (axes->x.label) {
    byline_plot_set_ink(cr, BYLINE_INK_TEXT);
    byline_plot_text(cr, axes->left + axes->width / 2, foot + 33,
                     BYLINE_PLOT_ALIGN_CENTRE, axes->x.label);
  }
}

void byline_plot_axes_draw_y(cairo_t* cr, const BylinePlotAxes* axes)
{
  cairo_set_line_width(cr, 1);
  byline_plot_set_font(cr, BYLINE_PLOT_SMALL + 1, false);
  draw_y_ticks(cr, axes);
  if (axes->y.label) {
    byline_plot_set_ink(cr, BYLINE_INK_TEXT);
    byline_plot_text(cr, axes->left - 42, axes->top - 10,
                     BYLINE_PLOT_ALIGN_LEFT, axes->y.label);
  }
}

void byline_plot_axes_draw(cairo_t* cr, const BylinePlotAxes* axes)
{
  const double foot = axes->top + axes->height;
  byline_plot_axes_draw_x(cr, axes);
  byline_plot_axes_draw_y(cr, axes);
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  draw_line(cr, axes->left, foot, axes->left + axes->width, foot);
}
