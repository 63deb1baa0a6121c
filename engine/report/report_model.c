/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a report says about the model itself. */

#include "report/report_sections.h"

#include "evaluation/basics.h"
#include "evaluation/evaluation_json.h"

#include "audio/digest.h"
#include "base/file.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void byline_report_add_use(BylineReport* r)
{
  BylineDocument* const d = &r->document;
  const BylineModelInfo* const info = byline_model_info(r->input.target->model);
  byline_document_heading(d, "Use");
  byline_document_paragraph(
      d,
      "The model tells which of its %zu artists a piece of music sounds like. "
      "It needs 3 to 10 seconds of it: live in the Byline plugin, or from a "
      "file with 'byline identify'. It is meant for new songs, live versions "
      "and records played faster or slower, by artists it knows.",
      info->n_artists);
  byline_document_paragraph(
      d, "It is not meant to prove who made a recording, to settle rights or "
         "royalties, or to name artists it has not learnt: it knows only its "
         "own, and can only say how sure it is.");
}

static void add_artist_counts(BylineReport* r)
{
  const BylineDataset* const dataset = r->input.target->dataset;
  BylineDocument* const d = &r->document;
  const size_t n_songs = byline_dataset_song_count(dataset);
  static const char* const heads[] = {"artist", "to learn from", "validation",
                                      "test", "minutes"};
  byline_document_table(d, 5);
  for (size_t i = 0; i < 5; ++i) {
    byline_document_cell(d, "%s", heads[i]);
  }
  for (size_t i = 0; i < byline_dataset_artist_count(dataset); ++i) {
    size_t n[4] = {0};
    double seconds = 0;
    for (size_t k = 0; k < n_songs; ++k) {
      const BylineSong* const song = byline_dataset_song(dataset, k);
      if (song->artist == i && !song->is_variant) {
        ++n[song->split];
        seconds += byline_front_end_time(byline_dataset_front_end(dataset),
                                         song->n_frames);
      }
    }
    byline_document_cell(d, "%s", byline_dataset_artist(dataset, i));
    byline_document_cell(d, "%zu", n[BYLINE_TRAIN]);
    byline_document_cell(d, "%zu", n[BYLINE_VALIDATION]);
    byline_document_cell(d, "%zu", n[BYLINE_TEST]);
    byline_document_cell(d, "%.0f", seconds / 60);
  }
}

void byline_report_add_data(BylineReport* r)
{
  byline_document_heading(&r->document, "Data");
  if (!r->input.target->dataset) {
    byline_document_paragraph(&r->document,
                              "The report was made without the dataset; "
                              "'byline report RUN DATASET' measures and tells "
                              "more.");
    return;
  }
  const BylineDataset* const dataset = r->input.target->dataset;
  size_t n[4] = {0};
  bool by_album = false;
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    n[song->split] += !song->is_variant;
    by_album = by_album || song->group[0];
  }
  byline_document_paragraph(
      &r->document,
      "%zu songs by %zu artists, split by %s, each artist for itself: %zu to "
      "learn from, %zu for validation, %zu for the test.%s The music itself "
      "is not in the model.",
      n[BYLINE_TRAIN] + n[BYLINE_VALIDATION] + n[BYLINE_TEST],
      byline_dataset_artist_count(dataset), by_album ? "album" : "song",
      n[BYLINE_TRAIN], n[BYLINE_VALIDATION], n[BYLINE_TEST],
      byline_evaluation_target_learnt(r->input.target) >> BYLINE_VALIDATION & 1
          ? " The model learnt from validation songs too."
          : "");
  add_artist_counts(r);
}

/* ---- speed */

/* Processor time of this thread, whatever else the machine does */
static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The median time of looks at 10 s, in seconds, on one thread */
static double time_looks(BylinePlan* plan)
{
  enum { N_LOOKS = 15 };
  double times[N_LOOKS];
  byline_plan_forward(plan);
  for (int i = 0; i < N_LOOKS; ++i) {
    const double begin = now();
    byline_plan_forward(plan);
    times[i] = now() - begin;
  }
  qsort(times, N_LOOKS, sizeof(*times), byline_compare_doubles);
  return times[N_LOOKS / 2];
}

static void read_processor(char* name, size_t size)
{
  snprintf(name, size, "an unknown processor");
  FILE* const stream = fopen("/proc/cpuinfo", "r");
  char line[256];
  while (stream && fgets(line, sizeof(line), stream)) {
    const char* const colon = strchr(line, ':');
    if (colon && !strncmp(line, "model name", 10)) {
      snprintf(name, size, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
      break;
    }
  }
  if (stream) {
    fclose(stream);
  }
}

BylineStatus byline_report_add_speed(BylineReport* r)
{
  const BylineFrontEnd* const f =
      &byline_model_info(r->input.target->model)->front_end;
  const BylinePlanSettings settings = {.mode = BYLINE_PLAN_INFER,
                                       .max_batch = 1,
                                       .max_frames =
                                           byline_front_end_frames(f, 10)};
  BylinePlan* plan = NULL;
  BYLINE_TRY(byline_plan_new(byline_model_network(r->input.target->model),
                             &settings, &plan));
  memset(byline_plan_input(plan), 0,
         byline_front_end_cells(f) * settings.max_frames * sizeof(float));
  char processor[128];
  read_processor(processor, sizeof(processor));
  const double seconds = time_looks(plan);
  byline_document_heading(&r->document, "Speed");
  byline_document_paragraph(
      &r->document,
      "One look at 10 s of music takes %.1f ms of one thread of %s (median of "
      "15, spectrogram not counted), %.0f times faster than the music plays, "
      "and %.1f MB of memory. The plugin looks once a second by default.",
      1e3 * seconds, processor, 10 / seconds,
      (double)byline_plan_memory(plan) / 1e6);
  byline_plan_free(plan);
  return BYLINE_OK;
}

/* ---- limits, notes, provenance */

static size_t count_artists_with_few_songs(const BylineEvaluation* e)
{
  size_t n = 0;
  for (size_t i = 0; i < e->songs.n_classes; ++i) {
    n += byline_class_score(&e->songs, i).support <= 2;
  }
  return n;
}

void byline_report_add_limits(BylineReport* r)
{
  BylineDocument* const d = &r->document;
  byline_document_heading(d, "Limits");
  byline_document_paragraph(
      d, "It compares all music with its own artists; low confidence is the "
         "only sign that somebody else is playing. Silence, noise, tones and "
         "most speech get no name.");
  if (!r->input.target->dataset) {
    return;
  }
  const BylineModelEvaluation* const e = &r->evaluation;
  const BylineEvaluation* const v = &e->evaluation;
  byline_document_paragraph(
      d,
      "%zu of %zu artists have no more than two test songs, so their own "
      "figures say little. The confidence interval of the song accuracy is "
      "%.0f points wide: smaller differences between models mean nothing.",
      count_artists_with_few_songs(v), v->songs.n_classes,
      100 * (v->song_accuracy.high - v->song_accuracy.low));
  if (e->albums[BYLINE_ALBUM_SEEN].n_songs >
      e->albums[BYLINE_ALBUM_UNSEEN].n_songs) {
    byline_document_paragraph(
        d,
        "%zu of %zu test songs are from albums from which the model learnt, "
        "and %zu from others: expect less of new albums than these figures "
        "say. 'byline prepare --split=album' measures that.",
        e->albums[BYLINE_ALBUM_SEEN].n_songs, e->songs.n,
        e->albums[BYLINE_ALBUM_UNSEEN].n_songs);
  }
}

/* A file as a string; NULL with the error told. */
static char* read_file(const char* path, BylineStatus* status)
{
  BylineMapping mapping;
  *status = byline_mapping_open(path, &mapping);
  if (*status != BYLINE_OK) {
    return NULL;
  }
  char* const text =
      mapping.data ? strndup(mapping.data, mapping.size) : strdup("");
  byline_mapping_close(&mapping);
  if (!text) {
    *status = byline_no_memory(path);
  }
  return text;
}

BylineStatus byline_report_add_notes(BylineDocument* d, const char* path)
{
  BylineStatus status = BYLINE_OK;
  char* const text = read_file(path, &status);
  if (!text) {
    return status;
  }
  byline_document_heading(d, "Notes, licences");
  for (char* part = text; part;) {
    char* const end = strstr(part, "\n\n");
    if (end) {
      *end = '\0';
    }
    for (char* c = part; *c; ++c) {
      *c = *c == '\n' ? ' ' : *c;
    }
    if (part[strspn(part, " ")]) {
      byline_document_paragraph(d, "%s", part);
    }
    part = end ? end + 2 : NULL;
  }
  free(text);
  return BYLINE_OK;
}

/* Show what is said of the model's origin, but for the recipe and the networks
   that it is made of, which have a place of their own. */
static void add_origin(BylineDocument* d, const char* provenance)
{
  json_t* const json = json_loads(provenance, 0, NULL);
  const char* key = NULL;
  json_t* value = NULL;
  json_object_foreach(json, key, value)
  {
    const bool is_told = !strcmp(key, "recipe") || !strcmp(key, "members");
    if (!is_told && !json_is_null(value)) {
      char* const text = byline_json_words(value);
      byline_document_cell(d, "%s", key);
      byline_document_cell(d, "%s", text ? text : "");
      free(text);
    }
  }
  json_decref(json);
}

BylineStatus byline_report_add_provenance(BylineDocument* d, const char* model,
                                          const char* provenance)
{
  char digest[BYLINE_DIGEST_SIZE];
  BYLINE_TRY(byline_digest_file(model, digest));
  const time_t seconds = time(NULL);
  struct tm utc;
  char date[32] = "";
  if (gmtime_r(&seconds, &utc)) {
    strftime(date, sizeof(date), "%Y-%m-%d", &utc);
  }
  byline_document_heading(d, "Provenance");
  byline_document_table(d, 2);
  byline_report_add_pair(d, "what", "value");
  add_origin(d, provenance);
  byline_report_add_pair(d, "model file", model);
  byline_report_add_pair(d, "its digest", digest);
  byline_document_cell(d, "this report");
  byline_document_cell(d, "by byline %s, %s", BYLINE_VERSION, date);
  byline_document_paragraph(
      d, "Formulas and sources of all figures: engine/evaluation/README.md.");
  return BYLINE_OK;
}
