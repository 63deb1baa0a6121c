/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file figures.h
   The kinds of pictures that there are.

   Each is described by a struct, which must outlive the figure made of it.
*/

#ifndef BYLINE_REPORT_FIGURES_H
#define BYLINE_REPORT_FIGURES_H

#include "byline/evaluation.h"
#include "report/figure.h"

#include <stdbool.h>
#include <stddef.h>

/** Most classes that a confusion matrix can be drawn of. */
#define BYLINE_MAX_DRAWN_CLASSES 400

/** A confusion matrix. */
typedef struct {
  const BylineConfusion* confusion;         ///< What is drawn
  char* const* names;                       ///< One per class, UTF-8
  size_t classes[BYLINE_MAX_DRAWN_CLASSES]; ///< Those that occur in truth
  size_t n;                                 ///< How many
  double labels;                            ///< Width of the longest name
} BylineConfusionPlot;

/**
   Draw a confusion matrix: a row for each class in truth, a column for each
   answer, cells coloured by their share of the row and numbered in percent.

   Classes that do not occur in truth get no row and no column.

   @param[out] plot Filled; the figure's.
   @return BYLINE_OK or BYLINE_ERROR_DATA (nothing to draw, or too much).
*/
BylineStatus byline_confusion_figure(const BylineConfusion* confusion,
                                     char* const* names,
                                     BylineConfusionPlot* plot,
                                     BylineFigure* figure);

/** One line of a chart. */
typedef struct {
  const char* name;   ///< For the legend
  const double* x;    ///< `n` of them
  const double* y;    ///< `n` of them; not a number where there is none
  const double* low;  ///< A band around it: its foot; NULL for none
  const double* high; ///< Its top
  size_t n;           ///< Points
} BylineSeries;

/** Most lines in a chart. */
#define BYLINE_MAX_SERIES 6

/** A chart; its axes' limits are found when they are equal. */
typedef struct {
  const char* title;                      ///< Above it; NULL for none
  const char* x_label;                    ///< What is to the right
  const char* y_label;                    ///< What is upwards
  double x_low;                           ///< Limit; equal to x_high: found
  double x_high;                          ///< Limit
  double y_low;                           ///< Limit; equal to y_high: found
  double y_high;                          ///< Limit
  bool x_percent;                         ///< Write 0.5 as 50 %
  bool y_percent;                         ///< Write 0.5 as 50 %
  bool x_log;                             ///< Logarithmic
  double mark;                            ///< An x to be marked; 0: none
  const char* mark_label;                 ///< What is there
  BylineSeries series[BYLINE_MAX_SERIES]; ///< `n_series` lines
  size_t n_series;                        ///< How many
} BylineChart;

/** Most charts side by side. */
#define BYLINE_MAX_CHARTS 4

/** Charts side by side, with one legend when their lines are the same. */
typedef struct {
  const char* title;                     ///< Above all of them
  BylineChart charts[BYLINE_MAX_CHARTS]; ///< `n_charts` of them
  size_t n_charts;                       ///< How many
} BylineCharts;

/** Draw charts. */
BylineFigure byline_charts_figure(const BylineCharts* charts);

/** Groups of bars from 0 to 100 %. */
typedef struct {
  const char* title;                       ///< Above all
  const char* const* names;                ///< One per group
  size_t n;                                ///< Groups
  const char* series[BYLINE_MAX_SERIES];   ///< One name per bar of a group
  const double* values[BYLINE_MAX_SERIES]; ///< `n` each, 0 to 1
  size_t n_series;                         ///< Bars in a group
} BylineBars;

/** Draw bars. */
BylineFigure byline_bars_figure(const BylineBars* bars);

/** Draw a reliability diagram (DeGroot and Fienberg 1983). */
BylineFigure byline_reliability_figure(const BylineReliabilityDiagram* diagram);

/** Points in a plane. */
typedef struct {
  const char* title;     ///< Above it
  size_t n;              ///< Points
  const float* points;   ///< `n` x 2
  const size_t* classes; ///< Whose each is
  size_t n_classes;      ///< How many there may be
  char* const* names;    ///< One per class
} BylineMapPlot;

/** Draw a map: points in their classes' colours, with names and a legend. */
BylineFigure byline_map_figure(const BylineMapPlot* map);

#endif // BYLINE_REPORT_FIGURES_H
