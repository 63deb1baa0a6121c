/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file result_figures.h
   Pictures of what trainings, searches and measurements gave.
*/

#ifndef BYLINE_REPORT_RESULT_FIGURES_H
#define BYLINE_REPORT_RESULT_FIGURES_H

#include "byline/status.h"
#include "evaluation/curves.h"
#include "evaluation/robustness.h"
#include "report/figures.h"
#include "training/grid.h"
#include "training/range_test.h"

/**
   Draw a training's loss, accuracy and learning rate.

   @param curves Must outlive the figure.
   @param[out] charts Filled; the figure's.
*/
BylineFigure byline_curves_figure(const BylineCurves* curves,
                                  BylineCharts* charts);

/** Write FOLDER/lr.png and lr.svg. */
BylineStatus byline_range_test_draw(const BylineRangeTest* test,
                                    const char* folder);

/** Write grid.png and grid.svg of the first two keys into the grid's folder. */
BylineStatus byline_grid_draw(const BylineGrid* grid,
                              const BylineGridCell* cells);

/** What pictures of robustness are drawn from. */
typedef struct {
  BylineCharts charts;                ///< Curves
  BylineBars bars;                    ///< Named conditions
  double x[3][BYLINE_MAX_CONDITIONS]; ///< Amounts, by kind
  double y[3][BYLINE_N_ANSWERED_BY][BYLINE_MAX_CONDITIONS];   ///< Accuracies
  double values[BYLINE_N_ANSWERED_BY][BYLINE_MAX_CONDITIONS]; ///< Of the bars
  const char* names[BYLINE_MAX_CONDITIONS];                   ///< Of the bars
} BylineRobustnessPlot;

/**
   Draw curves against speed, tempo and pitch, and bars of the rest.

   @param robustness Must outlive the figures.
   @param[out] plot Filled; the figures'.
*/
void byline_robustness_figures(const BylineRobustness* robustness,
                               BylineRobustnessPlot* plot, BylineFigure* curves,
                               BylineFigure* bars);

#endif // BYLINE_REPORT_RESULT_FIGURES_H
