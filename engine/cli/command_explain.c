/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline explain`: which moments and bands speak for an artist. */

#include "base/array.h"
#include "base/words.h"
#include "byline/thread_pool.h"
#include "cli/answerer.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/explain_result.h"
#include "cli/options.h"
#include "recognizer/recording.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

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
  bool failed;
} Looks;

static void keep_look(void* user, const BylineAnswer* answer)
{
  Looks* const looks = user;
  BylineAnswer* const more =
      byline_array_extend(looks->answers, looks->n, sizeof(*more));
  if (!more) {
    looks->failed = true;
    return;
  }
  looks->answers = more;
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

/* ---- the command */

static BylineStatus find(const Options* options, const BylineAnswerer* answerer,
                         BylineThreadPool* pool, BylineExplainResult* finding)
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
                           BylineThreadPool* pool, BylineExplainResult* finding)
{
  const BylineFrontEnd* const front_end =
      &byline_model_info(answerer->model)->front_end;
  BYLINE_TRY(find(options, answerer, pool, finding));
  if (options->output) {
    BYLINE_TRY(byline_explain_result_draw(finding, front_end, options->path,
                                          options->output));
  }
  if (options->json) {
    return byline_explain_result_json(finding, front_end, options->path,
                                      answerer->path);
  }
  byline_explain_result_print(finding, front_end, options->path);
  return BYLINE_OK;
}

static BylineStatus explain(const Options* options)
{
  BylineAnswerer answerer;
  BylineThreadPool* pool = NULL;
  BylineExplainResult finding = {.name = NULL};
  BylineStatus status = byline_answerer_open(options->model, &answerer);
  BYLINE_THEN(status, byline_thread_pool_new((unsigned)options->jobs, &pool));
  BYLINE_THEN(status, answer(options, &answerer, pool, &finding));
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
