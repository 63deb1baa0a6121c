/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/result_figures.h"

#include <string.h>

static void fill_charts(const BylineRobustness* r, BylineRobustnessPlot* p)
{
  static const char* const titles[] = {"Speed", "Tempo", "Pitch"};
  p->charts = (BylineCharts){
      .title = "10-s clips named rightly when played faster or higher",
      .n_charts = 3};
  for (int change = 0; change < BYLINE_CHANGE_OTHER; ++change) {
    BylineChart* const chart = &p->charts.charts[change];
    size_t n = 0;
    for (size_t i = 0; i < r->n_conditions; ++i) {
      const BylineCondition* const c = &r->conditions[i];
      if ((int)c->change == change) {
        p->x[change][n] = c->amount;
        for (int k = 0; k < BYLINE_N_ANSWERED_BY; ++k) {
          p->y[change][k][n] =
              byline_condition_accuracy(c, (BylineAnsweredBy)k);
        }
        ++n;
      }
    }
    *chart = (BylineChart){.title = titles[change],
                           .x_label = "change",
                           .y_high = 1,
                           .x_percent = true,
                           .y_percent = true,
                           .n_series = r->n_answered_by};
    for (int k = 0; k < BYLINE_N_ANSWERED_BY; ++k) {
      chart->series[k] =
          (BylineSeries){.name = byline_answered_by_name((BylineAnsweredBy)k),
                         .x = p->x[change],
                         .y = p->y[change][k],
                         .n = n};
    }
  }
}

static void fill_bars(const BylineRobustness* r, BylineRobustnessPlot* p)
{
  p->bars = (BylineBars){
      .title = "10-s clips named rightly under other conditions, %",
      .names = p->names,
      .n_series = r->n_answered_by};
  for (int k = 0; k < BYLINE_N_ANSWERED_BY; ++k) {
    p->bars.series[k] = byline_answered_by_name((BylineAnsweredBy)k);
    p->bars.values[k] = p->values[k];
  }
  for (size_t i = 0; i < r->n_conditions; ++i) {
    const BylineCondition* const c = &r->conditions[i];
    if (c->change == BYLINE_CHANGE_OTHER) {
      p->names[p->bars.n] = c->name;
      for (int k = 0; k < BYLINE_N_ANSWERED_BY; ++k) {
        p->values[k][p->bars.n] =
            byline_condition_accuracy(c, (BylineAnsweredBy)k);
      }
      ++p->bars.n;
    }
  }
}

void byline_robustness_figures(const BylineRobustness* robustness,
                               BylineRobustnessPlot* plot, BylineFigure* curves,
                               BylineFigure* bars)
{
  memset(plot, 0, sizeof(*plot));
  fill_charts(robustness, plot);
  fill_bars(robustness, plot);
  *curves = byline_charts_figure(&plot->charts);
  *bars = byline_bars_figure(&plot->bars);
}
