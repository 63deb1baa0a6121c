/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file report.h
   What the listener last found out, for the audio thread to show.

   A triple buffer: one report is being written, one being read, and the third
   changes hands by one atomic exchange.  Both sides are wait-free, and the
   reader always sees a whole report.
*/

#ifndef BYLINE_PLUGIN_REPORT_H
#define BYLINE_PLUGIN_REPORT_H

#include "byline/plugin.h"
#include "byline/recognizer.h"
#include "realtime.h"

#include <stdatomic.h>

/** One report. */
typedef struct {
  BylineAnswer answer; ///< The recogniser's last
  int32_t first;       ///< Number that the model's first artist has in ports
  unsigned changes;    ///< How often the announced artist has changed
  float level;         ///< dBFS RMS
  float load;          ///< Per cent of a core
} BylineReport;

/** How many output ports show the answer, from BYLINE_PORT_ARTIST_1 on. */
#define BYLINE_N_RANKING (BYLINE_PORT_CONFIDENCE - BYLINE_PORT_ARTIST_1 + 1)

/** How many show how things are, from BYLINE_PORT_STATE on. */
#define BYLINE_N_HEALTH (BYLINE_PORT_LOAD - BYLINE_PORT_STATE + 1)

/** A report as ports show it, which is all that the audio thread needs. */
typedef struct {
  float ranking[BYLINE_N_RANKING]; ///< In the order of the ports
  float health[BYLINE_N_HEALTH];   ///< Likewise
  unsigned changes;                ///< As in the report
} BylineShownReport;

/** The place where reports change hands. */
typedef struct {
  BylineShownReport reports[3]; ///< Being written, in between, being read
  unsigned writing;             ///< Index of the writer's
  unsigned reading;             ///< Index of the reader's
  atomic_uint between;          ///< Index of the third, and whether it is new
} BylineReports;

/** A report that nothing has been heard. */
BylineReport byline_report_empty(void);

/** Begin with empty reports. */
void byline_reports_init(BylineReports* reports);

/** Hand over a new report.  Writing thread. */
void byline_reports_write(BylineReports* reports, const BylineReport* report);

/**
   Get the newest report.  Audio thread.

   @return The reader's until the next call.
*/
const BylineShownReport*
byline_reports_read(BylineReports* reports) BYLINE_NONBLOCKING;

#endif // BYLINE_PLUGIN_REPORT_H
