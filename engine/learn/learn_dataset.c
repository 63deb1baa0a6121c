/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* From folders to a dataset, and who does not get there. */

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "byline/dataset.h"
#include "dataset/clean.h"
#include "dataset/index_music.h"
#include "dataset/library_row.h"
#include "dataset/prepare.h"
#include "dataset/rescan.h"
#include "dataset/table.h"
#include "learn/learning.h"

#include <stdlib.h>
#include <string.h>

/* Tracks shorter than this are intros and jingles, as for 'byline clean' */
#define MIN_DURATION 30

/* Why a track is left out whose file was not found */
static const char missing_file[] = "not there at present";

/* Most artists of whom it is told how many songs they lack */
#define MAX_TOLD 5

/* ---- who is left out */

/* A BylineLeftOut */
static void leave_out(void* context, const BylineTrack* track, const char* why)
{
  BylineLearning* const l = context;
  char* const path = byline_utf8_show(track->path);
  char* const reason = byline_utf8_show(why);
  json_array_append_new(l->left_out,
                        json_pack("{s:s, s:s, s:s}", "path", path ? path : "",
                                  "artist", track->artist, "why",
                                  reason ? reason : ""));
  free(reason);
  free(path);
}

static void leave_out_row(BylineLearning* l, const char* path,
                          const char* artist, const char* why)
{
  const BylineTrack track = {.path = (char*)(size_t)path,
                             .artist = (char*)(size_t)artist};
  leave_out(l, &track, why);
}

/* Why a row of the library is left out; "" when it is not */
static const char* reason_of(const char* dropped, const char* missing,
                             const char* artist)
{
  if (byline_track_is_dropped(dropped)) {
    return dropped;
  }
  if (missing[0]) {
    return missing_file;
  }
  return artist[0] ? "" : "no artist";
}

static void leave_out_marked(BylineLearning* l, const BylineTable* library)
{
  const size_t path = byline_table_column(library, "path");
  const size_t artist = byline_table_column(library, "artist");
  const size_t dropped = byline_table_column(library, "dropped");
  const size_t missing = byline_table_column(library, "missing");
  for (size_t row = 1; row < library->n_rows; ++row) {
    const char* const name = byline_table_cell(library, row, artist);
    const char* const why =
        reason_of(byline_table_cell(library, row, dropped),
                  byline_table_cell(library, row, missing), name);
    if (why[0]) {
      leave_out_row(l, byline_table_cell(library, row, path), name, why);
    }
  }
  l->n_marked = json_array_size(l->left_out);
}

/* Why, without what says more about one track: names, numbers, another's path.
   NULL: out of memory */
static char* kind_of(const char* why)
{
  const char* const as = strstr(why, " as /");
  size_t length = as ? (size_t)(as - why) : strcspn(why, ",:(");
  while (length > 0 && why[length - 1] == ' ') {
    --length;
  }
  char* kind = NULL;
  return asprintf(&kind, "%.*s%s", (int)length, why, as ? " as another" : "") <
                 0
             ? NULL
             : kind;
}

json_t* byline_learning_reasons(const BylineLearning* l)
{
  json_t* const counts = json_object();
  json_t* const array = json_array();
  size_t i = 0;
  json_t* track = NULL;
  json_array_foreach(l->left_out, i, track)
  {
    const char* const why = byline_json_get_string(track, "why");
    char* const kind = kind_of(why);
    if (kind) {
      const json_t* const n = json_object_get(counts, kind);
      json_object_set_new(counts, kind,
                          json_integer(json_integer_value(n) + 1));
    }
    free(kind);
  }
  const char* kind = NULL;
  json_t* n = NULL;
  json_object_foreach(counts, kind, n)
  {
    json_array_append_new(array,
                          json_pack("{s:s, s:O}", "why", kind, "tracks", n));
  }
  json_decref(counts);
  return array;
}

/* ---- the list */

/* `before` is what the file was when it was read */
static BylineStatus clean_table(BylineLearning* l, BylineTable* library,
                                const BylineFileStamp* before)
{
  const BylineCleanRules rules = {.min_duration = MIN_DURATION,
                                  .folder = l->settings->folder,
                                  .stop = l->settings->stop};
  size_t n_dropped = 0;
  BYLINE_TRY(byline_library_make_safe(library));
  BYLINE_TRY(byline_library_clean(library, &rules, &n_dropped));
  if (!byline_file_is_as(l->library_path, before)) {
    return byline_error(BYLINE_ERROR_IO,
                        "%s was changed by others meanwhile; give the "
                        "command again",
                        l->library_path);
  }
  if (library->n_added > 0) {
    BYLINE_TRY(byline_table_write(l->library_path, library));
  }
  leave_out_marked(l, library);
  return BYLINE_OK;
}

static BylineStatus clean(BylineLearning* l)
{
  const BylineFileStamp before = byline_file_stamp(l->library_path);
  BylineTable library;
  BYLINE_TRY(byline_table_read(l->library_path, &library));
  const BylineStatus status = clean_table(l, &library, &before);
  byline_table_free(&library);
  return status;
}

BylineStatus byline_learning_list(BylineLearning* l)
{
  const BylineRescanSettings settings = {.folders = l->sources,
                                         .n_folders = l->n_sources,
                                         .n_jobs = l->settings->n_threads,
                                         .stop = l->settings->stop};
  BylineRescanReport report;
  byline_progress_stage(1, BYLINE_LEARN_STAGES, "looking for music");
  BYLINE_TRY(byline_library_rescan(l->library_path, &settings, &report));
  byline_log(BYLINE_LOG_NOTE, "%zu tracks, %zu of them new", report.n_rows,
             report.n_new);
  byline_progress_stage(2, BYLINE_LEARN_STAGES,
                        "leaving out what is of no use");
  return clean(l);
}

/* ---- who was learnt before */

/* How many songs of an artist cannot be read at present */
static size_t count_missing(const BylineLearning* l, const char* artist)
{
  size_t n = 0;
  size_t i = 0;
  json_t* track = NULL;
  json_array_foreach(l->left_out, i, track)
  {
    const char* const why = byline_json_get_string(track, "why");
    const char* const by = byline_json_get_string(track, "artist");
    n += !strcmp(why, missing_file) && !strcmp(by, artist);
  }
  return n;
}

static size_t count_tracks(const BylineLibrary* library, const char* artist)
{
  size_t n = 0;
  for (size_t i = 0; i < library->n_tracks; ++i) {
    n += !strcmp(library->tracks[i].artist, artist);
  }
  return n;
}

/* A disk that is not there makes nobody forgotten. */
static BylineStatus check_missing(const BylineLearning* l,
                                  const BylineLibrary* library)
{
  size_t i = 0;
  json_t* artist = NULL;
  json_array_foreach(json_object_get(l->last, "artists"), i, artist)
  {
    const char* const name = byline_json_get_string(artist, "name");
    const size_t n = name ? count_missing(l, name) : 0;
    if (n > 0 && count_tracks(library, name) < l->settings->min_songs) {
      return byline_error(
          BYLINE_ERROR_IO,
          "%s, learnt before, would be forgotten: %zu song%s not there at "
          "present; bring the music back, or take these rows out of %s",
          name, n, n == 1 ? " is" : "s are", l->library_path);
    }
  }
  return BYLINE_OK;
}

/* ---- the dataset */

static BylineStatus make_dataset(BylineLearning* l,
                                 const BylineLibrary* library)
{
  BylinePrepareSettings settings = {.front_end = byline_front_end_default(),
                                    .split = {.seed = 1},
                                    .n_jobs = l->settings->n_threads,
                                    .min_songs = l->settings->min_songs,
                                    .stop = l->settings->stop,
                                    .recordings = l->recordings,
                                    .left_out = leave_out,
                                    .context = l};
  BylinePrepareReport report;
  BylineStatus status =
      byline_dataset_prepare(l->dataset_path, library, &settings, &report);
  if (status == BYLINE_ERROR_USAGE) {
    /* Made by another version, which heard otherwise */
    byline_log(BYLINE_LOG_NOTE, "making the spectrograms anew, since %s",
               byline_error_message());
    settings.force = true;
    status =
        byline_dataset_prepare(l->dataset_path, library, &settings, &report);
  }
  return status;
}

static int compare_songs(const void* a, const void* b)
{
  const json_t* const x = *(json_t* const*)a;
  const json_t* const y = *(json_t* const*)b;
  const json_int_t m = byline_json_get_integer(x, "songs");
  const json_int_t n = byline_json_get_integer(y, "songs");
  return (m < n) - (m > n);
}

/* Tell how many tracks are of no use, and what may be done about it. */
static void tell_left_out(const BylineLearning* l)
{
  json_t* const reasons = byline_learning_reasons(l);
  for (size_t i = 0; i < json_array_size(reasons); ++i) {
    const json_t* const reason = json_array_get(reasons, i);
    const json_int_t n = byline_json_get_integer(reason, "tracks");
    byline_log(BYLINE_LOG_NOTE,
               "left out: %" JSON_INTEGER_FORMAT " track%s: %s", n,
               n == 1 ? "" : "s", byline_json_get_string(reason, "why"));
  }
  if (l->n_marked > 0) {
    byline_log(BYLINE_LOG_NOTE,
               "see the columns 'artist' and 'dropped' of %s, which may be "
               "changed",
               l->library_path);
  }
  json_decref(reasons);
}

/* Tell who is nearest to having enough songs. */
static void tell_too_few(const BylineLearning* l)
{
  json_t* const artists = byline_learning_too_few(l);
  const size_t n = json_array_size(artists);
  json_t** const sorted = calloc(n + 1, sizeof(json_t*));
  for (size_t i = 0; sorted && i < n; ++i) {
    sorted[i] = json_array_get(artists, i);
  }
  if (sorted) {
    qsort(sorted, n, sizeof(json_t*), compare_songs);
  }
  for (size_t i = 0; sorted && i < n && i < MAX_TOLD; ++i) {
    const json_int_t songs = byline_json_get_integer(sorted[i], "songs");
    const json_int_t lacking = (json_int_t)l->settings->min_songs - songs;
    const char* const like = byline_json_get_string(sorted[i], "like");
    byline_log(BYLINE_LOG_NOTE,
               "%s has %" JSON_INTEGER_FORMAT " song%s of use: "
               "%" JSON_INTEGER_FORMAT " more %s needed%s%s%s",
               byline_json_get_string(sorted[i], "name"), songs,
               songs == 1 ? "" : "s", lacking, lacking == 1 ? "is" : "are",
               like ? "; or is it " : "", like ? like : "", like ? "?" : "");
  }
  free(sorted);
  json_decref(artists);
}

BylineStatus byline_learning_prepare(BylineLearning* l)
{
  BylineLibrary library;
  byline_progress_stage(3, BYLINE_LEARN_STAGES, NULL);
  BylineStatus status = byline_library_read(l->library_path, &library);
  if (status == BYLINE_OK) {
    status = check_missing(l, &library);
    BYLINE_THEN(status, make_dataset(l, &library));
    byline_library_free(&library);
  }
  if (status == BYLINE_ERROR_DATA) {
    char message[512];
    snprintf(message, sizeof(message), "%s", byline_error_message());
    tell_left_out(l);
    tell_too_few(l);
    status = byline_error(BYLINE_ERROR_DATA, "%s", message);
  }
  return status;
}
