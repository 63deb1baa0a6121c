/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a report says about the network and its training. */

#include "base/json.h"
#include "report/report_sections.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

void byline_report_add_pair(BylineDocument* d, const char* what,
                            const char* value)
{
  byline_document_cell(d, "%s", what);
  byline_document_cell(d, "%s", value);
}

/* Add a row for each member. */
static void add_architecture(BylineDocument* d, const char* architecture)
{
  const char* what = "network";
  for (const char* c = architecture; *c;) {
    const size_t n = strcspn(c, "+^");
    byline_document_cell(d, "%s", what);
    byline_document_cell(d, "%.*s", (int)n, c);
    what = "and";
    c += n + (c[n] != '\0');
  }
}

static void add_network(BylineReport* r)
{
  const BylineModelInfo* const info = byline_model_info(r->input.target->model);
  const BylineFrontEnd* const f = &info->front_end;
  BylineDocument* const d = &r->document;
  BylineNetwork* const network = byline_model_network(r->input.target->model);
  const size_t n_frames = byline_front_end_frames(f, 10);
  byline_document_table(d, 2);
  byline_report_add_pair(d, "part", "settings");
  add_architecture(d, byline_network_architecture(network));
  byline_document_cell(d, "multiply-adds of 10 s");
  byline_document_cell(d, "%.0f million",
                       (double)byline_network_multiply_adds(network, n_frames) /
                           1e6);
  byline_document_cell(d, "spectrogram");
  byline_document_cell(
      d,
      "log-mel, %u Hz, window %u, hop %u, %u bands from %.0f to %.0f Hz, "
      "%.0f dB, focus: %s",
      f->sample_rate, f->fft_size, f->hop, f->n_mels, (double)f->min_frequency,
      (double)f->max_frequency, (double)f->dynamic_range,
      byline_focus_name(f->focus));
}

/* Add what a recipe says of a key. */
static void add_value(BylineDocument* d, const char* recipe, const char* key)
{
  char line[64];
  snprintf(line, sizeof(line), "%s = ", key);
  const char* const found = recipe ? strstr(recipe, line) : NULL;
  const char* const value = found ? found + strlen(line) : "?";
  byline_document_cell(d, "%.*s", (int)strcspn(value, "\n"), value);
}

/* Tell of the networks whose average the model is. */
static void add_members(BylineDocument* d, const json_t* members)
{
  static const char* const keys[] = {"architecture", "seed", "learn_from"};
  byline_document_paragraph(d,
                            "The model is the average of %zu networks that "
                            "were trained apart:",
                            json_array_size(members));
  byline_document_table(d, 4);
  byline_document_cell(d, "network");
  byline_document_cell(d, "seed");
  byline_document_cell(d, "learnt from");
  byline_document_cell(d, "epoch");
  size_t i = 0;
  const json_t* member = NULL;
  json_array_foreach(members, i, member)
  {
    const json_t* const made = json_object_get(member, "provenance");
    const char* const recipe = byline_json_get_string(made, "recipe");
    for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); ++k) {
      add_value(d, recipe, keys[k]);
    }
    byline_document_cell(d, "%lld",
                         (long long)byline_json_get_integer(made, "epoch"));
  }
}

void byline_report_add_training(BylineReport* r)
{
  const BylineModelInfo* const info = byline_model_info(r->input.target->model);
  BylineDocument* const d = &r->document;
  byline_document_heading(d, "Training");
  add_network(r);
  if (r->curves.n > 0) {
    const BylineFigure figure =
        byline_curves_figure(&r->curves, &r->curves_charts);
    const bool learnt_all =
        byline_evaluation_target_learnt(r->input.target) >> BYLINE_VALIDATION &
        1;
    byline_document_figure(
        d, "learning", &figure,
        learnt_all
            ? "Training figures are of augmented clips, perhaps mixed. The "
              "model learnt from the validation songs too, so that their "
              "figures are not those of new songs."
            : "Training figures are of augmented clips, perhaps mixed; "
              "validation figures of whole ones. A widening gap is "
              "overfitting.");
  }
  json_t* const json = json_loads(info->provenance, 0, NULL);
  const json_t* const members = json_object_get(json, "members");
  if (json_array_size(members) > 0) {
    add_members(d, members);
  }
  const char* const recipe = byline_json_get_string(json, "recipe");
  if (recipe) {
    byline_document_paragraph(
        d, "The recipe%s ('byline train --help-recipe' explains the keys):",
        json_array_size(members) > 0 ? " of the first network" : "");
    byline_document_literal(d, recipe);
  }
  json_decref(json);
}
