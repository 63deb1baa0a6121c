/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/index_music.h"

#include "base/stop.h"
#include "byline/audio_file.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 4096

/* A track being added */
typedef struct {
  const BylineTrack* track;
  BylineConstellation constellation;
  bool is_done; ///< Decoded, or not to be
  bool is_usable;
} Item;

/* All of them.  They are added in their order, whichever is decoded first. */
typedef struct {
  BylineRecordingsWriter* writer;
  Item* items;
  size_t n;
  const volatile sig_atomic_t* stop;
  pthread_mutex_t lock; ///< Guards what follows, and the writer
  size_t n_written;     ///< The first so many are
  size_t n_done;
  BylineIndexReport* report;
  BylineStatus status; ///< Of the writer
  char message[512];   ///< What it said
} Indexing;

/* ---- one track */

static BylineStatus decode(BylineAudioFile* file,
                           const volatile sig_atomic_t* stop,
                           BylineSketcher* sketcher)
{
  float left[CHUNK];
  float right[CHUNK];
  size_t n = 1;
  BylineStatus status = BYLINE_OK;
  while (status == BYLINE_OK && n > 0) {
    status = byline_audio_file_read(file, left, right, CHUNK, &n);
    BYLINE_THEN(status, byline_sketcher_feed(sketcher, left, right, n));
    BYLINE_THEN(status, byline_stop_check(stop));
  }
  return status;
}

BylineStatus byline_track_sketch(const char* path,
                                 const volatile sig_atomic_t* stop,
                                 BylineConstellation* constellation)
{
  BylineAudioFile* file = NULL;
  BylineSketcher* sketcher = NULL;
  *constellation = (BylineConstellation){0};
  BylineStatus status = byline_audio_file_open(path, &file);
  BYLINE_THEN(status,
              byline_sketcher_new(byline_audio_file_rate(file), &sketcher));
  BYLINE_THEN(status, decode(file, stop, sketcher));
  BYLINE_THEN(status, byline_sketcher_finish(sketcher, constellation));
  byline_sketcher_free(sketcher);
  byline_audio_file_close(file);
  return status;
}

/* ---- one that is decoded */

/* A path as the index has it, to be freed */
static char* absolute(const char* path)
{
  char* const real = realpath(path, NULL);
  return real ? real : strdup(path);
}

bool byline_track_is_indexed(const BylineRecordingsWriter* writer,
                             const BylineTrack* track)
{
  char* const path = absolute(track->path);
  const bool is_there = path && byline_recordings_writer_has(writer, path);
  free(path);
  return is_there;
}

BylineStatus byline_track_index(BylineRecordingsWriter* writer,
                                const BylineTrack* track,
                                const BylineConstellation* constellation)
{
  char* const path = absolute(track->path);
  if (!path) {
    return byline_no_memory(NULL);
  }
  BylineTags tags;
  if (byline_tags_read(path, &tags) != BYLINE_OK) {
    tags = (BylineTags){0};
  }
  const BylineRecordingTags told = {.path = path,
                                    .title = track->title,
                                    .artist = track->artist,
                                    .album = track->album,
                                    .id = tags.recording_id};
  const BylineStatus status =
      byline_recordings_writer_add(writer, &told, constellation);
  byline_tags_free(&tags);
  free(path);
  return status;
}

/* ---- all of them */

static void fail(Indexing* x, BylineStatus status)
{
  if (x->status == BYLINE_OK) {
    x->status = status;
    snprintf(x->message, sizeof(x->message), "%s", byline_error_message());
  }
}

/* Add those whose turn it is. */
static void write_done(Indexing* x)
{
  for (; x->n_written < x->n && x->items[x->n_written].is_done;
       ++x->n_written) {
    Item* const item = &x->items[x->n_written];
    /* A file may be named twice */
    if (item->is_usable && x->status == BYLINE_OK &&
        !byline_track_is_indexed(x->writer, item->track)) {
      const BylineStatus status =
          byline_track_index(x->writer, item->track, &item->constellation);
      x->report->n_added += status == BYLINE_OK;
      if (status != BYLINE_OK) {
        fail(x, status);
      }
    }
    byline_constellation_free(&item->constellation);
  }
}

static bool is_stopped(const Indexing* x)
{
  return x->status != BYLINE_OK || byline_is_stopped(x->stop);
}

static void index_one(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Indexing* const x = context;
  Item* const item = &x->items[begin];
  pthread_mutex_lock(&x->lock);
  const bool stopped = is_stopped(x);
  pthread_mutex_unlock(&x->lock);
  if (!stopped) {
    const BylineStatus status =
        byline_track_sketch(item->track->path, x->stop, &item->constellation);
    item->is_usable = status == BYLINE_OK;
    if (status != BYLINE_OK && status != BYLINE_ERROR_INTERRUPTED) {
      byline_log(BYLINE_LOG_WARNING, "skipped: %s", byline_error_message());
    }
  }
  pthread_mutex_lock(&x->lock);
  x->report->n_skipped += !stopped && !item->is_usable;
  item->is_done = true;
  write_done(x);
  if (!stopped) {
    byline_progress("indexing", "tracks", ++x->n_done, x->n);
  }
  pthread_mutex_unlock(&x->lock);
}

static void items_free(Item* items, size_t n)
{
  for (size_t i = 0; items && i < n; ++i) {
    byline_constellation_free(&items[i].constellation);
  }
  free(items);
}

BylineStatus byline_tracks_index(BylineRecordingsWriter* writer,
                                 const BylineTrack* tracks, size_t n,
                                 BylineThreadPool* pool,
                                 const volatile sig_atomic_t* stop,
                                 BylineIndexReport* report)
{
  Indexing x = {.writer = writer, .stop = stop, .report = report, .n = n};
  x.items = calloc(n + 1, sizeof(*x.items));
  if (!x.items) {
    return byline_no_memory(NULL);
  }
  x.n = 0;
  for (size_t i = 0; i < n; ++i) {
    const bool is_there = byline_track_is_indexed(writer, &tracks[i]);
    report->n_there += is_there;
    if (!is_there) {
      x.items[x.n++].track = &tracks[i];
    }
  }
  pthread_mutex_init(&x.lock, NULL);
  byline_thread_pool_run_unordered(pool, index_one, &x, x.n);
  pthread_mutex_destroy(&x.lock);
  items_free(x.items, n);
  if (x.status != BYLINE_OK) {
    return byline_error(x.status, "%s", x.message);
  }
  BYLINE_TRY(byline_recordings_writer_commit(writer));
  return byline_stop_check(stop);
}
