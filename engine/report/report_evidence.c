/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the surest right and wrong answers of a report rest on. */

#include "byline/network.h"
#include "report/report_sections.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of the pictures, right ones first */
static const char* const names[BYLINE_REPORT_EXAMPLES] = {"right-1", "right-2",
                                                          "wrong-1", "wrong-2"};

enum { N_RIGHT = 2 };

static const BylineModelInfo* info_of(const BylineReport* r)
{
  return byline_model_info(r->input.target->model);
}

/* ---- which answers */

/* The class that a clip is taken for, and how sure that is */
static size_t answer_of(const BylineReport* r, size_t clip, double* sure)
{
  const BylinePredictions* const p = &r->evaluation.predictions;
  const float* const logits = p->logits + clip * p->n_classes;
  size_t best = 0;
  for (size_t k = 1; k < p->n_classes; ++k) {
    best = logits[k] > logits[best] ? k : best;
  }
  const double temperature = (double)info_of(r)->temperature;
  *sure = exp((double)logits[best] / temperature -
              byline_log_sum_exp(logits, p->n_classes, temperature));
  return best;
}

/* The surest answer of a kind to a clip by none of `n` clips' artists; SIZE_MAX
   for none */
static size_t find_surest(const BylineReport* r, bool right,
                          const size_t* others, size_t n)
{
  const BylinePredictions* const p = &r->evaluation.predictions;
  size_t best = SIZE_MAX;
  double most = 0;
  for (size_t i = 0; i < p->n_clips; ++i) {
    double sure = 0;
    const bool is_right = answer_of(r, i, &sure) == p->clips[i].truth;
    bool is_new = true;
    for (size_t k = 0; k < n; ++k) {
      is_new = is_new && p->clips[others[k]].truth != p->clips[i].truth;
    }
    if (is_right == right && is_new && sure > most) {
      best = i;
      most = sure;
    }
  }
  return best;
}

/* ---- one of them */

static void describe(const BylineReport* r, const BylineClip* clip,
                     BylineReportExample* example)
{
  char* const* const artists = info_of(r)->artists;
  const size_t answer = (size_t)example->evidence.artist;
  const char* const path =
      byline_dataset_song(r->input.target->dataset, clip->song)->path;
  const char* const slash = strrchr(path, '/');
  snprintf(example->title, sizeof(example->title),
           "What speaks for %.200s (%.0f %%)", artists[answer],
           100 * (double)example->evidence.probability);
  snprintf(example->note, sizeof(example->note), "%.150s, by %.200s",
           slash ? slash + 1 : path, artists[clip->truth]);
  snprintf(example->caption, sizeof(example->caption),
           answer == clip->truth
               ? "A clip by %s, rightly named."
               : "A clip by %s, taken for %s: what speaks for "
                 "the latter.",
           artists[clip->truth], artists[answer]);
}

static BylineStatus explain(const BylineReport* r, size_t index,
                            BylineReportExample* example)
{
  const BylineEvaluationTarget* const s = r->input.target;
  const BylineClip* const clip = &r->evaluation.predictions.clips[index];
  const BylineFrontEnd* const fe = byline_dataset_front_end(s->dataset);
  const size_t left =
      byline_dataset_song(s->dataset, clip->song)->n_frames - clip->first;
  const size_t full =
      byline_front_end_frames(fe, (double)BYLINE_EXPLAIN_SECONDS);
  const size_t n_frames = left < full ? left : full;
  double sure = 0;
  const BylineQuestion question = {.model = s->model,
                                   .artist =
                                       (int32_t)answer_of(r, index, &sure),
                                   .pool = s->pool};
  example->columns =
      malloc(n_frames * byline_front_end_cells(fe) * sizeof(float));
  if (!example->columns) {
    return byline_no_memory("a report");
  }
  byline_dataset_columns(s->dataset, clip->song, clip->first, n_frames,
                         example->columns);
  const BylineStatus status =
      byline_explain(&question, example->columns, n_frames, &example->evidence);
  describe(r, clip, example);
  example->plot = (BylineEvidencePlot){.title = example->title,
                                       .note = example->note,
                                       .front_end = fe,
                                       .evidence = &example->evidence,
                                       .columns = example->columns,
                                       .begin = byline_clip_time(s, clip)};
  return status;
}

/* ---- the section */

BylineStatus byline_report_add_evidence(BylineReport* r)
{
  size_t chosen[BYLINE_REPORT_EXAMPLES] = {0};
  byline_document_heading(&r->document, "What it hears");
  byline_document_paragraph(
      &r->document,
      "Which moments and frequencies speak for the answer (orange) or against "
      "it (blue), in the clips of different artists about which it is surest, "
      "right and wrong: each cell is made featureless in turn, and what the "
      "answer loses by it is drawn. 'byline explain' does this for any "
      "recording.");
  size_t first = 0; // of this kind
  for (size_t i = 0; i < BYLINE_REPORT_EXAMPLES; ++i) {
    first = i == N_RIGHT ? r->n_examples : first;
    const size_t index =
        find_surest(r, i < N_RIGHT, chosen + first, r->n_examples - first);
    if (index == SIZE_MAX) {
      continue;
    }
    chosen[r->n_examples] = index;
    BylineReportExample* const example = &r->examples[r->n_examples++];
    const BylineStatus status = explain(r, index, example);
    if (status == BYLINE_ERROR_DATA) { // shorter than the live path looks at
      --r->n_examples;
      free(example->columns);
      example->columns = NULL;
    } else if (status != BYLINE_OK) {
      return status;
    } else {
      const BylineFigure figure = byline_evidence_figure(&example->plot);
      byline_document_figure(&r->document, names[i], &figure, example->caption);
    }
  }
  return BYLINE_OK;
}
