/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file report.h
   All about a model on one page: its card.
*/

#ifndef BYLINE_REPORT_H
#define BYLINE_REPORT_H

#include "byline/status.h"
#include "evaluation/curves.h"
#include "evaluation/evaluation_target.h"
#include "evaluation/model_evaluation.h"
#include "evaluation/robustness.h"
#include "report/document.h"
#include "report/evidence_figure.h"
#include "report/result_figures.h"

/** What a report is made of; files that are NULL are not told about. */
typedef struct {
  const char* model;                    ///< Path of the model's file
  const BylineEvaluationTarget* target; ///< It, and perhaps a dataset
  const char* reference;                ///< A model of statistics that learnt
                                        ///< from the same songs
  const char* curves;                   ///< A training's metrics.jsonl
  const char* robustness;               ///< What `byline robustness -o` wrote
  const char* notes;   ///< Text by the model's maker; an empty line
                       ///< begins a new paragraph
  const char* unknown; ///< Music of artists whom it does not know
} BylineReportInput;

/** Answers of which it is shown what they rest on, at most. */
#define BYLINE_REPORT_EXAMPLES 4

/** One of them. */
typedef struct {
  BylineEvidence evidence;
  float* columns; ///< The clip's
  char title[256];
  char note[400];
  char caption[600];
  BylineEvidencePlot plot; ///< What is drawn, of all these
} BylineReportExample;

/** A report and all that its pictures show. */
typedef struct {
  BylineReportInput input;
  BylineDocument document;
  BylineModelEvaluation evaluation;          ///< With a dataset
  BylineEvaluation reference;                ///< Of statistics, with a dataset
  bool has_reference;                        ///< That is there
  BylineConfusionPlot confusion;             ///< With a dataset
  BylineCharts lengths;                      ///< With a dataset
  double length_values[5][BYLINE_N_LENGTHS]; ///< What `lengths` shows
  BylineMapPlot map;                         ///< With a dataset
  float* layout;                             ///< Its points
  size_t* classes;                           ///< Whose they are
  BylineReportExample examples[BYLINE_REPORT_EXAMPLES]; ///< `n_examples`
  size_t n_examples;                                    ///< How many
  BylineCurves curves;                                  ///< If there are any
  BylineCharts curves_charts;                           ///< Their picture
  BylineRobustness robustness;                          ///< If measured
  BylineRobustnessPlot robustness_plot;                 ///< Its pictures
} BylineReport;

/**
   Measure what is to be told and compose the document.

   @param[out] report To be freed with byline_report_free() in any case.
   @return As byline_model_evaluate() and the readers of the files.
*/
BylineStatus byline_report_make(const BylineReportInput* input,
                                BylineReport* report);

/** Free and clear. */
void byline_report_free(BylineReport* report);

#endif // BYLINE_REPORT_H
