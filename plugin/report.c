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

static float number(const BylineReport* report, int32_t artist)
{
  return (float)(artist < 0 ? artist : artist + report->first);
}

static BylineShownReport shown(const BylineReport* report)
{
  const BylineAnswer* const answer = &report->answer;
  BylineShownReport shown = {.changes = report->changes};
  float* const ranking = shown.ranking;
  for (unsigned i = 0; i < BYLINE_TOP; ++i) {
    ranking[i] = number(report, answer->top[i].artist);
    ranking[BYLINE_TOP + i] = answer->top[i].probability;
  }
  ranking[BYLINE_PORT_CURRENT - BYLINE_PORT_ARTIST_1] =
      number(report, answer->artist);
  ranking[BYLINE_PORT_CONFIDENCE - BYLINE_PORT_ARTIST_1] = answer->confidence;
  shown.health[0] = (float)answer->state;
  shown.health[BYLINE_PORT_LEVEL - BYLINE_PORT_STATE] = report->level;
  shown.health[BYLINE_PORT_LOAD - BYLINE_PORT_STATE] = report->load;
  return shown;
}

void byline_reports_init(BylineReports* reports)
{
  const BylineReport empty = byline_report_empty();
  for (unsigned i = 0; i < 3; ++i) {
    reports->reports[i] = shown(&empty);
  }
  reports->writing = 0;
  reports->reading = 1;
  atomic_init(&reports->between, 2);
}

void byline_reports_write(BylineReports* reports, const BylineReport* report)
{
  reports->reports[reports->writing] = shown(report);
  reports->writing =
      atomic_exchange_explicit(&reports->between, reports->writing | NEW,
                               memory_order_acq_rel) &
      ~NEW;
}

const BylineShownReport* byline_reports_read(BylineReports* reports)
{
  if (atomic_load_explicit(&reports->between, memory_order_relaxed) & NEW) {
    reports->reading =
        atomic_exchange_explicit(&reports->between, reports->reading,
                                 memory_order_acq_rel) &
        ~NEW;
  }
  return &reports->reports[reports->reading];
}
