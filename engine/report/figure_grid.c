/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A grid search as a heat map. */

#include "report/plot.h"
#include "report/result_figures.h"

#include <math.h>
#include <string.h>

/* Sizes in pixels */
#define CELL_WIDTH 72.0
#define CELL_HEIGHT 36.0
#define TOP 96.0

/* What is drawn */
typedef struct {
  const BylineGrid* grid;
  const BylineGridCell* cells;
} Map;

static double label_width(const BylineGrid* grid)
{
  double width = byline_plot_measure(grid->keys[0].key, BYLINE_PLOT_TEXT);
  for (size_t i = 0; i < grid->keys[0].n_values; ++i) {
    width = fmax(
        width, byline_plot_measure(grid->keys[0].values[i], BYLINE_PLOT_TEXT));
  }
  return width + 12;
}

static size_t count_columns(const BylineGrid* grid)
{
  return grid->n_keys > 1 ? grid->keys[1].n_values : 1;
}

/* The best that the other keys give for a value of the first and of the second
   key, and the last rung that such a cell was in */
static BylineGridCell best_of(const Map* map, size_t row, size_t column)
{
  const BylineGrid* const grid = map->grid;
  const size_t n_columns = count_columns(grid);
  const size_t n =
      byline_grid_size(grid) / (grid->keys[0].n_values * n_columns);
  BylineGridCell best = {.f1 = -1};
  for (size_t i = 0; i < n; ++i) {
    const BylineGridCell* const cell =
        &map->cells[(row * n_columns + column) * n + i];
    if (cell->rung > best.rung ||
        (cell->rung == best.rung && cell->f1 > best.f1)) {
      best = *cell;
    }
  }
  return best;
}

/* Pale grey to dark blue, as in a confusion matrix */
static void draw_cell(cairo_t* cr, double x, double y, double depth,
                      const BylineGridCell* cell, bool many_rungs)
{
  char text[32];
  cairo_set_source_rgb(cr, 0.96 - 0.88 * depth, 0.96 - 0.69 * depth,
                       0.97 - 0.47 * depth);
  cairo_rectangle(cr, x, y, CELL_WIDTH - 1, CELL_HEIGHT - 1);
  cairo_fill(cr);
  byline_plot_set_ink(cr, depth > 0.5 ? BYLINE_INK_PAPER : BYLINE_INK_TEXT);
  snprintf(text, sizeof(text), many_rungs ? "%.3f (%u)" : "%.3f", cell->f1,
           cell->rung + 1);
  byline_plot_text(cr, x + CELL_WIDTH / 2, y + CELL_HEIGHT / 2 + 4,
                   BYLINE_PLOT_ALIGN_CENTRE, text);
}

static void find_range(const Map* map, double* low, double* high,
                       bool* many_rungs)
{
  const size_t n = byline_grid_size(map->grid);
  *low = INFINITY;
  *high = -INFINITY;
  *many_rungs = false;
  for (size_t i = 0; i < n; ++i) {
    *low = fmin(*low, map->cells[i].f1);
    *high = fmax(*high, map->cells[i].f1);
    *many_rungs |= map->cells[i].rung > 0;
  }
}

static void draw_headings(cairo_t* cr, const Map* map, bool many_rungs)
{
  const BylineGrid* const grid = map->grid;
  const double left = BYLINE_PLOT_MARGIN + label_width(grid);
  byline_plot_title(cr, many_rungs
                            ? "Best macro F1 on validation (rung reached)"
                            : "Best macro F1 on validation");
  byline_plot_set_ink(cr, BYLINE_INK_FAINT);
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  byline_plot_text(cr, left - 12, TOP - 8, BYLINE_PLOT_ALIGN_RIGHT,
                   grid->keys[0].key);
  for (size_t i = 0; i < grid->keys[0].n_values; ++i) {
    byline_plot_text(cr, left - 12, TOP + CELL_HEIGHT * ((double)i + 0.5) + 4,
                     BYLINE_PLOT_ALIGN_RIGHT, grid->keys[0].values[i]);
  }
  if (grid->n_keys > 1) {
    byline_plot_text(cr, left, TOP - 28, BYLINE_PLOT_ALIGN_LEFT,
                     grid->keys[1].key);
    for (size_t i = 0; i < grid->keys[1].n_values; ++i) {
      byline_plot_text(cr, left + CELL_WIDTH * ((double)i + 0.5), TOP - 8,
                       BYLINE_PLOT_ALIGN_CENTRE, grid->keys[1].values[i]);
    }
  }
}

static void draw(cairo_t* cr, const void* data)
{
  const Map* const map = data;
  const double left = BYLINE_PLOT_MARGIN + label_width(map->grid);
  double low;
  double high;
  bool many_rungs;
  find_range(map, &low, &high, &many_rungs);
  byline_plot_set_ink(cr, BYLINE_INK_PAPER);
  cairo_paint(cr);
  draw_headings(cr, map, many_rungs);
  for (size_t row = 0; row < map->grid->keys[0].n_values; ++row) {
    for (size_t column = 0; column < count_columns(map->grid); ++column) {
      const BylineGridCell cell = best_of(map, row, column);
      const double depth = high > low ? (cell.f1 - low) / (high - low) : 0.5;
      draw_cell(cr, left + CELL_WIDTH * (double)column,
                TOP + CELL_HEIGHT * (double)row, depth, &cell, many_rungs);
    }
  }
}

BylineStatus byline_grid_draw(const BylineGrid* grid,
                              const BylineGridCell* cells)
{
  const Map map = {.grid = grid, .cells = cells};
  const double width = label_width(grid) + 2 * BYLINE_PLOT_MARGIN +
                       CELL_WIDTH * (double)count_columns(grid);
  const BylineFigure figure = {
      .width = ceil(fmax(width, 420)),
      .height = TOP + CELL_HEIGHT * (double)grid->keys[0].n_values +
                BYLINE_PLOT_MARGIN,
      .draw = draw,
      .data = &map};
  return byline_figure_write_both(&figure, grid->training->folder, "grid");
}
