/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/figures.h"
#include "report/plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Sizes in pixels */
#define SIDE 640.0
#define TOP 44.0
#define LABEL 14.0  /* height of a name on the map */
#define LINE 18.0   /* of the legend */
#define SWATCH 18.0 /* room for a mark in it */

/* More classes than this get no legend: their names stand on the map only */
#define MAX_LEGEND 60

/* Where a class's name goes: at its point nearest to the middle of them */
typedef struct {
  size_t n; ///< Its points
  double x; ///< Their middle, then the chosen point, in pixels
  double y;
} Centre;

static size_t count_classes(const BylineMapPlot* map, bool* occurs)
{
  size_t n = 0;
  for (size_t i = 0; i < map->n; ++i) {
    n += !occurs[map->classes[i]];
    occurs[map->classes[i]] = true;
  }
  return n;
}

/* Fit all points into the square, alike in both directions. */
static BylinePlotAxes axes_of(const BylineMapPlot* map)
{
  float low[2] = {INFINITY, INFINITY};
  float high[2] = {-INFINITY, -INFINITY};
  for (size_t i = 0; i < 2 * map->n; ++i) {
    low[i % 2] = fminf(low[i % 2], map->points[i]);
    high[i % 2] = fmaxf(high[i % 2], map->points[i]);
  }
  const double reach =
      0.52 * (double)fmaxf(fmaxf(high[0] - low[0], high[1] - low[1]), 1e-6f);
  const double x = 0.5 * (double)(low[0] + high[0]);
  const double y = 0.5 * (double)(low[1] + high[1]);
  return (BylinePlotAxes){.left = BYLINE_PLOT_MARGIN,
                          .top = TOP,
                          .width = SIDE,
                          .height = SIDE,
                          .x = {.low = x - reach, .high = x + reach},
                          .y = {.low = y - reach, .high = y + reach}};
}

static double point_x(const BylineMapPlot* map, const BylinePlotAxes* axes,
                      size_t i)
{
  return byline_plot_axes_x(axes, (double)map->points[2 * i]);
}

static double point_y(const BylineMapPlot* map, const BylinePlotAxes* axes,
                      size_t i)
{
  return byline_plot_axes_y(axes, (double)map->points[2 * i + 1]);
}

static void draw_points(cairo_t* cr, const BylineMapPlot* map,
                        const BylinePlotAxes* axes)
{
  const double radius = map->n > 4000 ? 1.6 : map->n > 1000 ? 2.4 : 3.4;
  for (size_t i = 0; i < map->n; ++i) {
    byline_plot_set_colour(cr, map->classes[i], 0.8);
    byline_plot_mark(cr, point_x(map, axes, i), point_y(map, axes, i), radius,
                     map->classes[i]);
  }
}

/* A class may be in several places: its name goes to the point of it that has
   most of its own near, as seen from a coarse grid. */
static void find_centres(const BylineMapPlot* map, const BylinePlotAxes* axes,
                         Centre* centres)
{
  for (size_t i = 0; i < map->n; ++i) {
    Centre* const c = &centres[map->classes[i]];
    size_t n_near = 0;
    double x = 0;
    double y = 0;
    /* Enough of the points to tell */
    const size_t step = 1 + map->n / 2000;
    for (size_t k = i % step; k < map->n; k += step) {
      const double dx = point_x(map, axes, k) - point_x(map, axes, i);
      const double dy = point_y(map, axes, k) - point_y(map, axes, i);
      if (map->classes[k] == map->classes[i] && dx * dx + dy * dy < 40 * 40) {
        ++n_near;
        x += point_x(map, axes, k);
        y += point_y(map, axes, k);
      }
    }
    if (n_near > c->n) {
      *c = (Centre){n_near, x / (double)n_near, y / (double)n_near};
    }
  }
}

/* ---- names on the map */

/* A name's place */
typedef struct {
  double x; ///< Its middle
  double y; ///< Its foot
  double width;
} Label;

/* What names must not cover */
typedef struct {
  const BylineMapPlot* map;
  const BylinePlotAxes* axes;
  const Label* labels; ///< Those that stand already
  size_t n_labels;
} Ground;

static bool overlap(const Label* a, const Label* b)
{
  return fabs(a->x - b->x) < (a->width + b->width) / 2 + 4 &&
         fabs(a->y - b->y) < LABEL;
}

static bool covers(const Label* label, double x, double y)
{
  return fabs(x - label->x) < label->width / 2 + 3 &&
         y > label->y - LABEL + 1 && y < label->y + 5;
}

/* How much is under a name: points, and rather many of them than a name */
static size_t count_covered(const Ground* ground, const Label* label)
{
  enum { A_NAME = 1000 };
  size_t n = 0;
  for (size_t i = 0; i < ground->n_labels; ++i) {
    n += overlap(&ground->labels[i], label) ? A_NAME : 0;
  }
  for (size_t i = 0; i < ground->map->n; ++i) {
    n += covers(label, point_x(ground->map, ground->axes, i),
                point_y(ground->map, ground->axes, i));
  }
  return n;
}

/* Keep a name within the frame. */
static void keep_inside(const BylinePlotAxes* axes, Label* label)
{
  const double reach = label->width / 2 + 4;
  label->x = fmax(label->x, axes->left + reach);
  label->x = fmin(label->x, axes->left + axes->width - reach);
  label->y = fmax(label->y, axes->top + LABEL);
  label->y = fmin(label->y, axes->top + axes->height - 6);
}

/* Find a place for a name around its centre, the nearest that covers nothing,
   else one that covers little. */
static Label find_room(const Ground* ground, const Centre* centre, double width)
{
  enum { RINGS = 14, DIRECTIONS = 24 };
  static const double pi = 3.14159265358979323846;
  Label best = {.x = centre->x, .y = centre->y + 4, .width = width};
  keep_inside(ground->axes, &best);
  size_t least = count_covered(ground, &best);
  for (int ring = 1; ring <= RINGS && least > 0; ++ring) {
    for (int i = 0; i < DIRECTIONS && least > 0; ++i) {
      /* Above and below first; to the side a name needs more room */
      const double angle =
          pi / 2 + 2 * pi * ((i + 1) / 2) * (i % 2 ? 1 : -1) / DIRECTIONS;
      const double reach = 7 * ring;
      Label label = {.x = centre->x + cos(angle) * (reach + width / 2),
                     .y = centre->y + 4 - sin(angle) * reach,
                     .width = width};
      keep_inside(ground->axes, &label);
      const size_t n = count_covered(ground, &label);
      if (n < least) {
        least = n;
        best = label;
      }
    }
  }
  return best;
}

/* A thin line from a name that had to move to where it belongs */
static void draw_leader(cairo_t* cr, const Label* label, const Centre* centre)
{
  const double left = label->x - label->width / 2;
  const double right = label->x + label->width / 2;
  const double x = fmin(fmax(centre->x, left), right);
  const double y = fmin(fmax(centre->y, label->y - LABEL + 2), label->y + 2);
  if (hypot(x - centre->x, y - centre->y) > LABEL) {
    byline_plot_set_ink(cr, BYLINE_INK_FAINT);
    cairo_set_line_width(cr, 0.8);
    cairo_move_to(cr, x, y);
    cairo_line_to(cr, centre->x, centre->y);
    cairo_stroke(cr);
  }
}

static void draw_labels(cairo_t* cr, const BylineMapPlot* map,
                        const BylinePlotAxes* axes)
{
  Centre* const centres = calloc(map->n_classes, sizeof(*centres));
  Label* const labels = calloc(map->n_classes, sizeof(*labels));
  Ground ground = {.map = map, .axes = axes, .labels = labels};
  if (centres && labels) {
    find_centres(map, axes, centres);
    byline_plot_set_font(cr, BYLINE_PLOT_TEXT - 1, true);
  }
  for (size_t i = 0; centres && labels && i < map->n_classes; ++i) {
    if (centres[i].n > 0) {
      const double width = byline_plot_text_width(cr, map->names[i]);
      const Label label = find_room(&ground, &centres[i], width);
      labels[ground.n_labels++] = label;
      draw_leader(cr, &label, &centres[i]);
      byline_plot_set_ink(cr, BYLINE_INK_TEXT);
      byline_plot_text_with_halo(cr, label.x, label.y, BYLINE_PLOT_ALIGN_CENTRE,
                                 map->names[i]);
    }
  }
  free(centres);
  free(labels);
}

static void draw_legend(cairo_t* cr, const BylineMapPlot* map,
                        const bool* occurs, double left)
{
  double y = TOP + LINE;
  byline_plot_set_font(cr, BYLINE_PLOT_TEXT, false);
  for (size_t i = 0; i < map->n_classes; ++i) {
    if (occurs[i]) {
      byline_plot_set_colour(cr, i, 1);
      byline_plot_mark(cr, left + 5, y - 4, 4.5, i);
      byline_plot_set_ink(cr, BYLINE_INK_TEXT);
      byline_plot_text(cr, left + SWATCH, y, BYLINE_PLOT_ALIGN_LEFT,
                       map->names[i]);
      y += LINE;
    }
  }
}

static void draw(cairo_t* cr, const void* data)
{
  const BylineMapPlot* const map = data;
  const BylinePlotAxes axes = axes_of(map);
  byline_plot_title(cr, map->title);
  byline_plot_set_ink(cr, BYLINE_INK_GRID);
  cairo_set_line_width(cr, 1);
  cairo_rectangle(cr, axes.left, axes.top, axes.width, axes.height);
  cairo_stroke(cr);
  draw_points(cr, map, &axes);
  draw_labels(cr, map, &axes);
  bool* const occurs = calloc(map->n_classes, sizeof(*occurs));
  if (occurs && count_classes(map, occurs) <= MAX_LEGEND) {
    draw_legend(cr, map, occurs, axes.left + axes.width + 20);
  }
  free(occurs);
}

/* Width of the legend and how many lines it has */
static double measure_legend(const BylineMapPlot* map, size_t* n_lines)
{
  double width = 0;
  bool* const occurs = calloc(map->n_classes, sizeof(*occurs));
  *n_lines = occurs ? count_classes(map, occurs) : 0;
  for (size_t i = 0; occurs && i < map->n_classes; ++i) {
    if (occurs[i]) {
      width = fmax(width, byline_plot_measure(map->names[i], BYLINE_PLOT_TEXT));
    }
  }
  free(occurs);
  if (*n_lines > MAX_LEGEND) {
    *n_lines = 0;
    return 0;
  }
  return 20 + SWATCH + width;
}

BylineFigure byline_map_figure(const BylineMapPlot* map)
{
  size_t n_lines = 0;
  const double legend = measure_legend(map, &n_lines);
  const double lines = LINE * (double)n_lines + LINE;
  return (BylineFigure){.width = SIDE + legend + 2 * BYLINE_PLOT_MARGIN,
                        .height = TOP + fmax(SIDE, lines) + BYLINE_PLOT_MARGIN,
                        .draw = draw,
                        .data = map};
}
