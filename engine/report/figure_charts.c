/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/figures.h"
#include "report/plot.h"

#include <math.h>
#include <string.h>

/* Sizes in pixels */
#define WIDTH 640.0 /* of a chart that stands alone */
#define WIDTH_OF_MANY 380.0
#define HEIGHT 270.0 /* of a diagram */
#define LEFT 58.0    /* left of a diagram */
#define ABOVE 46.0   /* above it, for its title and label */
#define LITTLE 12.0  /* where there are none */
#define BELOW 44.0   /* below it, for ticks and label */
#define TITLE 34.0
#define LEGEND 24.0     /* with one row */
#define LEGEND_ROW 20.0 /* for each further one */
#define RADIUS 3.0

/* Space above the diagrams: what is written there needs it */
static double space_above(const BylineCharts* charts)
{
  bool is_needed = false;
  for (size_t i = 0; i < charts->n_charts; ++i) {
    is_needed =
        is_needed || charts->charts[i].title || charts->charts[i].y_label;
  }
  return is_needed ? ABOVE : LITTLE;
}

static bool are_alike(const BylineChart* a, const BylineChart* b)
{
  bool same = a->n_series == b->n_series;
  for (size_t i = 0; same && i < a->n_series; ++i) {
    same = !strcmp(a->series[i].name, b->series[i].name);
  }
  return same;
}

/* Whether one legend does for all */
static bool have_one_legend(const BylineCharts* charts)
{
  bool same = true;
  for (size_t i = 1; i < charts->n_charts; ++i) {
    same = same && are_alike(&charts->charts[0], &charts->charts[i]);
  }
  return same;
}

static double chart_width(const BylineCharts* charts)
{
  return charts->n_charts > 1 ? WIDTH_OF_MANY : WIDTH;
}

/* Widen limits so that values are within. */
static void widen(const double* values, size_t n, double* low, double* high)
{
  for (size_t i = 0; values && i < n; ++i) {
    if (isfinite(values[i])) {
      *low = fmin(*low, values[i]);
      *high = fmax(*high, values[i]);
    }
  }
}

/* Move limits outwards to whole steps. */
static void round_out(double* low, double* high)
{
  if (!(*low < *high)) {
    *low = isfinite(*low) ? *low - 0.5 : 0;
    *high = *low + 1;
  }
  const double step = byline_plot_axis_step(*low, *high, 5);
  *low = floor(*low / step) * step;
  *high = ceil(*high / step) * step;
}

static BylinePlotAxes axes_of(const BylineChart* chart, double left, double top,
                              double width)
{
  BylinePlotAxes axes = {.left = left + LEFT,
                         .top = top,
                         .width = width - LEFT - BYLINE_PLOT_MARGIN,
                         .height = HEIGHT,
                         .x = {chart->x_low, chart->x_high, chart->x_percent,
                               chart->x_label, chart->x_log},
                         .y = {chart->y_low, chart->y_high, chart->y_percent,
                               chart->y_label, false}};
  if (!(axes.x.low < axes.x.high)) {
    axes.x.low = INFINITY;
    axes.x.high = -INFINITY;
    for (size_t i = 0; i < chart->n_series; ++i) {
      const BylineSeries* const s = &chart->series[i];
      widen(s->x, s->n, &axes.x.low, &axes.x.high);
    }
    if (!(axes.x.low < axes.x.high)) {
      round_out(&axes.x.low, &axes.x.high);
    }
  }
  if (!(axes.y.low < axes.y.high)) {
    axes.y.low = INFINITY;
    axes.y.high = -INFINITY;
    for (size_t i = 0; i < chart->n_series; ++i) {
      const BylineSeries* const s = &chart->series[i];
      widen(s->y, s->n, &axes.y.low, &axes.y.high);
      widen(s->low, s->n, &axes.y.low, &axes.y.high);
      widen(s->high, s->n, &axes.y.low, &axes.y.high);
    }
    round_out(&axes.y.low, &axes.y.high);
  }
  return axes;
}

static void draw_band(cairo_t* cr, const BylinePlotAxes* axes,
                      const BylineSeries* s, size_t index)
{
  cairo_new_path(cr);
  for (size_t i = 0; i < s->n; ++i) {
    cairo_line_to(cr, byline_plot_axes_x(axes, s->x[i]),
                  byline_plot_axes_y(axes, s->high[i]));
  }
  for (size_t i = s->n; i-- > 0;) {
    cairo_line_to(cr, byline_plot_axes_x(axes, s->x[i]),
                  byline_plot_axes_y(axes, s->low[i]));
  }
  cairo_close_path(cr);
  byline_plot_set_colour(cr, index, 0.15);
  cairo_fill(cr);
}

/* Marks are drawn where there are few enough to tell them apart; their shapes
   differ as their colours do. */
static void draw_series(cairo_t* cr, const BylinePlotAxes* axes,
                        const BylineSeries* s, size_t index)
{
  enum { N_COLOURS = 7, MAX_MARKS = 40 };
  if (s->low && s->high && s->n > 0) {
    draw_band(cr, axes, s, index);
  }
  byline_plot_set_colour(cr, index, 1);
  cairo_set_line_width(cr, 2);
  bool is_begun = false;
  cairo_new_path(cr);
  for (size_t i = 0; i < s->n; ++i) {
    const double x = byline_plot_axes_x(axes, s->x[i]);
    const double y = byline_plot_axes_y(axes, s->y[i]);
    if (!isfinite(s->y[i])) {
      is_begun = false;
    } else if (is_begun) {
      cairo_line_to(cr, x, y);
    } else {
      cairo_move_to(cr, x, y);
      is_begun = true;
    }
  }
  cairo_stroke(cr);
  for (size_t i = 0; i < s->n && s->n <= MAX_MARKS; ++i) {
    if (isfinite(s->y[i])) {
      byline_plot_mark(cr, byline_plot_axes_x(axes, s->x[i]),
                       byline_plot_axes_y(axes, s->y[i]), RADIUS,
                       index * (N_COLOURS + 1));
    }
  }
}

/* A name in the legend, with its line */
static void draw_name(cairo_t* cr, const char* name, size_t index, double x,
                      double y)
{
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  byline_plot_set_colour(cr, index, 1);
  cairo_set_line_width(cr, 2);
  cairo_move_to(cr, x, y - 4);
  cairo_line_to(cr, x + 20, y - 4);
  cairo_stroke(cr);
  byline_plot_mark(cr, x + 10, y - 4, RADIUS, index * 8);
  byline_plot_set_ink(cr, BYLINE_INK_TEXT);
  byline_plot_text(cr, x + 26, y, BYLINE_PLOT_ALIGN_LEFT, name);
}

/* Write the lines' names in rows within a width from `left` on, or only find
   how high these are beyond the first one. */
static double lay_legend(cairo_t* cr, const BylineChart* chart, double left,
                         double width)
{
  double x = BYLINE_PLOT_MARGIN;
  double below = 0;
  for (size_t i = 0; i < chart->n_series; ++i) {
    const char* const name = chart->series[i].name;
    const double needed = 26 + byline_plot_measure(name, BYLINE_PLOT_TEXT);
    if (i > 0 && x + needed > width) {
      x = BYLINE_PLOT_MARGIN;
      below += LEGEND_ROW;
    }
    if (cr) {
      draw_name(cr, name, i, left + x, TITLE + 18 + below);
    }
    x += needed + 20;
  }
  return below;
}

/* How wide the place of a chart's legend is */
static double legend_width(const BylineCharts* charts)
{
  return have_one_legend(charts)
             ? chart_width(charts) * (double)charts->n_charts
             : chart_width(charts);
}

/* Where the charts begin, below title and legends */
static double charts_top(const BylineCharts* charts)
{
  const size_t n_legends = have_one_legend(charts) ? 1 : charts->n_charts;
  double below = 0;
  for (size_t i = 0; i < n_legends; ++i) {
    below = fmax(below,
                 lay_legend(NULL, &charts->charts[i], 0, legend_width(charts)));
  }
  return TITLE + LEGEND + below + space_above(charts);
}

/* A dashed line at an x, and what is there, to the side that has room */
static void draw_mark(cairo_t* cr, const BylinePlotAxes* axes,
                      const BylineChart* chart)
{
  static const double dashes[] = {5, 4};
  const double x = byline_plot_axes_x(axes, chart->mark);
  const bool is_left = x < axes->left + axes->width / 2;
  byline_plot_set_ink(cr, BYLINE_INK_TEXT);
  cairo_save(cr);
  cairo_set_dash(cr, dashes, 2, 0);
  cairo_set_line_width(cr, 1.5);
  cairo_move_to(cr, x, axes->top);
  cairo_line_to(cr, x, axes->top + axes->height);
  cairo_stroke(cr);
  cairo_restore(cr);
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, true);
  byline_plot_text_with_halo(cr, x + (is_left ? 6 : -6), axes->top + 16,
                             is_left ? BYLINE_PLOT_ALIGN_LEFT
                                     : BYLINE_PLOT_ALIGN_RIGHT,
                             chart->mark_label);
}

static void draw_chart(cairo_t* cr, const BylineChart* chart, double left,
                       double top, double width)
{
  const BylinePlotAxes axes = axes_of(chart, left, top, width);
  if (chart->title) {
    byline_plot_set_font(cr, BYLINE_PLOT_TEXT + 1, true);
    byline_plot_set_ink(cr, BYLINE_INK_TEXT);
    byline_plot_text(cr, left + BYLINE_PLOT_MARGIN, top - 30,
                     BYLINE_PLOT_ALIGN_LEFT, chart->title);
  }
  byline_plot_axes_draw(cr, &axes);
  cairo_save(cr);
  cairo_rectangle(cr, axes.left - RADIUS, axes.top - RADIUS,
                  axes.width + 2 * RADIUS, axes.height + 2 * RADIUS);
  cairo_clip(cr);
  for (size_t i = chart->n_series; i-- > 0;) {
    draw_series(cr, &axes, &chart->series[i], i);
  }
  cairo_restore(cr);
  if (chart->mark != 0) {
    draw_mark(cr, &axes, chart);
  }
}

static void draw(cairo_t* cr, const void* data)
{
  const BylineCharts* const charts = data;
  const double width = chart_width(charts);
  byline_plot_title(cr, charts->title);
  const bool one_legend = have_one_legend(charts);
  for (size_t i = 0; i < charts->n_charts; ++i) {
    const double left = width * (double)i;
    if (i == 0 || !one_legend) {
      lay_legend(cr, &charts->charts[i], left, legend_width(charts));
    }
    draw_chart(cr, &charts->charts[i], left, charts_top(charts), width);
  }
}

BylineFigure byline_charts_figure(const BylineCharts* charts)
{
  return (BylineFigure){.width = chart_width(charts) * (double)charts->n_charts,
                        .height = charts_top(charts) + HEIGHT + BELOW,
                        .draw = draw,
                        .data = charts};
}
