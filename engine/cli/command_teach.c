/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline teach`: an artist from recordings, without training. */

#include "base/json.h"
#include "base/spelling_key.h"
#include "base/text.h"
#include "base/utf8.h"
#include "byline/audio_file.h"
#include "cli/answerer.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "dataset/placeholders.h"
#include "recognizer/heard_file.h"
#include "recognizer/taught_file.h"
#include "voice/voice_queue.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Seconds of a file that are looked at, from its beginning */
#define MAX_SECONDS 1200.0

static const char description[] =
    "Teach a model the artist NAME from recordings: one minute of one song is "
    "enough to begin with, three songs are much better.  It takes seconds; "
    "'byline identify', the plugin and its window name the artist from then "
    "on, beside those whom the model knows.\n"
    "\n"
    "Of each RECORDING, up to 12 clips of 10 seconds of music are kept, with "
    "what the model hears in them, in byline/taught in the user's data folder, "
    "so that they can be taught to another model, too.  Silence, speech and "
    "noise teach nothing.  'byline artists' lists who was taught.\n";

/* What the command line asks for */
typedef struct {
  const char* model;
  const char* id; ///< NULL: the files' own
  long jobs;
  bool json;
} Options;

/* A recording, as it was understood */
typedef struct {
  const char* path;
  BylineLesson lesson;
  char artist_id[64];
  size_t n_clips; ///< Of the lesson
  uint64_t number;
} Recording;

/* What is taught */
typedef struct {
  const BylineModel* model;
  const char* name;
  Recording* recordings;
  size_t n;
} Teaching;

/* ---- hearing */

static BylineStatus hear(const BylineModel* model, const char* path,
                         BylineThreadPool* pool, BylineHeard* heard,
                         BylineLesson* lesson)
{
  BYLINE_TRY(byline_heard_file(path, &byline_model_info(model)->front_end,
                               &byline_voice_finder, MAX_SECONDS, heard));
  const BylineStatus status = byline_lesson_take(model, heard, pool, lesson);
  if (status == BYLINE_ERROR_DATA) {
    char complaint[256];
    snprintf(complaint, sizeof(complaint), "%s", byline_error_message());
    return byline_error(status, "%s: %s", path, complaint);
  }
  return status;
}

static BylineStatus take_lesson(const BylineModel* model, const char* path,
                                BylineThreadPool* pool, BylineLesson* lesson)
{
  BylineHeard heard;
  const BylineStatus status = hear(model, path, pool, &heard, lesson);
  byline_heard_clear(&heard);
  return status;
}

/* ---- the identity at MusicBrainz */

static bool is_id(const char* text)
{
  static const char form[] = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
  const size_t n = strlen(form);
  if (strlen(text) != n) {
    return false;
  }
  for (size_t i = 0; i < n; ++i) {
    if (form[i] == '-' ? text[i] != '-'
                       : !strchr("0123456789abcdef", text[i])) {
      return false;
    }
  }
  return true;
}

/* The one that the file has for the very artist, or "" */
static void read_id(const char* path, const char* name, char* id, size_t size)
{
  BylineTags tags;
  if (byline_tags_read(path, &tags) != BYLINE_OK) {
    return;
  }
  char* const key = byline_spelling_key(name);
  char* const other = byline_spelling_key(tags.artist);
  if (key && other && !strcmp(key, other) && is_id(tags.artist_id)) {
    snprintf(id, size, "%s", tags.artist_id);
  }
  free(key);
  free(other);
  byline_tags_free(&tags);
}

static BylineStatus take_id(const char* text, void* context)
{
  Options* const options = context;
  options->id = text;
  return is_id(text)
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_USAGE,
                            "--id=%s: an identity at MusicBrainz is like "
                            "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d",
                            text);
}

/* ---- teaching */

static BylineStatus add_all(BylineTaught* taught, void* user)
{
  Teaching* const t = user;
  for (size_t i = 0; i < t->n; ++i) {
    Recording* const r = &t->recordings[i];
    BYLINE_TRY(byline_taught_add(taught, t->model, t->name, r->artist_id,
                                 &r->lesson, &r->number));
  }
  return BYLINE_OK;
}

static void print(const Teaching* t, const BylineTaught* taught, bool json)
{
  const char* const called = byline_taught_called(taught, t->model, t->name);
  const char* const name = called ? called : t->name;
  for (size_t i = 0; i < t->n; ++i) {
    const Recording* const r = &t->recordings[i];
    if (json) {
      (void)byline_json_print_line(
          json_pack("{s:o, s:s, s:I, s:s}", "file", byline_json_path(r->path),
                    "artist", name, "clips", (json_int_t)r->n_clips,
                    "artist_id", r->artist_id),
          stdout, BYLINE_JSON_DOUBLE);
    } else {
      printf("%s: %zu clips of ", name, r->n_clips);
      byline_utf8_put(stdout, r->path);
      putchar('\n');
    }
  }
}

/* A file that teaches nothing does not keep others from it. */
static int hear_all(Teaching* t, char** paths, const Options* options,
                    BylineThreadPool* pool)
{
  int result = 0;
  for (char** path = paths; *path; ++path) {
    Recording* const r = &t->recordings[t->n];
    r->path = *path;
    const int ended =
        byline_command_end(take_lesson(t->model, *path, pool, &r->lesson));
    result = ended ? ended : result;
    if (ended) {
      continue;
    }
    r->n_clips = r->lesson.n_clips;
    if (options->id) {
      snprintf(r->artist_id, sizeof(r->artist_id), "%s", options->id);
    } else {
      read_id(*path, t->name, r->artist_id, sizeof(r->artist_id));
    }
    ++t->n;
  }
  return result;
}

static int teach(const char* name, char** paths, size_t n_paths,
                 const Options* options)
{
  BylineAnswerer answerer = {.model = NULL};
  BylineThreadPool* pool = NULL;
  Teaching t = {.name = name, .recordings = calloc(n_paths, sizeof(Recording))};
  BylineStatus status = t.recordings
                            ? byline_answerer_open(options->model, &answerer)
                            : byline_no_memory(NULL);
  BYLINE_THEN(status, byline_thread_pool_new((unsigned)options->jobs, &pool));
  int result = byline_command_end(status);
  t.model = answerer.model;
  if (status == BYLINE_OK) {
    byline_answerer_tell_others(&answerer);
    result = hear_all(&t, paths, options, pool);
  }
  if (status == BYLINE_OK && t.n > 0) {
    BylineTaught after = {.n_lessons = 0};
    status = byline_taught_change(t.model, add_all, &t, &after);
    const int ended = byline_command_end(status);
    result = ended ? ended : result;
    if (status == BYLINE_OK) {
      print(&t, &after, options->json);
    }
    byline_taught_free(&after);
  }
  for (size_t i = 0; i < t.n; ++i) {
    byline_lesson_free(&t.recordings[i].lesson);
  }
  free(t.recordings);
  byline_thread_pool_free(pool);
  byline_answerer_close(&answerer);
  return result;
}

static BylineStatus check_name(const char* name, const char* id)
{
  BYLINE_TRY(byline_taught_check_name(name));
  return byline_placeholder_find(name, id ? id : "") == BYLINE_SOMEBODY
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_USAGE,
                            "'%s' stands for nobody; give the artist's name, "
                            "or --id=ID if that is it",
                            name);
}

int byline_command_teach(int argc, char** argv)
{
  Options options = {.model = NULL};
  const BylineOption table[] = {
      BYLINE_OPTION_MODEL(&options.model),
      {0, "id", "ID",
       "the artist's identity at MusicBrainz; if not given, the recordings' "
       "tags say",
       .take = take_id, .context = &options},
      BYLINE_OPTION_JSON(&options.json),
      BYLINE_OPTION_JOBS(&options.jobs),
      {0}};
  const BylineSyntax syntax = {.command = "teach",
                               .operands = "NAME RECORDING...",
                               .n_words = 1,
                               .description = description,
                               .options = table};
  char** operands = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &operands, &result)) {
    return result;
  }
  char* const name = byline_text_clean(operands[0]);
  BylineStatus status =
      name ? check_name(name, options.id) : byline_no_memory(NULL);
  result = status == BYLINE_OK
               ? teach(name, operands + 1, (size_t)(argv + argc - operands) - 1,
                       &options)
               : byline_command_end(status);
  free(name);
  return result;
}
