/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/figures.h"
#include "report/plot.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

/* Sizes in pixels */
#define CELL 24.0
#define TITLE 40.0
#define LEAST_WIDTH 600.0

typedef BylineConfusionPlot Plot;

static size_t row_sum(const BylineConfusion* confusion, size_t row)
{
  size_t sum = 0;
  for (size_t i = 0; i < confusion->n_classes; ++i) {
    sum += confusion->counts[row * confusion->n_classes + i];
  }
  return sum;
}

/* Whether somebody was taken for a class */
static bool is_answered(const BylineConfusion* confusion, size_t column)
{
  size_t sum = 0;
  for (size_t i = 0; i < confusion->n_classes; ++i) {
    sum += confusion->counts[i * confusion->n_classes + column];
  }
  return sum > 0;
}

/* Find the classes that occur, as truth or as answer, as far as there is room;
   count them all. */
static size_t find_classes(Plot* plot)
{
  size_t n = 0;
  for (size_t i = 0; i < plot->confusion->n_classes; ++i) {
    const bool occurs =
        row_sum(plot->confusion, i) > 0 || is_answered(plot->confusion, i);
    if (occurs && n++ < BYLINE_MAX_DRAWN_CLASSES) {
      plot->classes[plot->n++] = i;
    }
  }
  return n;
}

/* Left edge of the cells; names are slanted, so they reach past the right. */
static double left_of(const Plot* plot)
{
  return BYLINE_PLOT_MARGIN + plot->labels + 8;
}

static double top_of(const Plot* plot)
{
  return TITLE + BYLINE_PLOT_MARGIN + 0.87 * plot->labels + 8;
}

/* Pale grey to dark blue; the square root lets small shares be seen. */
static void set_colour(cairo_t* cr, double share)
{
  const double depth = sqrt(share);
  cairo_set_source_rgb(cr, 0.96 - 0.88 * depth, 0.96 - 0.69 * depth,
                       0.97 - 0.47 * depth);
}

static void draw_cell(cairo_t* cr, double x, double y, double share)
{
  set_colour(cr, share);
  cairo_rectangle(cr, x, y, CELL - 1, CELL - 1);
  cairo_fill(cr);
  if (share < 0.005) {
    return;
  }
  char text[8];
  snprintf(text, sizeof(text), "%.0f", 100 * share);
  byline_plot_set_ink(cr, share > 0.35 ? BYLINE_INK_PAPER : BYLINE_INK_TEXT);
  byline_plot_text(cr, x + (CELL - 1) / 2, y + CELL - 9,
                   BYLINE_PLOT_ALIGN_CENTRE, text);
}

static void draw_names(cairo_t* cr, const Plot* plot, size_t i)
{
  const char* const name = plot->names[plot->classes[i]];
  const double x = left_of(plot) + CELL * (double)i;
  const double y = top_of(plot) + CELL * (double)i;
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  byline_plot_set_ink(cr, BYLINE_INK_TEXT);
  byline_plot_text(cr, left_of(plot) - 8, y + CELL - 8, BYLINE_PLOT_ALIGN_RIGHT,
                   name);

  const double third = 1.0471975511965976; /* of a half turn */
  cairo_save(cr);
  cairo_translate(cr, x + CELL - 8, top_of(plot) - 6);
  cairo_rotate(cr, -third);
  byline_plot_text(cr, 0, 0, BYLINE_PLOT_ALIGN_LEFT, name);
  cairo_restore(cr);
}

static void draw_row(cairo_t* cr, const Plot* plot, size_t row)
{
  const BylineConfusion* const confusion = plot->confusion;
  const size_t truth = plot->classes[row];
  const double total = (double)row_sum(confusion, truth);
  byline_plot_set_font(cr, BYLINE_PLOT_SMALL, false);
  for (size_t i = 0; i < plot->n; ++i) {
    const size_t count =
        confusion->counts[truth * confusion->n_classes + plot->classes[i]];
    draw_cell(cr, left_of(plot) + CELL * (double)i,
              top_of(plot) + CELL * (double)row,
              total > 0 ? (double)count / total : 0);
  }
}

static void draw(cairo_t* cr, const void* data)
{
  const Plot* const plot = data;
  byline_plot_title(cr, "Confusion matrix: rows by whom, columns taken for "
                        "whom, % of row");
  for (size_t i = 0; i < plot->n; ++i) {
    draw_names(cr, plot, i);
    draw_row(cr, plot, i);
  }
}

BylineStatus byline_confusion_figure(const BylineConfusion* confusion,
                                     char* const* names,
                                     BylineConfusionPlot* plot,
                                     BylineFigure* figure)
{
  *plot = (Plot){.confusion = confusion, .names = names};
  const size_t n = find_classes(plot);
  if (n == 0 || n > BYLINE_MAX_DRAWN_CLASSES) {
    return byline_error(BYLINE_ERROR_DATA,
                        "a confusion matrix of %zu artists is not drawn: 1 to "
                        "%d are",
                        n, BYLINE_MAX_DRAWN_CLASSES);
  }
  for (size_t i = 0; i < plot->n; ++i) {
    plot->labels =
        fmax(plot->labels,
             byline_plot_measure(names[plot->classes[i]], BYLINE_PLOT_TEXT));
  }
  const double cells = CELL * (double)n;
  const double width =
      left_of(plot) + cells + 0.5 * plot->labels + BYLINE_PLOT_MARGIN;
  *figure = (BylineFigure){.width = fmax(width, LEAST_WIDTH),
                           .height = top_of(plot) + cells + BYLINE_PLOT_MARGIN,
                           .draw = draw,
                           .data = plot};
  return BYLINE_OK;
}
