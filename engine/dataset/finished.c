/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/finished.h"

#include "base/file.h"
#include "dataset/features.h"
#include "dataset/plan_json.h"
#include "dataset/stems.h"
#include "spectrum/front_end_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char* cell(const BylineFinishedDataset* f, size_t row,
                        const char* column)
{
  return byline_table_cell(&f->table, row,
                           byline_table_column(&f->table, column));
}

/* ---- reading */

static int compare_recordings(const void* a, const void* b, void* user)
{
  return strcmp(cell(user, *(const size_t*)a, "features"),
                cell(user, *(const size_t*)b, "features"));
}

static BylineStatus index_songs(BylineFinishedDataset* f)
{
  f->by_recording = calloc(f->table.n_rows, sizeof(*f->by_recording));
  if (!f->by_recording) {
    return byline_no_memory(NULL);
  }
  for (size_t row = 1; row < f->table.n_rows; ++row) {
    if (!cell(f, row, "effects")[0]) {
      f->by_recording[f->n++] = row;
    }
  }
  qsort_r(f->by_recording, f->n, sizeof(*f->by_recording), compare_recordings,
          f);
  return BYLINE_OK;
}

static bool read_front_end(const char* path, BylineFrontEnd* front_end)
{
  json_t* const json = json_load_file(path, 0, NULL);
  const bool good =
      json && byline_front_end_from_json(json, front_end) == BYLINE_OK;
  json_decref(json);
  return good;
}

BylineStatus byline_finished_dataset_read(const char* folder,
                                          BylineFinishedDataset* f)
{
  *f = (BylineFinishedDataset){.is_there = false};
  char* const settings = byline_path_join(folder, BYLINE_DATASET_FRONT_END);
  char* const split = byline_path_join(folder, BYLINE_DATASET_SPLIT);
  char* const tracks = byline_path_join(folder, BYLINE_DATASET_TRACKS);
  BylineStatus status = BYLINE_OK;
  if (!settings || !split || !tracks) {
    status = byline_no_memory(folder);
  } else if (access(tracks, F_OK) == 0 &&
             read_front_end(settings, &f->front_end) &&
             byline_table_read(tracks, &f->table) == BYLINE_OK) {
    f->is_there = true;
    if (byline_split_plan_read(split, &f->plan, &f->has_plan) != BYLINE_OK) {
      f->has_plan = false;
    }
    status = index_songs(f);
  }
  free(settings);
  free(split);
  free(tracks);
  return status;
}

void byline_finished_dataset_free(BylineFinishedDataset* f)
{
  free(f->by_recording);
  byline_table_free(&f->table);
  *f = (BylineFinishedDataset){.is_there = false};
}

/* ---- the same settings */

/* Whether songs have variants with these effects. */
static bool has_effects(const BylineFinishedDataset* f, const char* effects)
{
  for (size_t row = 1; row < f->table.n_rows; ++row) {
    if (!strcmp(cell(f, row, "effects"), effects)) {
      return true;
    }
  }
  return false;
}

/* Effects of which there are variants, but that are not wanted; NULL: none. */
static const char* find_unwanted(const BylineFinishedDataset* f,
                                 const BylinePrepareSettings* settings)
{
  for (size_t row = 1; row < f->table.n_rows; ++row) {
    const char* const effects = cell(f, row, "effects");
    bool wanted = !effects[0] || !strcmp(effects, BYLINE_STEM_VARIANT);
    for (size_t i = 0; !wanted && i < settings->n_effects; ++i) {
      wanted = !strcmp(effects, settings->effects[i]);
    }
    if (!wanted) {
      return effects;
    }
  }
  return NULL;
}

/* Whether stems are the voices of songs, or of variants. */
static bool has_stems(const BylineFinishedDataset* f, bool of_variants)
{
  bool found = false;
  for (size_t row = 1; row < f->table.n_rows; ++row) {
    found = found || (cell(f, row, "stem")[0] &&
                      (cell(f, row, "effects")[0] != '\0') == of_variants);
  }
  return found;
}

static void describe_plan(const BylineSplitPlan* plan, char* text, size_t size)
{
  const int n = snprintf(text, size, "--split=%s --seed=%llu",
                         plan->by == BYLINE_BY_ALBUM ? "album" : "song",
                         (unsigned long long)plan->seed);
  if (plan->folds > 0 && n > 0 && (size_t)n < size) {
    snprintf(text + n, size - (size_t)n, " --folds=%u --fold=%u", plan->folds,
             byline_split_plan_fold(plan));
  }
}

static BylineStatus refuse(const char* folder, const char* how)
{
  return byline_error(BYLINE_ERROR_USAGE,
                      "%s was prepared %s, and models may have learnt from it; "
                      "prepare into another folder, or anew with --force",
                      folder, how);
}

BylineStatus
byline_finished_dataset_check(const char* folder,
                              const BylineFinishedDataset* f,
                              const BylinePrepareSettings* settings)
{
  char old[128];
  char new[128];
  char how[512];
  if (!f->is_there) {
    return BYLINE_OK;
  }
  describe_plan(&f->plan, old, sizeof(old));
  describe_plan(&settings->split, new, sizeof(new));
  if (f->has_plan && strcmp(old, new) != 0) {
    snprintf(how, sizeof(how), "with %s, not %s", old, new);
    return refuse(folder, how);
  }
  if (!byline_front_ends_match(&f->front_end, &settings->front_end)) {
    snprintf(how, sizeof(how), "with --focus=%s",
             byline_focus_name(f->front_end.focus));
    if (f->front_end.focus == settings->front_end.focus &&
        f->front_end.finder != settings->front_end.finder) {
      snprintf(how, sizeof(how), "with --finder=%s",
               byline_finder_name(f->front_end.finder));
      return refuse(folder, how);
    }
    return refuse(folder, f->front_end.focus == settings->front_end.focus
                              ? "with another front end"
                              : how);
  }
  const char* const unwanted = find_unwanted(f, settings);
  if (unwanted) {
    snprintf(how, sizeof(how), "with --effects=%.400s", unwanted);
    return refuse(folder, how);
  }
  for (size_t i = 0; i < settings->n_effects; ++i) {
    if (!has_effects(f, settings->effects[i])) {
      snprintf(how, sizeof(how), "without --effects=%.400s",
               settings->effects[i]);
      return refuse(folder, how);
    }
  }
  if (has_stems(f, false)) {
    return refuse(folder, "with stems alone, by an earlier version");
  }
  if (has_stems(f, true) != (settings->stems != NULL)) {
    return refuse(folder, settings->stems ? "without stems" : "with stems");
  }
  return BYLINE_OK;
}

/* ---- the same parts */

/* The row of a recording; 0: none */
static size_t find_recording(const BylineFinishedDataset* f,
                             const char* recording)
{
  size_t low = 0;
  size_t high = f->n;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const int order =
        strcmp(cell(f, f->by_recording[middle], "features"), recording);
    if (order == 0) {
      return f->by_recording[middle];
    }
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 0;
}

/* A row of an artist's album that was kept whole; 0: none */
static size_t find_album(const BylineFinishedDataset* f, const char* artist,
                         const char* album)
{
  for (size_t i = 0; album[0] && i < f->n; ++i) {
    const size_t row = f->by_recording[i];
    if (!strcmp(cell(f, row, "group"), album) &&
        !strcmp(cell(f, row, "artist"), artist)) {
      return row;
    }
  }
  return 0;
}

/* The first song over an accompaniment that has a place from before; n: none */
static size_t find_backing(const BylineFinishedDataset* f,
                           const BylineSplitSong* songs, size_t n,
                           const BylineSplitPlace* places, const char* backing)
{
  for (size_t i = 0; i < n; ++i) {
    if (!strcmp(songs[i].backing, backing) &&
        places[i].split != BYLINE_UNUSED &&
        find_recording(f, songs[i].recording) > 0) {
      return i;
    }
  }
  return n;
}

/* Let new songs go where others over the same accompaniment are; of old ones
   that are in two parts, use those of one. */
static void keep_backings(const BylineFinishedDataset* f,
                          const BylineSplitSong* songs, size_t n,
                          BylineSplitPlace* places)
{
  for (size_t i = 0; i < n; ++i) {
    const size_t k = songs[i].backing[0]
                         ? find_backing(f, songs, n, places, songs[i].backing)
                         : n;
    if (k == n || (places[i].split == places[k].split &&
                   places[i].fold == places[k].fold)) {
      continue;
    }
    const bool is_free =
        find_recording(f, songs[i].recording) == 0 && !places[i].group[0];
    places[i] =
        (BylineSplitPlace){.split = is_free ? places[k].split : BYLINE_UNUSED,
                           .fold = is_free ? places[k].fold : 0,
                           .group = ""};
  }
}

void byline_finished_dataset_keep(const BylineFinishedDataset* f,
                                  const BylineSplitSong* songs, size_t n,
                                  const char* const* artists,
                                  BylineSplitPlace* places)
{
  for (size_t i = 0; f->is_there && i < n; ++i) {
    const BylineSplitSong* const song = &songs[i];
    size_t row = find_recording(f, song->recording);
    if (row == 0 && !(f->has_plan && f->plan.by == BYLINE_BY_SONG)) {
      row = find_album(f, artists[song->artist], song->album);
    }
    BylineSplit split = BYLINE_TRAIN;
    if (row > 0 && byline_split_find(cell(f, row, "split"), &split)) {
      places[i] = (BylineSplitPlace){
          .split = split,
          .fold = (unsigned)strtoul(cell(f, row, "fold"), NULL, 10),
          .group = cell(f, row, "group")};
    }
  }
  if (f->is_there) {
    keep_backings(f, songs, n, places);
  }
}
