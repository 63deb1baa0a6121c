/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/result_figures.h"

#include <stdio.h>

/* How many times the lowest loss is drawn */
#define SHOWN 2.5

BylineStatus byline_range_test_draw(const BylineRangeTest* test,
                                    const char* folder)
{
  char mark[48];
  snprintf(mark, sizeof(mark), "suggested: %.2g", test->suggested);
  const BylineCharts charts = {.title = "Learning rate range test",
                               .charts = {{.x_label = "learning rate",
                                           .y_label = "training loss",
                                           .x_log = true,
                                           .y_high = SHOWN * test->lowest,
                                           .mark = test->suggested,
                                           .mark_label = mark,
                                           .series = {{.name = "each step",
                                                       .x = test->rates,
                                                       .y = test->losses,
                                                       .n = test->n},
                                                      {.name = "smoothed",
                                                       .x = test->rates,
                                                       .y = test->smoothed,
                                                       .n = test->n}},
                                           .n_series = 2}},
                               .n_charts = 1};
  const BylineFigure figure = byline_charts_figure(&charts);
  return byline_figure_write_both(&figure, folder, "lr");
}
