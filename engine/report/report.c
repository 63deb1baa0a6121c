/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/report.h"

#include "evaluation/tsne.h"
#include "report/report_sections.h"

#include <stdio.h>
#include <stdlib.h>

/* Pairs of confused artists that are shown */
#define N_PAIRS 8

static BylineStatus read_files(BylineReport* r)
{
  if (r->input.curves) {
    BYLINE_TRY(byline_curves_read(r->input.curves, &r->curves));
  }
  if (r->input.robustness) {
    BYLINE_TRY(byline_robustness_read(r->input.robustness, &r->robustness));
  }
  return BYLINE_OK;
}

/* Lay the clips out in a plane. */
static BylineStatus lay_out(BylineReport* r, const BylinePredictions* p)
{
  BylineTsneSettings settings = byline_tsne_settings_default();
  settings.pool = r->input.target->pool;
  settings.stop = r->input.target->stop;
  r->layout = malloc(2 * p->n_clips * sizeof(*r->layout));
  r->classes = malloc(p->n_clips * sizeof(*r->classes));
  if (!r->layout || !r->classes) {
    return byline_no_memory("a map");
  }
  for (size_t i = 0; i < p->n_clips; ++i) {
    r->classes[i] = p->clips[i].truth;
  }
  r->map = (BylineMapPlot){
      .title = "Test clips as the model hears them",
      .n = p->n_clips,
      .points = r->layout,
      .classes = r->classes,
      .n_classes = p->n_classes,
      .names = byline_model_info(r->input.target->model)->artists};
  return byline_tsne(p->embeddings, p->n_clips, p->n_features, &settings,
                     r->layout);
}

/* Too few clips give no map, and a part of very many. */
static BylineStatus make_map(BylineReport* r)
{
  BylinePredictions some;
  if (r->evaluation.predictions.n_clips < 4) {
    return BYLINE_OK;
  }
  BYLINE_TRY(byline_predictions_choose(&r->evaluation.predictions,
                                       BYLINE_TSNE_POINTS, &some));
  const BylineStatus status = lay_out(r, &some);
  byline_predictions_free(&some);
  return status;
}

static BylineStatus measure(BylineReport* r)
{
  const BylineModelEvaluationSettings settings = {.split = BYLINE_TEST,
                                                  .seconds = 10,
                                                  .lengths = true,
                                                  .n_pairs = N_PAIRS,
                                                  .unknown = r->input.unknown};
  BYLINE_TRY(byline_model_evaluate(r->input.target, &settings, &r->evaluation));
  BYLINE_TRY(byline_report_measure_reference(r));
  return make_map(r);
}

static BylineStatus compose(BylineReport* r)
{
  const bool has_data = r->input.target->dataset;
  if (has_data) {
    BYLINE_TRY(byline_report_add_verdict(r));
  }
  byline_report_add_use(r);
  if (has_data) {
    byline_report_add_results(r);
    BYLINE_TRY(byline_report_add_artists(r));
    BYLINE_TRY(byline_report_add_evidence(r));
    byline_report_add_map(r);
    byline_report_add_calibration(r);
  }
  byline_report_add_robustness(r);
  BYLINE_TRY(byline_report_add_speed(r));
  byline_report_add_training(r);
  byline_report_add_data(r);
  byline_report_add_limits(r);
  if (r->input.notes) {
    BYLINE_TRY(byline_report_add_notes(&r->document, r->input.notes));
  }
  return byline_report_add_provenance(
      &r->document, r->input.model,
      byline_model_info(r->input.target->model)->provenance);
}

BylineStatus byline_report_make(const BylineReportInput* input, BylineReport* r)
{
  *r = (BylineReport){.input = *input};
  char title[64];
  snprintf(title, sizeof(title), "A Byline model of %zu artists",
           byline_model_info(input->target->model)->n_artists);
  byline_document_init(&r->document, title);
  BYLINE_TRY(read_files(r));
  if (input->target->dataset) {
    BYLINE_TRY(measure(r));
  }
  return compose(r);
}

void byline_report_free(BylineReport* r)
{
  byline_document_free(&r->document);
  byline_model_evaluation_free(&r->evaluation);
  byline_evaluation_free(&r->reference);
  byline_curves_free(&r->curves);
  for (size_t i = 0; i < r->n_examples; ++i) {
    free(r->examples[i].columns);
  }
  free(r->layout);
  free(r->classes);
  *r = (BylineReport){.layout = NULL};
}
