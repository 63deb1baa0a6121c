/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline explain`: which moments and bands speak for an artist. */

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/words.h"
#include "byline/thread_pool.h"
#include "cli/answerer.h"
#include "cli/clip_reader.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "explain/summary.h"
#include "recognizer/recording.h"
#include "report/evidence_figure.h"

#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char description[] =
    "Tell which moments and which frequencies of a recording speak for an "
    "artist: of ten seconds, each half second and sixteenth of the bands is "
    "made featureless in turn, and what the answer loses by it is the evidence "
    "that was there.  Without --at, the ten seconds are those in which the "
    "artist is most probable.\n";

/* What the command line asks for */
typedef struct {
  const char* path;
  const char* model;  ///< NULL for the default model
  const char* artist; ///< NULL: who comes first
  const char* output; ///< NULL: no picture
  double at;          ///< Seconds; below 0: not given
  bool json;
  long jobs;
} Options;

/* What was found out */
typedef struct {
  BylineClipColumns clip;
  BylineEvidence evidence;
  const char* name;
} Finding;

/* ---- the command line */

/* "S", "M:S" or "H:M:S", the seconds with decimals */
static BylineStatus take_time(const char* text, void* context)
{
  double seconds = 0;
  unsigned n_colons = 0;
  const char* c = text;
  for (;;) {
    if (!isdigit((unsigned char)*c)) {
      break;
    }
    char* end = NULL;
    const double part = strtod(c, &end);
    seconds = 60 * seconds + part;
    if (*end == '\0' && isfinite(seconds) && seconds < 1e6) {
      *(double*)context = seconds;
      return BYLINE_OK;
    }
    if (*end != ':' || n_colons++ == 2 || part != floor(part)) {
      break;
    }
    c = end + 1;
  }
  return byline_error(BYLINE_ERROR_USAGE,
                      "--at=%s: seconds, M:SS or H:MM:SS are wanted", text);
}

static bool parse(int argc, char** argv, Options* options, int* result)
{
  const BylineOption table[] = {
      {0, "at", "TIME", "where the ten seconds begin: seconds, M:SS or H:MM:SS",
       .take = take_time, .context = &options->at},
      {0, "artist", "NAME", "for whom; if not given, who comes first",
       .text = &options->artist},
      {'o', "output", "FILE",
       "also draw it: PNG or, by FILE's ending, SVG or PDF",
       .text = &options->output, .output = BYLINE_OUTPUT_PICTURE},
      BYLINE_OPTION_MODEL(&options->model),
      BYLINE_OPTION_JSON(&options->json),
      BYLINE_OPTION_FORCE(NULL),
      BYLINE_OPTION_JOBS(&options->jobs),
      {0}};
  const BylineSyntax syntax = {.command = "explain",
                               .operands = "RECORDING",
                               .description = description,
                               .options = table};
  char** operands = NULL;
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  options->path = operands[0];
  return true;
}

/* ---- whom, and where */

static const char* name_at(const void* names, size_t i)
{
  return ((char* const*)names)[i];
}

static BylineStatus find_artist(const BylineAnswerer* answerer,
                                const char* name, int32_t* artist)
{
  *artist = name ? byline_roster_find(answerer->roster, name) : -1;
  if (!name || *artist >= 0) {
    return BYLINE_OK;
  }
  char* const* const names = byline_roster_names(answerer->roster);
  const size_t n = byline_roster_count(answerer->roster);
  const size_t i = byline_word_nearest(name, name_at, names, n);
  return i < n
             ? byline_error(BYLINE_ERROR_USAGE,
                            "the model does not know '%s'; did you mean '%s'?",
                            name, names[i])
             : byline_error(BYLINE_ERROR_USAGE,
                            "the model does not know '%s'; 'byline artists' "
                            "lists whom it knows",
                            name);
}

/* The looks at a recording, each by itself */
typedef struct {
  BylineAnswer* answers;
  size_t n;
  size_t max;
  bool failed;
} Looks;

static void keep_look(void* user, const BylineAnswer* answer)
{
  Looks* const looks = user;
  if (looks->n == looks->max) {
    const size_t max = looks->max ? 2 * looks->max : 256;
    BylineAnswer* const more =
        realloc(looks->answers, max * sizeof(*looks->answers));
    if (!more) {
      looks->failed = true;
      return;
    }
    looks->answers = more;
    looks->max = max;
  }
  looks->answers[looks->n++] = *answer;
}

/* When a look at which the artist is most probable ends; below 0: never */
static double find_best(const Looks* looks, int32_t artist)
{
  double time = -1;
  float most = 0;
  for (size_t i = 0; i < looks->n; ++i) {
    for (size_t k = 0; k < BYLINE_TOP; ++k) {
      const BylineRank rank = looks->answers[i].top[k];
      if (rank.artist == artist && rank.probability > most) {
        most = rank.probability;
        time = looks->answers[i].time;
      }
    }
  }
  return time;
}

/* Whom to explain, if nobody was named, and where */
static BylineStatus find_place(const Options* options,
                               const BylineAnswerer* answerer,
                               BylineThreadPool* pool, int32_t* artist,
                               double* begin)
{
  Looks looks = {.n = 0};
  BylineRecordingSettings settings = {.settings =
                                          byline_recognizer_settings_default(),
                                      .roster = answerer->roster,
                                      .pool = pool,
                                      .answer = keep_look,
                                      .user = &looks};
  settings.settings.smoothing = 0;
  BylineRecording recording;
  BylineStatus status = byline_recording_recognize(
      options->path, answerer->model, &settings, &recording);
  if (status == BYLINE_OK && looks.failed) {
    status = byline_no_memory(options->path);
  }
  if (status == BYLINE_OK) {
    *artist = *artist < 0 ? recording.top[0].artist : *artist;
    const double end = *artist < 0 ? -1 : find_best(&looks, *artist);
    *begin = fmax(0, end - (double)BYLINE_EXPLAIN_SECONDS);
    if (*artist < 0) {
      status = byline_error(BYLINE_ERROR_DATA, "%s: there is no music in it",
                            options->path);
    } else if (end < 0) {
      status = byline_error(
          BYLINE_ERROR_DATA,
          "%s: '%s' is nowhere among the five most probable; --at=TIME "
          "explains what speaks for and against all the same",
          options->path, byline_roster_names(answerer->roster)[*artist]);
    }
    byline_recording_free(&recording);
  }
  free(looks.answers);
  return status;
}

/* ---- what is told */

static void print_time(double seconds)
{
  const unsigned long tenths = (unsigned long)(10 * seconds + 0.5);
  printf("%lu:%02lu", tenths / 600, tenths / 10 % 60);
  if (tenths % 10 > 0) {
    printf(".%lu", tenths % 10);
  }
}

static void print_text(const Options* options, const BylineFrontEnd* fe,
                       const Finding* finding)
{
  const BylineEvidence* const e = &finding->evidence;
  const BylineEvidenceShares shares = byline_evidence_shares(e);
  BylineEvidenceSpan spans[BYLINE_EVIDENCE_SPANS];
  byline_utf8_put(stdout, options->path);
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

static json_t* times_json(const BylineFrontEnd* fe, const Finding* finding,
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

static BylineStatus print_json(const Options* options,
                               const BylineAnswerer* answerer,
                               const BylineFrontEnd* fe, const Finding* finding)
{
  const BylineEvidence* const e = &finding->evidence;
  const BylineEvidenceShares shares = byline_evidence_shares(e);
  char* const file = byline_utf8_show(options->path);
  char* const model = byline_utf8_show(answerer->path);
  json_t* const object = json_pack(
      "{s:s?, s:s?, s:s, s:f, s:f, s:f, s:o, s:o, s:o}", "file",
      byline_utf8_fault(options->path) ? file : options->path, "model",
      byline_utf8_fault(answerer->path) ? model : answerer->path, "artist",
      finding->name, "probability", (double)e->probability, "begin",
      finding->clip.begin, "end",
      finding->clip.begin + byline_front_end_time(fe, e->n_frames), "times",
      times_json(fe, finding, &shares), "bands", bands_json(fe, e, &shares),
      "evidence", evidence_json(e));
  free(file);
  free(model);
  return byline_json_print(object, stdout, BYLINE_JSON_SHOWN);
}

static BylineStatus draw(const Options* options, const BylineFrontEnd* fe,
                         const Finding* finding)
{
  char title[512];
  char note[512];
  const char* const slash = strrchr(options->path, '/');
  snprintf(title, sizeof(title), "What speaks for %.400s (%.0f %%)",
           finding->name, 100 * (double)finding->evidence.probability);
  snprintf(note, sizeof(note), "%.500s", slash ? slash + 1 : options->path);
  byline_utf8_make_safe(title);
  byline_utf8_make_safe(note);
  const BylineEvidencePlot plot = {.title = title,
                                   .note = note,
                                   .front_end = fe,
                                   .evidence = &finding->evidence,
                                   .columns = finding->clip.columns,
                                   .begin = finding->clip.begin};
  const BylineFigure figure = byline_evidence_figure(&plot);
  return byline_figure_write(&figure, options->output);
}

/* ---- the command */

static BylineStatus find(const Options* options, const BylineAnswerer* answerer,
                         BylineThreadPool* pool, Finding* finding)
{
  BylineQuestion question = {
      .model = answerer->model, .roster = answerer->roster, .pool = pool};
  double begin = options->at;
  BYLINE_TRY(find_artist(answerer, options->artist, &question.artist));
  if (begin < 0) {
    BYLINE_TRY(find_place(options, answerer, pool, &question.artist, &begin));
  }
  BYLINE_TRY(byline_clip_columns_read(
      options->path, &byline_model_info(answerer->model)->front_end, begin,
      (double)BYLINE_EXPLAIN_SECONDS, &finding->clip));
  BYLINE_TRY(byline_explain(&question, finding->clip.columns,
                            finding->clip.n_frames, &finding->evidence));
  finding->name =
      byline_roster_names(answerer->roster)[finding->evidence.artist];
  return BYLINE_OK;
}

static BylineStatus answer(const Options* options,
                           const BylineAnswerer* answerer,
                           BylineThreadPool* pool, Finding* finding)
{
  const BylineFrontEnd* const front_end =
      &byline_model_info(answerer->model)->front_end;
  BYLINE_TRY(find(options, answerer, pool, finding));
  if (options->output) {
    BYLINE_TRY(draw(options, front_end, finding));
  }
  if (options->json) {
    return print_json(options, answerer, front_end, finding);
  }
  print_text(options, front_end, finding);
  return BYLINE_OK;
}

static BylineStatus explain(const Options* options)
{
  BylineAnswerer answerer;
  BylineThreadPool* pool = NULL;
  Finding finding = {.name = NULL};
  BylineStatus status = byline_answerer_open(options->model, &answerer);
  if (status == BYLINE_OK) {
    status = byline_thread_pool_new((unsigned)options->jobs, &pool);
  }
  if (status == BYLINE_OK) {
    status = answer(options, &answerer, pool, &finding);
  }
  byline_clip_columns_free(&finding.clip);
  byline_thread_pool_free(pool);
  byline_answerer_close(&answerer);
  return status;
}

int byline_command_explain(int argc, char** argv)
{
  Options options = {.at = -1};
  int result = 0;
  if (!parse(argc, argv, &options, &result)) {
    return result;
  }
  return byline_command_end(explain(&options));
}
