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
  *charts = (BylineCharts){.title = "How the training went", .n_charts = 3};
  BylineChart* const c = charts->charts;
  c[0] = (BylineChart){.title = "Loss, nats", .x_label = "epoch"};
  add(curves, &c[0], BYLINE_CURVE_TRAIN_LOSS, "training");
  add(curves, &c[0], BYLINE_CURVE_LOSS, "validation");
  c[1] = (BylineChart){.title = "Clips recognised",
                       .x_label = "epoch",
                       .y_high = 1,
                       .y_percent = true};
  add(curves, &c[1], BYLINE_CURVE_TRAIN_ACCURACY, "training");
  add(curves, &c[1], BYLINE_CURVE_ACCURACY, "validation");
  add(curves, &c[1], BYLINE_CURVE_F1, "macro F1");
  c[2] = (BylineChart){.title = "Learning rate", .x_label = "epoch"};
  add(curves, &c[2], BYLINE_CURVE_RATE, "rate");
  return byline_charts_figure(charts);
}
