/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/separation_report.h"

#include "base/json.h"
#include "byline/front_end.h"
#include "byline/thread_pool.h"
#include "report/report_sections.h"
#include "voice/voice_picture.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- measuring */

/* Whether the network learnt from a material */
static bool has_learnt_from(const BylineSeparationReport* r,
                            const BylineVoiceMaterial* material)
{
  char digest[32];
  json_t* const made = json_loads(r->info.provenance, 0, NULL);
  const char* const learnt = byline_json_get_string(made, "material");
  snprintf(digest, sizeof(digest), "%016" PRIx64, material->digest);
  const bool same = learnt && !strcmp(learnt, digest);
  json_decref(made);
  return same;
}

static BylineStatus measure(BylineSeparationReport* r)
{
  BylineThreadPool* pool = NULL;
  BylineVoiceMaterial material = {.digest = 0};
  BylineStatus status = byline_thread_pool_new(r->input.n_threads, &pool);
  BYLINE_THEN(status, byline_voice_material_read(r->input.stems, pool,
                                                 r->input.stop, &material));
  if (status == BYLINE_OK) {
    r->held_only = has_learnt_from(r, &material);
    const BylineSeparationTest test = {.network = r->network,
                                       .material = &material,
                                       .held_only = r->held_only,
                                       .stop = r->input.stop};
    status = byline_separation_test(&test, &r->finding);
  }
  byline_voice_material_free(&material);
  byline_thread_pool_free(pool);
  return status;
}

/* ---- pictures */

/* Spectra up to what the network hears */
static BylineFrontEnd front_end(void)
{
  BylineFrontEnd fe = byline_front_end_default();
  fe.sample_rate = BYLINE_VOICE_RATE;
  fe.fft_size = 1024;
  fe.hop = 512;
  fe.min_frequency = 60;
  fe.max_frequency = 7900;
  return fe;
}

typedef struct {
  BylineSpectrogramPanel* panel;
  float* columns;
  size_t n_mels;
  size_t max;
} See;

static void see_column(void* user, const float* column)
{
  See* const see = user;
  if (see->panel->n_frames < see->max) {
    memcpy(see->columns + see->panel->n_frames++ * see->n_mels, column,
           see->n_mels * sizeof(*column));
  }
}

static BylineStatus see(BylineSeparationReport* r, size_t i, const char* title,
                        const BylineSound* sound)
{
  const BylineFrontEnd fe = front_end();
  BylineSpectrogram* spectrogram = NULL;
  See seen = {.panel = &r->example.panels[i],
              .n_mels = fe.n_mels,
              .max = byline_front_end_frames(&fe, 30)};
  r->columns[i] = malloc(seen.max * fe.n_mels * sizeof(float));
  seen.columns = r->columns[i];
  BylineStatus status =
      seen.columns
          ? byline_spectrogram_new(&fe, NULL, sound->rate, &spectrogram)
          : byline_no_memory("a report");
  if (status == BYLINE_OK) {
    *seen.panel =
        (BylineSpectrogramPanel){.title = title, .columns = seen.columns};
    byline_spectrogram_push(spectrogram, sound->channels[0], sound->channels[1],
                            sound->n, see_column, &seen);
    r->example.n_panels = i + 1;
    r->example.n_mels = fe.n_mels;
  }
  byline_spectrogram_free(spectrogram);
  return status;
}

static BylineStatus see_example(BylineSeparationReport* r)
{
  const BylineSeparationFinding* const f = &r->finding;
  BYLINE_TRY(see(r, 0, "The mix", &f->mix));
  BYLINE_TRY(see(r, 1, "What the network takes for the voice", &f->estimate));
  return see(r, 2, "The voice that went in", &f->voice);
}

/* ---- sections */

static double gain_of(const BylineSeparationScore* s)
{
  return s->after - s->before;
}

static void add_table(BylineSeparationReport* r)
{
  BylineDocument* const d = &r->document;
  byline_document_table(d, 5);
  static const char* const heads[] = {"voice over music, dB", "SDR of the mix",
                                      "SDR of the estimate", "improvement",
                                      "least to most"};
  for (size_t i = 0; i < 5; ++i) {
    byline_document_cell(d, "%s", heads[i]);
  }
  for (size_t i = 0; i < BYLINE_SEPARATION_LEVELS; ++i) {
    const BylineSeparationScore* const s = &r->finding.scores[i];
    byline_document_cell(d, "%+.0f", s->level);
    byline_document_cell(d, "%.1f dB", s->before);
    byline_document_cell(d, "%.1f dB", s->after);
    byline_document_cell(d, "%.1f dB", gain_of(s));
    byline_document_cell(d, "%.1f to %.1f", s->least, s->most);
  }
}

static void add_levels(BylineSeparationReport* r)
{
  double* const level = r->level_values[0];
  double* const gain = r->level_values[1];
  double* const least = r->level_values[2];
  double* const most = r->level_values[3];
  const size_t n = BYLINE_SEPARATION_LEVELS;
  for (size_t i = 0; i < n; ++i) {
    const BylineSeparationScore* const s = &r->finding.scores[i];
    level[i] = s->level;
    gain[i] = gain_of(s);
    least[i] = s->least;
    most[i] = s->most;
  }
  r->levels = (BylineCharts){.title = "How much nearer to the voice, dB of SDR",
                             .n_charts = 1};
  r->levels.charts[0] = (BylineChart){
      .x_label = "voice over music, dB",
      .series = {{"improvement, least to most", level, gain, least, most, n}},
      .n_series = 1};
  const BylineFigure figure = byline_charts_figure(&r->levels);
  byline_document_figure(&r->document, "sdr", &figure,
                         "SDR improvement by the level of the voice.");
}

static BylineStatus add_results(BylineSeparationReport* r)
{
  byline_document_heading(&r->document, "Results");
  byline_document_paragraph(
      &r->document,
      "Over music that is as loud as the voice, its estimate is nearer to the "
      "voice than the mix by %.1f dB of signal to distortion (scale-invariant, "
      "Le Roux et al. 2019): the mean of %zu mixtures of ten seconds, of "
      "voices and accompaniments %s.",
      gain_of(&r->finding.scores[1]), r->finding.n_mixtures,
      r->held_only ? "that its training held out, where there are such"
                   : "of a folder that it did not learn from as it is");
  add_table(r);
  add_levels(r);
  BYLINE_TRY(see_example(r));
  BylineFigure figure;
  byline_spectrogram_figure(&r->example, &figure);
  byline_document_figure(&r->document, "parts", &figure,
                         "A mixture at 0 dB, what the network takes for the "
                         "voice, and the voice itself; seconds to the right, "
                         "60 to 7900 Hz upwards, bright is loud.");
  return BYLINE_OK;
}

static void add_training(BylineSeparationReport* r)
{
  BylineDocument* const d = &r->document;
  byline_document_heading(d, "Training");
  byline_document_table(d, 2);
  byline_report_add_pair(d, "part", "settings");
  byline_report_add_pair(d, "network", byline_network_architecture(r->network));
  byline_document_cell(d, "hears");
  byline_document_cell(d, "%d Hz, %d bands every 16 ms", BYLINE_VOICE_RATE,
                       BYLINE_VOICE_BANDS);
  if (r->curves.n > 0) {
    const BylineFigure figure =
        byline_curves_figure(&r->curves, &r->curves_charts);
    byline_document_figure(d, "learning", &figure,
                           "Cross-entropy of the voice's share in each cell, "
                           "of examples mixed anew and of the same ones of "
                           "what is held out.");
  }
  json_t* const made = json_loads(r->info.provenance, 0, NULL);
  const char* const recipe = byline_json_get_string(made, "recipe");
  if (recipe) {
    byline_document_paragraph(
        d, "The recipe ('byline train --help-recipe' explains the keys):");
    byline_document_literal(d, recipe);
  }
  json_decref(made);
}

static BylineStatus compose(BylineSeparationReport* r)
{
  BylineDocument* const d = &r->document;
  BylineStatus status = BYLINE_OK;
  byline_document_paragraph(
      d, "A network that finds the voice in a mix. 'byline separate -m MODEL' "
         "takes voices out of recordings with it.");
  if (r->input.stems) {
    status = add_results(r);
  } else {
    byline_document_paragraph(
        d, "Not measured: 'byline report RUN STEMS' does it, STEMS being the "
           "folder that it learnt from, of which a tenth is held out, or "
           "another one.");
  }
  add_training(r);
  if (status == BYLINE_OK && r->input.notes) {
    status = byline_report_add_notes(d, r->input.notes);
  }
  return status == BYLINE_OK ? byline_report_add_provenance(d, r->input.model,
                                                            r->info.provenance)
                             : status;
}

BylineStatus
byline_separation_report_make(const BylineSeparationReportInput* input,
                              BylineSeparationReport* report)
{
  BylineSeparationReport* const r = report;
  *r = (BylineSeparationReport){.input = *input};
  byline_document_init(&r->document, "A network that finds voices");
  BYLINE_TRY(byline_voice_model_open(input->model, &r->info, &r->network));
  BYLINE_TRY(byline_network_freeze(r->network));
  if (input->curves) {
    BYLINE_TRY(byline_curves_read(input->curves, &r->curves));
  }
  if (input->stems) {
    BYLINE_TRY(measure(r));
  }
  return compose(r);
}

void byline_separation_report_free(BylineSeparationReport* r)
{
  byline_document_free(&r->document);
  byline_voice_model_info_free(&r->info);
  byline_network_free(r->network);
  byline_curves_free(&r->curves);
  byline_separation_finding_free(&r->finding);
  for (size_t i = 0; i < BYLINE_SPECTROGRAM_PANELS; ++i) {
    free(r->columns[i]);
  }
  *r = (BylineSeparationReport){.network = NULL};
}
