/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/index_music.h"

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
  char* path; ///< Absolute
  char* id;   ///< Of the recording, or NULL
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

static BylineStatus no_memory(void)
{
  return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
}

/* ---- one track */

static BylineStatus decode(BylineAudioFile* file, BylineSketcher* sketcher)
{
  float left[CHUNK];
  float right[CHUNK];
  size_t n = 1;
  BylineStatus status = BYLINE_OK;
  while (status == BYLINE_OK && n > 0) {
    status = byline_audio_file_read(file, left, right, CHUNK, &n);
    if (status == BYLINE_OK) {
      status = byline_sketcher_feed(sketcher, left, right, n);
    }
  }
  return status;
}

static BylineStatus sketch(Item* item)
{
  BylineAudioFile* file = NULL;
  BylineSketcher* sketcher = NULL;
  BylineStatus status = byline_audio_file_open(item->path, &file);
  if (status == BYLINE_OK) {
    status = byline_sketcher_new(byline_audio_file_rate(file), &sketcher);
  }
  if (status == BYLINE_OK) {
    status = decode(file, sketcher);
  }
  if (status == BYLINE_OK) {
    status = byline_sketcher_finish(sketcher, &item->constellation);
  }
  byline_sketcher_free(sketcher);
  byline_audio_file_close(file);
  return status;
}

static void read_id(Item* item)
{
  BylineTags tags;
  if (byline_tags_read(item->path, &tags) == BYLINE_OK) {
    item->id = strdup(tags.recording_id);
    byline_tags_free(&tags);
  }
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
    if (item->is_usable && x->status == BYLINE_OK) {
      const BylineRecordingTags tags = {.path = item->path,
                                        .title = item->track->title,
                                        .artist = item->track->artist,
                                        .album = item->track->album,
                                        .id = item->id};
      const BylineStatus status =
          byline_recordings_writer_add(x->writer, &tags, &item->constellation);
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
  return x->status != BYLINE_OK || (x->stop && *x->stop);
}

static void index_one(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Indexing* const x = context;
  Item* const item = &x->items[begin];
  pthread_mutex_lock(&x->lock);
  const bool stopped = is_stopped(x);
  const bool is_there =
      !stopped && byline_recordings_writer_has(x->writer, item->path);
  pthread_mutex_unlock(&x->lock);
  if (!stopped && !is_there) {
    const BylineStatus status = sketch(item);
    item->is_usable = status == BYLINE_OK;
    if (status != BYLINE_OK) {
      byline_log(BYLINE_LOG_WARNING, "skipped: %s", byline_error_message());
    } else {
      read_id(item);
    }
  }
  pthread_mutex_lock(&x->lock);
  x->report->n_there += is_there;
  x->report->n_skipped += !stopped && !is_there && !item->is_usable;
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
    free(items[i].path);
    free(items[i].id);
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
    return no_memory();
  }
  for (size_t i = 0; i < n; ++i) {
    x.items[i].track = &tracks[i];
    x.items[i].path = realpath(tracks[i].path, NULL);
    if (!x.items[i].path && !(x.items[i].path = strdup(tracks[i].path))) {
      items_free(x.items, n);
      return no_memory();
    }
  }
  pthread_mutex_init(&x.lock, NULL);
  byline_thread_pool_run_unordered(pool, index_one, &x, n);
  pthread_mutex_destroy(&x.lock);
  items_free(x.items, n);
  if (x.status != BYLINE_OK) {
    return byline_error(x.status, "%s", x.message);
  }
  const BylineStatus status = byline_recordings_writer_commit(writer);
  return status == BYLINE_OK && stop && *stop
             ? byline_error(BYLINE_ERROR_INTERRUPTED,
                            "interrupted; what was added is kept")
             : status;
}
