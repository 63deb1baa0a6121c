/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/explain_result.h"

#include "base/json.h"
#include "base/utf8.h"
#include "explain/summary.h"
#include "report/evidence_figure.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void print_time(double seconds)
{
  const unsigned long tenths = (unsigned long)(10 * seconds + 0.5);
  printf("%lu:%02lu", tenths / 600, tenths / 10 % 60);
  if (tenths % 10 > 0) {
    printf(".%lu", tenths % 10);
  }
}

void byline_explain_result_print(const BylineExplainResult* finding,
                                 const BylineFrontEnd* fe, const char* path)
{
  const BylineEvidence* const e = &finding->evidence;
  const BylineEvidenceShares shares = byline_evidence_shares(e);
  BylineEvidenceSpan spans[BYLINE_EVIDENCE_SPANS];
  byline_utf8_put(stdout, path);
  printf(", ");
  print_time(finding->clip.begin);
  printf(" - ");
  print_time(finding->clip.begin + byline_front_end_time(fe, e->n_frames));
  printf("\n  %5.1f %%  %s\n", 100 * (double)e->probability, finding->name);
  size_t n = byline_evidence_spans(shares.times, e->n_times, spans);
  if (n == 0) {
    puts("  nothing here speaks for it");
    return;
  }
  puts("  when");
  for (size_t i = 0; i < n; ++i) {
    printf("  %5.0f %%  ", 100 * spans[i].share);
    print_time(finding->clip.begin +
               byline_evidence_time(e, fe, spans[i].begin));
    printf(" - ");
    print_time(finding->clip.begin + byline_evidence_time(e, fe, spans[i].end));
    putchar('\n');
  }
  puts("  where");
  n = byline_evidence_spans(shares.bands, e->n_bands, spans);
  for (size_t i = 0; i < n; ++i) {
    printf("  %5.0f %%  %.0f - %.0f Hz\n", 100 * spans[i].share,
           byline_evidence_hz(e, fe, spans[i].begin),
           byline_evidence_hz(e, fe, spans[i].end));
  }
}

static json_t* times_json(const BylineFrontEnd* fe,
                          const BylineExplainResult* finding,
                          const BylineEvidenceShares* shares)
{
  const BylineEvidence* const e = &finding->evidence;
  const double begin = finding->clip.begin;
  json_t* const times = json_array();
  for (size_t t = 0; t < e->n_times; ++t) {
    json_array_append_new(
        times, json_pack("{s:f, s:f, s:f}", "begin",
                         begin + byline_evidence_time(e, fe, t), "end",
                         begin + byline_evidence_time(e, fe, t + 1), "share",
                         shares->times[t]));
  }
  return times;
}

static json_t* bands_json(const BylineFrontEnd* fe, const BylineEvidence* e,
                          const BylineEvidenceShares* shares)
{
  json_t* const bands = json_array();
  for (size_t b = 0; b < e->n_bands; ++b) {
    json_array_append_new(bands, json_pack("{s:f, s:f, s:f}", "low",
                                           byline_evidence_hz(e, fe, b), "high",
                                           byline_evidence_hz(e, fe, b + 1),
                                           "share", shares->bands[b]));
  }
  return bands;
}

/* A list for each time, from the lowest band up */
static json_t* evidence_json(const BylineEvidence* e)
{
  json_t* const all = json_array();
  for (size_t t = 0; t < e->n_times; ++t) {
    json_t* const row = json_array();
    for (size_t b = 0; b < e->n_bands; ++b) {
      json_array_append_new(row,
                            json_real((double)e->values[t * e->n_bands + b]));
    }
    json_array_append_new(all, row);
  }
  return all;
}

BylineStatus byline_explain_result_json(const BylineExplainResult* finding,
                                        const BylineFrontEnd* fe,
                                        const char* path,
                                        const char* model_path)
{
  const BylineEvidence* const e = &finding->evidence;
  const BylineEvidenceShares shares = byline_evidence_shares(e);
  json_t* const object =
      json_pack("{s:o, s:o, s:s, s:f, s:f, s:f, s:o, s:o, s:o}", "file",
                byline_json_path(path), "model", byline_json_path(model_path),
                "artist", finding->name, "probability", (double)e->probability,
                "begin", finding->clip.begin, "end",
                finding->clip.begin + byline_front_end_time(fe, e->n_frames),
                "times", times_json(fe, finding, &shares), "bands",
                bands_json(fe, e, &shares), "evidence", evidence_json(e));
  return byline_json_print(object, stdout, BYLINE_JSON_SHOWN);
}

BylineStatus byline_explain_result_draw(const BylineExplainResult* finding,
                                        const BylineFrontEnd* fe,
                                        const char* path, const char* output)
{
  char title[512];
  char note[512];
  const char* const slash = strrchr(path, '/');
  snprintf(title, sizeof(title), "What speaks for %.400s (%.0f %%)",
           finding->name, 100 * (double)finding->evidence.probability);
  snprintf(note, sizeof(note), "%.500s", slash ? slash + 1 : path);
  byline_utf8_make_safe(title);
  byline_utf8_make_safe(note);
  const BylineEvidencePlot plot = {.title = title,
                                   .note = note,
                                   .front_end = fe,
                                   .evidence = &finding->evidence,
                                   .columns = finding->clip.columns,
                                   .begin = finding->clip.begin};
  const BylineFigure figure = byline_evidence_figure(&plot);
  return byline_figure_write(&figure, output);
}
