/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/figures.h"
#include "report/plot.h"

#include <stdio.h>

/* Sizes in pixels */
#define PANEL 330.0
#define LEFT 58.0
#define TOP 84.0
#define SIDE 250.0
#define COUNTS 40.0 /* height of the bars that say how many clips there are */
/* Bins with fewer clips than this are pale */
#define FEW 5

#define HEIGHT (TOP + SIDE + COUNTS + 60.0)

typedef BylineReliability Bin;

static size_t most_clips(const Bin* bins)
{
  size_t most = 1;
  for (size_t i = 0; i < BYLINE_RELIABILITY_BINS; ++i) {
    most = bins[i].n > most ? bins[i].n : most;
  }
  return most;
}

/* A bin's accuracy as a bar, with a line where its confidence is. */
static void draw_bin(cairo_t* cr, const BylinePlotAxes* axes, const Bin* bin,
                     size_t index, size_t most)
{
  const double step = axes->width / BYLINE_RELIABILITY_BINS;
  const double left = axes->left + step * (double)index;
  const double foot = axes->top + axes->height;
  /* Few clips say little */
  byline_plot_set_colour(cr, 0, bin->n < FEW ? 0.25 : 0.75);
  cairo_rectangle(cr, left + 1, byline_plot_axes_y(axes, bin->accuracy),
                  step - 2, foot - byline_plot_axes_y(axes, bin->accuracy));
  cairo_fill(cr);
  byline_plot_set_colour(cr, 3, 1);
  cairo_set_line_width(cr, 2);
  cairo_move_to(cr, left + 1, byline_plot_axes_y(axes, bin->confidence));
  cairo_line_to(cr, left + step - 1, byline_plot_axes_y(axes, bin->confidence));
  cairo_stroke(cr);

  const double height = COUNTS * (double)bin->n / (double)most;
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  cairo_rectangle(cr, left + 1, foot + COUNTS + 10 - height, step - 2, height);
  cairo_fill(cr);
}

static void draw_diagonal(cairo_t* cr, const BylinePlotAxes* axes)
{
  static const double dashes[] = {4, 4};
  cairo_save(cr);
  cairo_set_dash(cr, dashes, 2, 0);
  cairo_set_line_width(cr, 1);
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  cairo_move_to(cr, axes->left, axes->top + axes->height);
  cairo_line_to(cr, axes->left + axes->width, axes->top);
  cairo_stroke(cr);
  cairo_restore(cr);
}

static void draw_panel(cairo_t* cr, const Bin* bins, double left,
                       const char* name, double temperature)
{
  char title[96];
  const BylinePlotAxes axes = {.left = left + LEFT,
                               .top = TOP,
                               .width = SIDE,
                               .height = SIDE,
                               .x = {.high = 1, .is_percent = true},
                               .y = {.high = 1, .is_percent = true}};
  snprintf(title, sizeof(title), "%s, temperature %.2f: error %.1f %%", name,
           temperature, 100 * byline_calibration_error(bins));
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, true);
  byline_plot_set_ink(cr, BYLINE_INK_TEXT);
  byline_plot_text(cr, axes.left, TOP - 10, BYLINE_PLOT_ALIGN_LEFT, title);
  BylinePlotAxes grid = axes;
  grid.height += COUNTS + 10;
  byline_plot_axes_draw_x(cr, &grid);
  byline_plot_axes_draw_y(cr, &axes);
  const size_t most = most_clips(bins);
  for (size_t i = 0; i < BYLINE_RELIABILITY_BINS; ++i) {
    if (bins[i].n > 0) {
      draw_bin(cr, &axes, &bins[i], i, most);
    }
  }
  draw_diagonal(cr, &axes);
  byline_plot_set_font(cr, BYLINE_PLOT_SMALL + 1, false);
  byline_plot_set_ink(cr, BYLINE_INK_TEXT);
  byline_plot_text(cr, axes.left + SIDE / 2, TOP + SIDE + COUNTS + 44,
                   BYLINE_PLOT_ALIGN_CENTRE,
                   "confidence; below: how many clips");
}

static void draw(cairo_t* cr, const void* data)
{
  const BylineReliabilityDiagram* const plot = data;
  byline_plot_title(cr, "Reliability: how often clips are right, by how sure "
                        "the model is");
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  byline_plot_set_colour(cr, 0, 0.75);
  cairo_rectangle(cr, BYLINE_PLOT_MARGIN, 41, 12, 10);
  cairo_fill(cr);
  byline_plot_set_colour(cr, 3, 1);
  cairo_rectangle(cr, BYLINE_PLOT_MARGIN + 120, 45, 14, 2);
  cairo_fill(cr);
  byline_plot_set_ink(cr, BYLINE_INK_TEXT);
  byline_plot_text(cr, BYLINE_PLOT_MARGIN + 18, 50, BYLINE_PLOT_ALIGN_LEFT,
                   "share right");
  byline_plot_text(cr, BYLINE_PLOT_MARGIN + 140, 50, BYLINE_PLOT_ALIGN_LEFT,
                   "mean confidence");
  draw_panel(cr, plot->before, 0, "Before", 1);
  draw_panel(cr, plot->after, PANEL, "After", plot->temperature);
}

BylineFigure byline_reliability_figure(const BylineReliabilityDiagram* plot)
{
  return (BylineFigure){
      .width = 2 * PANEL, .height = HEIGHT, .draw = draw, .data = plot};
}
