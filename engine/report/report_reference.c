/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What statistics make of the songs that a model is asked about: what it must
   be better than. */

#include "report/report_sections.h"

/* The task of the model that the report is about, by another one */
static BylineStatus ask(const BylineReport* r, BylineModel* reference,
                        BylinePredictions* predictions)
{
  BylinePredictionTask task =
      byline_evaluation_target_task(r->input.target, BYLINE_TEST, 10);
  task.network = byline_model_network(reference);
  return byline_predict(&task, predictions);
}

BylineStatus byline_report_measure_reference(BylineReport* r)
{
  BylineModel* reference = NULL;
  BylinePredictions predictions;
  if (!r->input.reference) {
    return BYLINE_OK;
  }
  BYLINE_TRY(byline_model_load(r->input.reference, &reference));
  BylineStatus status = BYLINE_OK;
  const BylineModelInfo* const info = byline_model_info(reference);
  if (info->n_artists == byline_model_info(r->input.target->model)->n_artists) {
    status = ask(r, reference, &predictions);
    if (status == BYLINE_OK) {
      status = byline_evaluation_compute(
          &predictions, (double)info->temperature, &r->reference);
      byline_predictions_free(&predictions);
    }
    r->has_reference = status == BYLINE_OK;
  }
  byline_model_free(reference);
  return status;
}

void byline_report_add_reference(BylineReport* r)
{
  if (!r->has_reference) {
    return;
  }
  const BylineEvaluation* const e = &r->reference;
  byline_document_paragraph(
      &r->document,
      "For comparison: statistics of cepstra with linear discriminants, which "
      "learnt from the same songs in seconds, recognise %.1f %% of these songs "
      "(%.1f to %.1f %%) and %.1f %% of the clips (%.1f to %.1f %%; macro F1 "
      "%.1f %%).",
      100 * byline_scores_compute(&e->songs).accuracy,
      100 * e->song_accuracy.low, 100 * e->song_accuracy.high,
      100 * byline_scores_compute(&e->clips).accuracy, 100 * e->accuracy.low,
      100 * e->accuracy.high, 100 * byline_scores_compute(&e->clips).macro.f1);
}
