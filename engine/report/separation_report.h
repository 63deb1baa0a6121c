/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_report.h
   All about a network that finds voices, on one page.
*/

#ifndef BYLINE_REPORT_SEPARATION_REPORT_H
#define BYLINE_REPORT_SEPARATION_REPORT_H

#include "byline/status.h"
#include "evaluation/curves.h"
#include "report/document.h"
#include "report/result_figures.h"
#include "report/spectrogram_figure.h"
#include "training/separation_score.h"
#include "voice/voice_model.h"

/** What it is made of; NULL where there is none. */
typedef struct {
  const char* model;  ///< Path of the network's file
  const char* stems;  ///< Folder to measure on (separation_material.h)
  const char* curves; ///< The training's metrics.jsonl
  const char* notes;  ///< Text by its maker
  unsigned n_threads; ///< 0 for one per processor
  const volatile sig_atomic_t* stop;
} BylineSeparationReportInput;

/** A report and all that its pictures show. */
typedef struct {
  BylineSeparationReportInput input;
  BylineDocument document;
  BylineVoiceModelInfo info;
  BylineNetwork* network;
  BylineCurves curves;
  BylineCharts curves_charts;
  BylineSeparationFinding finding;
  bool held_only; ///< It was measured on what its training held out
  BylineCharts levels;
  double level_values[4][BYLINE_SEPARATION_LEVELS]; ///< What `levels` shows
  BylineSpectrogramPlot example;
  float* columns[BYLINE_SPECTROGRAM_PANELS]; ///< What `example` shows
} BylineSeparationReport;

/**
   Measure and compose.

   @param[out] report To be freed with byline_separation_report_free() in any
   case.
   @return As byline_voice_model_open(), byline_voice_material_read(),
   byline_separation_test() and byline_curves_read().
*/
BylineStatus
byline_separation_report_make(const BylineSeparationReportInput* input,
                              BylineSeparationReport* report);

/** Free and clear. */
void byline_separation_report_free(BylineSeparationReport* report);

#endif // BYLINE_REPORT_SEPARATION_REPORT_H
