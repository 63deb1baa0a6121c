/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/figures.h"
#include "report/plot.h"

#include <math.h>
#include <stdio.h>

/* Sizes in pixels */
#define WIDTH 640.0 /* or what the legend needs */
#define BAR 11.0
#define GAP 9.0    /* between groups */
#define ABOVE 66.0 /* for title and legend */
#define BELOW 30.0
#define FIGURES 40.0 /* room for a bar's number */

static double label_width(const BylineBars* bars)
{
  double width = 0;
  for (size_t i = 0; i < bars->n; ++i) {
    width = fmax(width, byline_plot_measure(bars->names[i], BYLINE_PLOT_TEXT));
  }
  return width;
}

/* Write the legend, or only find where it ends. */
static double lay_legend(cairo_t* cr, const BylineBars* bars)
{
  double x = BYLINE_PLOT_MARGIN;
  for (size_t i = 0; i < bars->n_series; ++i) {
    if (cr) {
      byline_plot_set_colour(cr, i, 1);
      cairo_rectangle(cr, x, 43, 12, 10);
      cairo_fill(cr);
      byline_plot_set_ink(cr, BYLINE_INK_TEXT);
      byline_plot_text(cr, x + 18, 52, BYLINE_PLOT_ALIGN_LEFT, bars->series[i]);
    }
    x += 18 + byline_plot_measure(bars->series[i], BYLINE_PLOT_TEXT) + 20;
  }
  return x;
}

static double width_of(const BylineBars* bars)
{
  return fmax(WIDTH, lay_legend(NULL, bars));
}

static double group_height(const BylineBars* bars)
{
  return BAR * (double)bars->n_series + GAP;
}

static void draw_group(cairo_t* cr, const BylineBars* bars,
                       const BylinePlotAxes* axes, size_t group)
{
  const double top = axes->top + GAP / 2 + group_height(bars) * (double)group;
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  byline_plot_set_ink(cr, BYLINE_INK_TEXT);
  byline_plot_text(cr, axes->left - 8,
                   top + BAR * (double)bars->n_series / 2 + 4,
                   BYLINE_PLOT_ALIGN_RIGHT, bars->names[group]);
  byline_plot_set_font(cr, BYLINE_PLOT_SMALL, false);
  for (size_t i = 0; i < bars->n_series; ++i) {
    const double value = bars->values[i][group];
    const double y = top + BAR * (double)i;
    if (!isfinite(value)) {
      continue;
    }
    byline_plot_set_colour(cr, i, 1);
    cairo_rectangle(cr, axes->left, y,
                    byline_plot_axes_x(axes, value) - axes->left, BAR - 1);
    cairo_fill(cr);
    char text[8];
    snprintf(text, sizeof(text), "%.0f", 100 * value);
    byline_plot_set_ink(cr, BYLINE_INK_FAINT);
    byline_plot_text(cr, byline_plot_axes_x(axes, value) + 4, y + BAR - 2,
                     BYLINE_PLOT_ALIGN_LEFT, text);
  }
}

static void draw(cairo_t* cr, const void* data)
{
  const BylineBars* const bars = data;
  const double left = BYLINE_PLOT_MARGIN + label_width(bars) + 8;
  const BylinePlotAxes axes = {.left = left,
                               .top = ABOVE,
                               .width = width_of(bars) - left -
                                        BYLINE_PLOT_MARGIN - FIGURES,
                               .height = group_height(bars) * (double)bars->n,
                               .x = {.low = 0, .high = 1, .is_percent = true}};
  byline_plot_title(cr, bars->title);
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  lay_legend(cr, bars);
  byline_plot_axes_draw_x(cr, &axes);
  for (size_t i = 0; i < bars->n; ++i) {
    draw_group(cr, bars, &axes, i);
  }
}

BylineFigure byline_bars_figure(const BylineBars* bars)
{
  return (BylineFigure){.width = width_of(bars),
                        .height = ABOVE + group_height(bars) * (double)bars->n +
                                  BELOW,
                        .draw = draw,
                        .data = bars};
}
