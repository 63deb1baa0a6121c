/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline identify`: who is on these recordings. */

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "byline/audio_file.h"
#include "byline/history.h"
#include "byline/model.h"
#include "byline/recognizer.h"
#include "byline/thread_pool.h"
#include "cli/answerer.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "dataset/walk.h"
#include "recognizer/history_json.h"
#include "recognizer/history_lines.h"
#include "recognizer/recording.h"
#include "recordings/recordings.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the command line asks for */
typedef struct {
  const char* model_path; ///< NULL for the default model
  const char* labels;     ///< Where to write labels, NULL for nowhere
  const char* history;    ///< Where to write who plays when, NULL for nowhere
  BylineHistoryFormat format; ///< Of the history
  long top;                   ///< How many artists to show
  long jobs;                  ///< Threads, 0 for one per processor
  double vocal_focus;         ///< Share of the accompaniment taken out
  bool json;                  ///< JSON rather than text
  bool cue;                   ///< A cue sheet rather than text
} Options;

static const char description[] =
    "Name the artists on recordings: for each file the most probable ones, and "
    "who plays from when to when; 'unknown' comes first where that is the "
    "answer, artist and title where the index of known recordings ('byline "
    "recordings') has the one that plays longest.  Of a folder, every "
    "recording "
    "in it and below.\n"
    "\n"
    "A recording needs 3 seconds of music or more.  The ranking is by the mean "
    "over windows of 10 seconds, one a second.\n";

/* ---- results */

static const char* name_of(char* const* names, int32_t artist)
{
  return artist >= 0 ? names[artist] : BYLINE_NOBODY_NAME;
}

static void print_time(double seconds)
{
  const unsigned long s = (unsigned long)(seconds + 0.5);
  printf("%lu:%02lu", s / 60, s % 60);
}

/* Who plays longest, if the index of recordings knew it; else NULL */
static const BylineHistoryEntry* known_again(const BylineRecording* recording)
{
  const BylineHistory* const history = &recording->history;
  const BylineHistoryEntry* const entry =
      recording->longest < history->n ? &history->entries[recording->longest]
                                      : NULL;
  return entry && entry->known_by == BYLINE_KNOWN_BY_RECORDING ? entry : NULL;
}

static void print_entry(const BylineHistoryEntry* entry)
{
  char speed[BYLINE_SPEED_TEXT_SIZE];
  byline_history_speed_text(entry->speed, speed);
  byline_history_put_name(stdout, entry);
  printf("%s%s", speed[0] ? "  " : "", speed);
}

/* What comes first unless the ear's ranking says it */
static void print_headline(const BylineRecording* recording)
{
  const BylineHistoryEntry* const known = known_again(recording);
  if (known) {
    printf("     ");
    print_entry(known);
    puts(recording->top[0].artist < 0 ? ", known by the recording"
                                      : ", known by the recording; by ear:");
  } else if (recording->artist < 0) {
    puts(recording->top[0].artist < 0 ? "     unknown: no music"
                                      : "     unknown; most alike:");
  }
}

static void print_text(const char* path, char* const* names,
                       const BylineRecording* recording, size_t top)
{
  byline_utf8_put(stdout, path);
  putchar('\n');
  print_headline(recording);
  for (size_t i = 0; i < top && recording->top[i].artist >= 0; ++i) {
    const BylineRank rank = recording->top[i];
    printf("  %zu. %5.1f %%  %s\n", i + 1, 100 * (double)rank.probability,
           name_of(names, rank.artist));
  }
  for (size_t i = 0; i < recording->history.n; ++i) {
    const BylineHistoryEntry* const entry = &recording->history.entries[i];
    printf("  ");
    print_time(entry->begin);
    printf(" - ");
    print_time(entry->end);
    printf("  ");
    print_entry(entry);
    putchar('\n');
  }
}

static json_t* ranking_json(char* const* names,
                            const BylineRecording* recording, size_t top)
{
  json_t* const ranking = json_array();
  for (size_t i = 0; i < top && recording->top[i].artist >= 0; ++i) {
    const BylineRank rank = recording->top[i];
    json_array_append_new(
        ranking, json_pack("{s:s, s:f}", "artist", name_of(names, rank.artist),
                           "probability", (double)rank.probability));
  }
  return ranking;
}

/* What is not known is null */
static const char* if_any(const char* text)
{
  return text && text[0] ? text : NULL;
}

/* Who plays longest, and which of the two knew */
static json_t* headline_json(char* const* names,
                             const BylineRecording* recording)
{
  const BylineHistoryEntry* const known = known_again(recording);
  const bool by_ear = !known && recording->artist >= 0;
  return json_pack("{s:s?, s:s?, s:s?, s:s?, s:s?}", "artist",
                   known    ? if_any(known->artist)
                   : by_ear ? name_of(names, recording->artist)
                            : NULL,
                   "title", known ? if_any(known->title) : NULL, "album",
                   known ? if_any(known->album) : NULL, "id",
                   known ? if_any(known->id) : NULL, "known_by",
                   known    ? "recording"
                   : by_ear ? "ear"
                            : NULL);
}

static BylineStatus print_json(const char* path, const BylineAnswerer* answerer,
                               const BylineRecording* recording, size_t top)
{
  char* const* const names = byline_roster_names(answerer->roster);
  json_error_t error;
  json_t* const object = json_pack_ex(
      &error, 0, "{s:o, s:o, s:f, s:o, s:o}", "file", byline_json_path(path),
      "model", byline_json_path(answerer->path), "duration",
      recording->duration, "ranking", ranking_json(names, recording, top),
      "timeline", byline_history_json(&recording->history));
  json_t* const headline = headline_json(names, recording);
  if (object && headline) {
    json_object_update(object, headline);
  }
  json_decref(headline);
  if (!object) {
    return byline_error(BYLINE_ERROR_DATA, "%s: cannot be written as JSON: %s",
                        path, error.text);
  }
  return byline_json_print_line(object, stdout, BYLINE_JSON_DOUBLE);
}

/* Take the name of a history file; its end tells the format */
static BylineStatus take_history(const char* text, void* context)
{
  Options* const options = context;
  options->history = text;
  return byline_history_format(text, &options->format);
}

/* ---- the command */

/* What is needed to identify one file after the other */
typedef struct {
  const Options* options;
  BylineAnswerer answerer;
  BylineThreadPool* pool;
  BylineRecordings* recordings; ///< The user's index, or NULL
} Identification;

static BylineStatus identify_file(const char* path, const Identification* work)
{
  const Options* const options = work->options;
  BylineRecordingSettings settings = {.settings =
                                          byline_recognizer_settings_default(),
                                      .roster = work->answerer.roster,
                                      .recordings = work->recordings,
                                      .pool = work->pool};
  settings.settings.vocal_focus = (float)options->vocal_focus;
  BylineRecording recording;
  BylineStatus status = byline_recording_recognize(path, work->answerer.model,
                                                   &settings, &recording);
  if (status != BYLINE_OK) {
    return status;
  }
  if (options->cue) {
    status = byline_history_print(stdout, BYLINE_HISTORY_CUE,
                                  &recording.history, path);
  } else if (options->json) {
    status =
        print_json(path, &work->answerer, &recording, (size_t)options->top);
  } else {
    print_text(path, byline_roster_names(work->answerer.roster), &recording,
               (size_t)options->top);
  }
  if (status == BYLINE_OK && options->labels) {
    status = byline_history_write(options->labels, BYLINE_HISTORY_LABELS,
                                  &recording.history, path);
  }
  if (status == BYLINE_OK && options->history) {
    status = byline_history_write(options->history, options->format,
                                  &recording.history, path);
  }
  byline_recording_free(&recording);
  fflush(stdout);
  return status;
}

/* Identify what is in a folder: what cannot be named there is no reason to
   fail, unless nothing can. */
static BylineStatus identify_folder(const char* folder,
                                    const Identification* work)
{
  BylineFoundFiles found = {.n = 0};
  size_t n_skipped = 0;
  size_t n_named = 0;
  BylineStatus status = byline_folder_walk(folder, &found, &n_skipped);
  for (size_t i = 0; status == BYLINE_OK && i < found.n; ++i) {
    if (identify_file(found.files[i].path, work) == BYLINE_OK) {
      ++n_named;
    } else if (found.files[i].named_as_music) {
      byline_log(BYLINE_LOG_WARNING, "skipped: %s", byline_error_message());
    }
  }
  byline_found_files_free(&found);
  return status == BYLINE_OK && n_named == 0
             ? byline_error(BYLINE_ERROR_DATA, "%s: no music there", folder)
             : status;
}

static bool is_folder(const char* path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A file that cannot be identified does not keep others from it. */
static int identify(char** paths, int n_paths, const Options* options)
{
  byline_audio_file_load_ahead(); // while the model is loaded
  Identification work = {.options = options,
                         .recordings = byline_answerer_open_index()};
  BylineStatus status =
      byline_answerer_open(options->model_path, &work.answerer);
  BYLINE_THEN(status,
              byline_thread_pool_new((unsigned)options->jobs, &work.pool));
  int result = byline_command_end(status);
  for (int i = 0; status == BYLINE_OK && i < n_paths; ++i) {
    const int ended = byline_command_end(is_folder(paths[i])
                                             ? identify_folder(paths[i], &work)
                                             : identify_file(paths[i], &work));
    result = ended ? ended : result;
  }
  byline_thread_pool_free(work.pool);
  byline_answerer_close(&work.answerer);
  byline_recordings_close(work.recordings);
  return result;
}

int byline_command_identify(int argc, char** argv)
{
  Options options = {.top = BYLINE_TOP};
  char endings[BYLINE_HISTORY_ENDINGS_SIZE];
  char history_help[2 * BYLINE_HISTORY_ENDINGS_SIZE];
  byline_history_endings(endings);
  snprintf(history_help, sizeof(history_help),
           "also write who plays when as FILE's name asks for: %s; of one "
           "recording",
           endings);
  const BylineOption table[] = {
      {'m', "model", "MODEL",
       "the model to use; if not given, $BYLINE_MODEL, or "
       "default.safetensors in $XDG_DATA_HOME/byline, or the installed one, as "
       "in the plugin",
       .text = &options.model_path, .input = true},
      {'n', "top", "N", "artists to rank, 1 to 5", .integer = &options.top,
       .minimum = 1, .maximum = BYLINE_TOP},
      {0, "labels", "FILE",
       "also write who plays when as Audacity labels (of one recording)",
       .text = &options.labels, .output = BYLINE_OUTPUT_LABELS},
      {0, "history", "FILE", history_help, .take = take_history,
       .context = &options, .output = BYLINE_OUTPUT_HISTORY},
      {0, "vocal-focus", "X",
       "take so much of the accompaniment out of what the network hears, 0 to "
       "1; models trained with a vocal focus have their own",
       .number = &options.vocal_focus, .minimum = 0, .maximum = 1},
      {0, "json", NULL, "print JSON, an object a line, instead of text",
       .flag = &options.json},
      {0, "cue", NULL,
       "print a cue sheet, the track list of a mix, instead of text (of one "
       "recording)",
       .flag = &options.cue},
      BYLINE_OPTION_FORCE(NULL),
      BYLINE_OPTION_JOBS(&options.jobs),
      {0}};
  const BylineSyntax syntax = {.command = "identify",
                               .operands = "RECORDING...",
                               .description = description,
                               .options = table};
  char** paths = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &paths, &result)) {
    return result;
  }
  const int n_paths = (int)(argv + argc - paths);
  if ((options.labels || options.history || options.cue) &&
      (n_paths > 1 || is_folder(paths[0]))) {
    return byline_command_misuse(
        "identify",
        "--labels, --history and --cue are for one recording at a time");
  }
  if (options.cue && options.json) {
    return byline_command_misuse("identify", "either --cue or --json");
  }
  return identify(paths, n_paths, &options);
}
