/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/result_figures.h"

#include <math.h>

static bool has_values(const double* values, size_t n)
{
  bool found = false;
  for (size_t i = 0; i < n && !found; ++i) {
    found = isfinite(values[i]);
  }
  return found;
}

/* Add a line to a chart, if there is anything to draw. */
static void add(const BylineCurves* curves, BylineChart* chart,
                BylineCurve curve, const char* name)
{
  if (has_values(curves->values[curve], curves->n)) {
    chart->series[chart->n_series++] =
        (BylineSeries){.name = name,
                       .x = curves->values[BYLINE_CURVE_EPOCH],
                       .y = curves->values[curve],
                       .n = curves->n};
  }
}

BylineFigure byline_curves_figure(const BylineCurves* curves,
                                  BylineCharts* charts)
{
  BylineChart loss = {.title = "Loss, nats", .x_label = "epoch"};
  BylineChart accuracy = {.title = "Clips recognised",
                          .x_label = "epoch",
                          .y_high = 1,
                          .y_percent = true};
  BylineChart rate = {.title = "Learning rate", .x_label = "epoch"};
  add(curves, &loss, BYLINE_CURVE_TRAIN_LOSS, "training");
  add(curves, &loss, BYLINE_CURVE_LOSS, "validation");
  add(curves, &accuracy, BYLINE_CURVE_TRAIN_ACCURACY, "training");
  add(curves, &accuracy, BYLINE_CURVE_ACCURACY, "validation");
  add(curves, &accuracy, BYLINE_CURVE_F1, "macro F1");
  add(curves, &rate, BYLINE_CURVE_RATE, "rate");
  *charts = (BylineCharts){.title = "How the training went"};
  charts->charts[charts->n_charts++] = loss;
  if (accuracy.n_series > 0) { // those of voices have none
    charts->charts[charts->n_charts++] = accuracy;
  }
  charts->charts[charts->n_charts++] = rate;
  return byline_charts_figure(charts);
}
