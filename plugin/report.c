/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report.h"

#include "byline/front_end.h"

/* Set in `between` when the report there has not been read */
#define NEW 4u

BylineReport byline_report_empty(void)
{
  BylineReport report = {.answer = {.artist = -1}, .level = BYLINE_SILENCE_DB};
  for (int i = 0; i < BYLINE_TOP; ++i) {
    report.answer.top[i].artist = -1;
  }
  return report;
}

void byline_reports_init(BylineReports* reports)
{
  for (unsigned i = 0; i < 3; ++i) {
    reports->reports[i] = byline_report_empty();
  }
  reports->writing = 0;
  reports->reading = 1;
  atomic_init(&reports->between, 2);
}

void byline_reports_write(BylineReports* reports, const BylineReport* report)
{
  reports->reports[reports->writing] = *report;
  reports->writing =
      atomic_exchange_explicit(&reports->between, reports->writing | NEW,
                               memory_order_acq_rel) &
      ~NEW;
}

const BylineReport* byline_reports_read(BylineReports* reports)
{
  if (atomic_load_explicit(&reports->between, memory_order_relaxed) & NEW) {
    reports->reading =
        atomic_exchange_explicit(&reports->between, reports->reading,
                                 memory_order_acq_rel) &
        ~NEW;
  }
  return &reports->reports[reports->reading];
}
