/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking into the files that no settled row knows; declared in
   rescan_match.h. */

#include "byline/thread_pool.h"
#include "dataset/rescan_match.h"
#include "dataset/scan.h"

#include <stdlib.h>
#include <string.h>

/* Files that are looked into before what was found goes to disk */
#define BATCH 1024

/* Some of them under way */
typedef struct {
  BylineRescan* u;
  size_t n;
  BylineFoundFile files[BATCH]; ///< Their strings belong to others
  BylineTrack tracks[BATCH];
  char contents[BATCH][BYLINE_CONTENT_SIZE];
} Batch;

/* A row's file, as if it had been found */
static BylineFoundFile file_of_row(const BylineRescanRow* row)
{
  const char* const slash = strrchr(row->path, '/');
  return (BylineFoundFile){.path = row->path,
                           .root_length =
                               slash ? (unsigned)(slash - row->path) + 1 : 0,
                           .named_as_music = true};
}

/* Find out what a track is known by.  A BylineTask. */
static void read_content(void* context, unsigned thread, size_t begin,
                         size_t end)
{
  (void)thread;
  (void)end;
  Batch* const batch = context;
  if (batch->tracks[begin].path) {
    byline_content_read(batch->files[begin].path, batch->contents[begin]);
  }
}

/* Keep what was found.  What a row's file is was read already. */
static BylineStatus keep(Batch* batch, size_t first)
{
  BylineRescan* const u = batch->u;
  for (size_t i = 0; i < batch->n; ++i) {
    const BylineRescanRow* const row = u->fresh[first + i].row;
    const BylineTrack* const track = &batch->tracks[i];
    if (track->path && !byline_artists_add_track(u->artists, track)) {
      return byline_no_memory(NULL);
    } else {
      BYLINE_TRY(byline_track_spool_put(&u->spool, track,
                                        !row       ? batch->contents[i]
                                        : row->now ? row->now
                                                   : ""));
    }
  }
  return BYLINE_OK;
}

static BylineStatus look_into(Batch* batch, size_t first,
                              const BylineScanSettings* settings)
{
  BylineRescan* const u = batch->u;
  const size_t n_left = u->n_fresh - first;
  batch->n = n_left < BATCH ? n_left : BATCH;
  for (size_t i = 0; i < batch->n; ++i) {
    const BylineRescanFile* const file = &u->fresh[first + i];
    batch->files[i] = file->row ? file_of_row(file->row) : *file->found;
    batch->tracks[i] = (BylineTrack){.path = NULL};
    batch->contents[i][0] = '\0';
  }
  BylineStatus status = byline_files_look_into(batch->files, batch->n, settings,
                                               batch->tracks, &u->report->scan);
  if (status == BYLINE_OK) {
    byline_thread_pool_run_unordered(settings->pool, read_content, batch,
                                     batch->n);
    status = keep(batch, first);
  }
  for (size_t i = 0; i < batch->n; ++i) {
    byline_track_free(&batch->tracks[i]);
  }
  return status;
}

static BylineStatus look_into_all(BylineRescan* u, BylineThreadPool* pool)
{
  Batch* const batch = malloc(sizeof(*batch));
  BylineScanSettings settings = {.pool = pool,
                                 .videos = u->settings->videos,
                                 .stop = u->settings->stop,
                                 .n_all = u->n_fresh};
  u->artists = byline_artists_new();
  if (!batch || !u->artists ||
      !byline_artists_add_library(u->artists, &u->table)) {
    free(batch);
    return byline_no_memory(NULL);
  }
  batch->u = u;
  BylineStatus status = byline_track_spool_open(u->path, &u->spool);
  for (size_t i = 0; status == BYLINE_OK && i < u->n_fresh; i += BATCH) {
    settings.n_before = i;
    status = look_into(batch, i, &settings);
  }
  free(batch);
  byline_artists_sort(u->artists);
  return status;
}

BylineStatus byline_rescan_look(BylineRescan* u)
{
  BylineThreadPool* pool = NULL;
  if (u->n_fresh == 0) {
    return BYLINE_OK;
  }
  BylineStatus status = byline_thread_pool_new(u->settings->n_jobs, &pool);
  BYLINE_THEN(status, look_into_all(u, pool));
  byline_thread_pool_free(pool);
  return status;
}
