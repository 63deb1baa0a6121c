/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/identify_output.h"
#include "base/file.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands where nobody was probable enough */
#define UNKNOWN "(unknown)"

void byline_answers_add(void* user, const BylineAnswer* answer)
{
  BylineAnswers* const answers = user;
  if (answers->n_answers == answers->capacity) {
    const size_t n = answers->capacity ? 2 * answers->capacity : 256;
    BylineAnswer* const grown =
        realloc(answers->answers, n * sizeof(*answers->answers));
    if (!grown) {
      return;
    }
    answers->answers = grown;
    answers->capacity = n;
  }
  answers->answers[answers->n_answers++] = *answer;
}

void byline_identified_clear(BylineIdentified* identified)
{
  free(identified->complaint);
  free(identified->answers.answers);
  byline_recording_free(&identified->recording);
}

static const char* name_of(const BylineModelInfo* info, int32_t artist)
{
  return artist < 0 ? UNKNOWN : info->artists[artist];
}

/* ---- for people */

/* "3:05" or "1:03:05" */
static void format_time(double seconds, char text[static 32])
{
  const unsigned long s = (unsigned long)(seconds + 0.5);
  if (s >= 3600) {
    snprintf(text, 32, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
  } else {
    snprintf(text, 32, "%lu:%02lu", s / 60, s % 60);
  }
}

static void print_answers(const BylineAnswers* answers,
                          const BylineModelInfo* info)
{
  static const char* const states[] = {"listening", "silence", "unknown",
                                       "known"};
  for (size_t i = 0; i < answers->n_answers; ++i) {
    const BylineAnswer* const answer = &answers->answers[i];
    printf("    %8.2f s  %-9s  %s", answer->time, states[answer->state],
           answer->artist < 0 ? "-" : info->artists[answer->artist]);
    for (size_t k = 0; k < BYLINE_TOP && answer->top[k].artist >= 0; ++k) {
      printf("%s%s %.3f", k ? ", " : "  | ", info->artists[answer->top[k].artist],
             (double)answer->top[k].probability);
    }
    putchar('\n');
  }
}

void byline_identified_print(const BylineIdentified* identified,
                             const BylineModelInfo* info, size_t n_top)
{
  const BylineRecording* const recording = &identified->recording;
  char begin[32];
  char end[32];
  format_time(recording->duration, end);
  printf("%s  %s\n", identified->path, end);
  for (size_t i = 0; i < n_top && recording->top[i].artist >= 0; ++i) {
    printf("  %5.1f %%  %s\n", 100 * (double)recording->top[i].probability,
           info->artists[recording->top[i].artist]);
  }
  for (size_t i = 0; i < recording->n_segments; ++i) {
    const BylineSegment* const segment = &recording->segments[i];
    format_time(segment->begin, begin);
    format_time(segment->end, end);
    printf("  %7s - %7s  %s\n", begin, end, name_of(info, segment->artist));
  }
  print_answers(&identified->answers, info);
  fflush(stdout);
}

/* ---- for programs */

/* A file name may be any bytes; JSON must be UTF-8 */
static json_t* new_text(const char* text)
{
  json_t* const string = json_string(text);
  if (string) {
    return string;
  }
  char* const copy = strdup(text);
  for (char* c = copy; c && *c; ++c) {
    *c = (unsigned char)*c < 0x80 ? *c : '?';
  }
  json_t* const replaced = copy ? json_string(copy) : NULL;
  free(copy);
  return replaced;
}

static json_t* new_ranking(const BylineRecording* recording,
                           const BylineModelInfo* info, size_t n_top)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < n_top && recording->top[i].artist >= 0; ++i) {
    const BylineRank* const rank = &recording->top[i];
    json_array_append_new(array, json_pack("{s:o, s:f}", "artist",
                                           new_text(info->artists[rank->artist]),
                                           "probability",
                                           (double)rank->probability));
  }
  return array;
}

static json_t* new_timeline(const BylineRecording* recording,
                            const BylineModelInfo* info)
{
  json_t* const array = json_array();
  for (size_t i = 0; i < recording->n_segments; ++i) {
    const BylineSegment* const segment = &recording->segments[i];
    json_t* const artist = segment->artist < 0
                               ? json_null()
                               : new_text(info->artists[segment->artist]);
    json_array_append_new(
        array, json_pack("{s:f, s:f, s:o, s:f}", "begin", segment->begin, "end",
                         segment->end, "artist", artist, "probability",
                         (double)segment->probability));
  }
  return array;
}

static json_t* new_file(const BylineIdentified* identified,
                        const BylineModelInfo* info, size_t n_top)
{
  if (identified->complaint) {
    return json_pack("{s:o, s:o}", "file", new_text(identified->path), "error",
                     new_text(identified->complaint));
  }
  const BylineRecording* const recording = &identified->recording;
  return json_pack("{s:o, s:f, s:o, s:o}", "file", new_text(identified->path),
                   "duration", recording->duration, "artists",
                   new_ranking(recording, info, n_top), "timeline",
                   new_timeline(recording, info));
}

BylineStatus byline_identified_print_json(const BylineIdentified* identified,
                                          size_t n, const BylineModelInfo* info,
                                          const char* model, size_t n_top)
{
  json_t* const files = json_array();
  int failed = 0;
  for (size_t i = 0; i < n; ++i) {
    failed |=
        json_array_append_new(files, new_file(&identified[i], info, n_top));
  }
  json_t* const all =
      json_pack("{s:o, s:o}", "model", new_text(model), "files", files);
  if (failed || !all) {
    json_decref(all);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for JSON");
  }
  failed = json_dumpf(all, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
  json_decref(all);
  putchar('\n');
  return failed || fflush(stdout) != 0
             ? byline_error(BYLINE_ERROR_IO, "cannot write the output")
             : BYLINE_OK;
}

BylineStatus byline_identified_write_labels(const BylineIdentified* identified,
                                            const BylineModelInfo* info,
                                            const char* path)
{
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  const BylineRecording* const recording = &identified->recording;
  for (size_t i = 0; i < recording->n_segments; ++i) {
    const BylineSegment* const segment = &recording->segments[i];
    fprintf(output.stream, "%.6f\t%.6f\t%s\n", segment->begin, segment->end,
            name_of(info, segment->artist));
  }
  return byline_output_commit(&output);
}
