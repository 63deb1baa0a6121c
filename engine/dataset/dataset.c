/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"

#include "base/file.h"
#include "base/half.h"
#include "dataset/features.h"
#include "dataset/library_row.h"
#include "dataset/names.h"
#include "dataset/npy.h"
#include "dataset/plan_json.h"
#include "dataset/split.h"
#include "dataset/table.h"
#include "spectrum/front_end_json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct BylineDataset {
  BylineFrontEnd front_end; ///< What made the spectrograms
  BylineSplitPlan plan;     ///< How the songs were split
  bool has_plan;            ///< Whether that is known
  BylineTable table;        ///< tracks.tsv; owns the strings
  BylineNames artists;      ///< In alphabetical order
  BylineSong* songs;        ///< `n_songs` of them
  BylineNpy* features;      ///< Their spectrograms, mapped
  size_t n_songs;           ///< Rows of the table
};

static BylineStatus read_front_end(const char* folder, BylineDataset* dataset)
{
  char* const path = byline_path_join(folder, BYLINE_DATASET_FRONT_END);
  if (!path) {
    return byline_no_memory(folder);
  }
  json_error_t error;
  json_t* const object = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
  BylineStatus status = BYLINE_OK;
  if (!object && access(path, R_OK) != 0) {
    status =
        byline_error(BYLINE_ERROR_IO,
                     "%s: not a dataset; 'byline prepare' makes one", folder);
  } else if (!object) {
    status = byline_error(BYLINE_ERROR_FORMAT, "%s:%d: %s", path, error.line,
                          error.text);
  } else {
    status = byline_front_end_from_json(object, &dataset->front_end);
  }
  json_decref(object);
  free(path);
  return status;
}

static BylineStatus read_plan(const char* folder, BylineDataset* dataset)
{
  char* const path = byline_path_join(folder, BYLINE_DATASET_SPLIT);
  if (!path) {
    return byline_no_memory(folder);
  }
  const BylineStatus status =
      byline_split_plan_read(path, &dataset->plan, &dataset->has_plan);
  free(path);
  return status;
}

static BylineStatus read_table(const char* folder, BylineDataset* dataset)
{
  char* const path = byline_path_join(folder, BYLINE_DATASET_TRACKS);
  if (!path) {
    return byline_no_memory(folder);
  }
  BylineStatus status = BYLINE_OK;
  if (access(path, F_OK) != 0) {
    status = byline_error(BYLINE_ERROR_IO,
                          "%s: half a dataset; run 'byline prepare' to its end",
                          folder);
  } else {
    status = byline_table_read(path, &dataset->table);
  }
  BYLINE_THEN(status, byline_library_make_safe(&dataset->table));
  free(path);
  return status;
}

static BylineStatus find_artists(const char* folder, BylineDataset* dataset,
                                 size_t column)
{
  for (size_t i = 0; i < dataset->n_songs; ++i) {
    const char* const name = byline_table_cell(&dataset->table, i + 1, column);
    if (!byline_names_add(&dataset->artists, name)) {
      return byline_no_memory(folder);
    }
  }
  byline_names_sort(&dataset->artists);
  return BYLINE_OK;
}

static BylineStatus parse_split(const char* folder, const BylineTable* table,
                                size_t row, size_t column, BylineSplit* split)
{
  const char* const name = byline_table_cell(table, row, column);
  if (byline_split_find(name, split)) {
    return BYLINE_OK;
  }
  return byline_error(BYLINE_ERROR_FORMAT,
                      "%s/" BYLINE_DATASET_TRACKS ":%zu: no split is called "
                      "'%s'",
                      folder, byline_table_line(table, row), name);
}

/* Map a song's spectrogram. */
static BylineStatus open_features(const char* folder, const char* name,
                                  const BylineFrontEnd* front_end,
                                  BylineNpy* npy)
{
  char path[4096];
  const int n = snprintf(path, sizeof(path),
                         "%s/" BYLINE_DATASET_FEATURES "/%s", folder, name);
  if (!name[0] || strchr(name, '/') || n < 0 || (size_t)n >= sizeof(path)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: '%s' is no name of a spectrogram", folder, name);
  }
  BYLINE_TRY(byline_npy_open(path, npy));
  if (npy->n_columns != byline_front_end_cells(front_end)) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: %zu bands instead of %zu",
                        path, npy->n_columns,
                        byline_front_end_cells(front_end));
  }
  return BYLINE_OK;
}

static bool read_number(const char* text, size_t* number)
{
  char* end = NULL;
  *number = strtoul(text, &end, 10);
  return end != text && !*end;
}

/* Leave of a spectrogram what the table says has music in it; older tables do
   not say. */
static BylineStatus choose_segment(const char* folder, const BylineTable* table,
                                   size_t row, BylineNpy* npy)
{
  const char* const first_text =
      byline_table_cell(table, row, byline_table_column(table, "first"));
  const char* const n_text =
      byline_table_cell(table, row, byline_table_column(table, "frames"));
  size_t first = 0;
  size_t n = 0;
  if (!first_text[0]) {
    return BYLINE_OK;
  }
  if (!read_number(first_text, &first) || !read_number(n_text, &n) ||
      first > npy->n_rows || n > npy->n_rows - first) {
    return byline_error(
        BYLINE_ERROR_FORMAT,
        "%s/" BYLINE_DATASET_TRACKS ":%zu: no %s frames from %s on among %zu",
        folder, byline_table_line(table, row), n_text, first_text, npy->n_rows);
  }
  npy->data += first * npy->n_columns;
  npy->n_rows = n;
  return BYLINE_OK;
}

static BylineStatus read_songs(const char* folder, BylineDataset* dataset)
{
  const BylineTable* const table = &dataset->table;
  const size_t artist = byline_table_column(table, "artist");
  const size_t path = byline_table_column(table, "path");
  const size_t album = byline_table_column(table, "album");
  const size_t title = byline_table_column(table, "title");
  const size_t split = byline_table_column(table, "split");
  const size_t group = byline_table_column(table, "group");
  const size_t backing = byline_table_column(table, "backing");
  const size_t effects = byline_table_column(table, "effects");
  const size_t features = byline_table_column(table, "features");
  BylineStatus status = find_artists(folder, dataset, artist);
  for (size_t i = 0; status == BYLINE_OK && i < dataset->n_songs; ++i) {
    BylineSong* const song = &dataset->songs[i];
    song->path = byline_table_cell(table, i + 1, path);
    song->album = byline_table_cell(table, i + 1, album);
    song->title = byline_table_cell(table, i + 1, title);
    song->group = byline_table_cell(table, i + 1, group);
    song->backing = byline_table_cell(table, i + 1, backing);
    song->recording = byline_table_cell(table, i + 1, features);
    song->is_variant = byline_table_cell(table, i + 1, effects)[0] != '\0';
    song->artist = byline_names_find(&dataset->artists,
                                     byline_table_cell(table, i + 1, artist));
    status = parse_split(folder, table, i + 1, split, &song->split);
    BYLINE_THEN(status,
                open_features(folder, song->recording, &dataset->front_end,
                              &dataset->features[i]));
    BYLINE_THEN(status,
                choose_segment(folder, table, i + 1, &dataset->features[i]));
    song->n_frames = dataset->features[i].n_rows;
  }
  return status;
}

static BylineStatus read_all(const char* folder, BylineDataset* dataset)
{
  BYLINE_TRY(read_front_end(folder, dataset));
  BYLINE_TRY(read_plan(folder, dataset));
  BYLINE_TRY(read_table(folder, dataset));
  if (dataset->table.n_rows < 2) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: no tracks in " BYLINE_DATASET_TRACKS, folder);
  }
  dataset->n_songs = dataset->table.n_rows - 1;
  dataset->songs = calloc(dataset->n_songs, sizeof(*dataset->songs));
  dataset->features = calloc(dataset->n_songs, sizeof(*dataset->features));
  return dataset->songs && dataset->features ? read_songs(folder, dataset)
                                             : byline_no_memory(folder);
}

BylineStatus byline_dataset_open(const char* folder, BylineDataset** out)
{
  *out = NULL;
  BylineDataset* const dataset = calloc(1, sizeof(*dataset));
  if (!dataset) {
    return byline_no_memory(folder);
  }
  const BylineStatus status = read_all(folder, dataset);
  if (status != BYLINE_OK) {
    byline_dataset_close(dataset);
    return status;
  }
  *out = dataset;
  return BYLINE_OK;
}

void byline_dataset_close(BylineDataset* dataset)
{
  if (!dataset) {
    return;
  }
  for (size_t i = 0; dataset->features && i < dataset->n_songs; ++i) {
    byline_npy_close(&dataset->features[i]);
  }
  free(dataset->features);
  free(dataset->songs);
  byline_names_free(&dataset->artists);
  byline_table_free(&dataset->table);
  free(dataset);
}

const BylineFrontEnd* byline_dataset_front_end(const BylineDataset* dataset)
{
  return &dataset->front_end;
}

const BylineSplitPlan* byline_dataset_plan(const BylineDataset* dataset)
{
  return dataset->has_plan ? &dataset->plan : NULL;
}

size_t byline_dataset_artist_count(const BylineDataset* dataset)
{
  return dataset->artists.n;
}

const char* byline_dataset_artist(const BylineDataset* dataset, size_t index)
{
  assert(index < dataset->artists.n);
  return dataset->artists.names[index];
}

size_t byline_dataset_song_count(const BylineDataset* dataset)
{
  return dataset->n_songs;
}

const BylineSong* byline_dataset_song(const BylineDataset* dataset,
                                      size_t index)
{
  assert(index < dataset->n_songs);
  return &dataset->songs[index];
}

void byline_dataset_move(BylineDataset* dataset, size_t song, BylineSplit split)
{
  assert(song < dataset->n_songs);
  dataset->songs[song].split = split;
}

void byline_dataset_columns(const BylineDataset* dataset, size_t song,
                            size_t first, size_t n_frames, float* columns)
{
  assert(song < dataset->n_songs);
  const BylineNpy* const npy = &dataset->features[song];
  assert(first <= npy->n_rows && n_frames <= npy->n_rows - first);
  byline_half_to_float(npy->data + first * npy->n_columns,
                       n_frames * npy->n_columns, columns);
}

/* ---- splitting anew */

static int compare_paths(const void* a, const void* b)
{
  const BylineSong* const x = *(const BylineSong* const*)a;
  const BylineSong* const y = *(const BylineSong* const*)b;
  return strcmp(x->path, y->path);
}

/* Variants are learnt from where their originals are.  `originals` are `n`
   songs, which get sorted by path. */
static void place_variants(BylineDataset* dataset, BylineSong** originals,
                           size_t n)
{
  if (n == 0) {
    return;
  }
  qsort(originals, n, sizeof(BylineSong*), compare_paths);
  for (size_t i = 0; i < dataset->n_songs; ++i) {
    BylineSong* const song = &dataset->songs[i];
    if (song->is_variant) {
      BylineSong** const original =
          bsearch(&song, originals, n, sizeof(BylineSong*), compare_paths);
      const bool learnt = original && (*original)->split == BYLINE_TRAIN;
      song->split = learnt ? BYLINE_TRAIN : BYLINE_UNUSED;
      song->group = learnt ? (*original)->group : "";
    }
  }
}

static BylineStatus split_originals(BylineDataset* dataset,
                                    const BylineSplitPlan* plan,
                                    BylineSong** originals, size_t n)
{
  BylineSplitSong* const songs = calloc(n + 1, sizeof(*songs));
  BylineSplitPlace* const places = calloc(n + 1, sizeof(*places));
  BylineStatus status = songs && places ? BYLINE_OK : byline_no_memory(NULL);
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    songs[i] = (BylineSplitSong){.artist = originals[i]->artist,
                                 .album = originals[i]->album,
                                 .recording = originals[i]->recording,
                                 .backing = originals[i]->backing};
  }
  BYLINE_THEN(status, byline_split(songs, n, dataset->artists.names,
                                   dataset->artists.n, plan, places));
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    originals[i]->split = places[i].split;
    originals[i]->group = places[i].group;
  }
  free(songs);
  free(places);
  return status;
}

BylineStatus byline_dataset_resplit(BylineDataset* dataset,
                                    const BylineSplitPlan* plan)
{
  BylineSong** const originals = calloc(dataset->n_songs, sizeof(BylineSong*));
  if (!originals) {
    return byline_no_memory(NULL);
  }
  size_t n = 0;
  for (size_t i = 0; i < dataset->n_songs; ++i) {
    if (!dataset->songs[i].is_variant) {
      originals[n++] = &dataset->songs[i];
    }
  }
  const BylineStatus status = split_originals(dataset, plan, originals, n);
  if (status == BYLINE_OK) {
    place_variants(dataset, originals, n);
    dataset->plan = *plan;
    dataset->has_plan = true;
  }
  free(originals);
  return status;
}
