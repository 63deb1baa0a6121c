/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/index_writer.h"

#include "base/file.h"
#include "base/lock.h"
#include "base/text.h"
#include "recordings/index.h"
#include "recordings/paths.h"
#include "recordings/rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Segments from which on an index is rewritten with fewer: each one is looked
   into by each question */
#define MAX_SEGMENTS 3

/* Peaks that wait to be committed, at most: those of some hours, or a share of
   those that are there, so that building a large index writes it but a few
   times */
#define MAX_PENDING (1u << 18)
#define PENDING_SHARE 8

/* A recording that waits */
typedef struct {
  BylineSegmentItem item; ///< All its own
  BylineStoredConstellation stored;
  char* texts[5];
} Pending;

struct BylineRecordingsWriter {
  char* path;
  BylineLock lock;
  BylineRecordings* index; ///< What was committed; NULL: no file yet
  uint8_t* removed;        ///< For each of its recordings
  size_t n_removed;
  Pending* pending; ///< `n` of them
  size_t n;
  size_t capacity;
  size_t n_peaks;       ///< In all of them
  BylinePaths* by_path; ///< All that will be there
};

static void drop_pending(BylineRecordingsWriter* w)
{
  for (size_t i = 0; i < w->n; ++i) {
    byline_stored_constellation_free(&w->pending[i].stored);
    for (size_t k = 0; k < 5; ++k) {
      free(w->pending[i].texts[k]);
    }
  }
  w->n = w->n_peaks = 0;
}

/* ---- opening */

/* List what the index holds. */
static BylineStatus list_paths(BylineRecordingsWriter* w)
{
  byline_paths_clear(w->by_path);
  const BylineRecordings* const index = w->index;
  for (size_t i = 0; index && i < index->n_segments; ++i) {
    const BylineIndexSegment* const s = &index->segments[i].stored;
    for (uint32_t k = 0; k < s->header.n_recordings; ++k) {
      const BylineStoredRecording* const r = &s->recordings[k];
      const BylinePathEntry entry = {
          .path = s->text + r->path,
          .size = r->file_size,
          .time = r->file_time,
          .recording = index->segments[i].first_recording + k};
      if (!byline_paths_put(w->by_path, &entry)) {
        return byline_no_memory(w->path);
      }
    }
  }
  return BYLINE_OK;
}

/* Read the file as it is now. */
static BylineStatus load(BylineRecordingsWriter* w)
{
  byline_recordings_close(w->index);
  w->index = NULL;
  free(w->removed);
  w->removed = NULL;
  w->n_removed = 0;
  if (access(w->path, F_OK) == 0 || errno != ENOENT) {
    const BylineStatus status = byline_recordings_open(w->path, &w->index);
    if (status != BYLINE_OK) {
      return status;
    }
    w->removed = calloc(w->index->n_recordings + 1, 1);
    if (!w->removed) {
      return byline_no_memory(w->path);
    }
  }
  return list_paths(w);
}

static BylineStatus make_folder(const char* path)
{
  char* const folder = byline_path_folder(path);
  const BylineStatus status =
      folder ? byline_folder_make(folder) : byline_no_memory(path);
  free(folder);
  return status;
}

BylineStatus byline_recordings_writer_open(const char* path,
                                           BylineRecordingsWriter** writer)
{
  *writer = NULL;
  BylineStatus status = make_folder(path);
  if (status != BYLINE_OK) {
    return status;
  }
  BylineRecordingsWriter* const w = calloc(1, sizeof(*w));
  if (!w || !(w->path = strdup(path)) || !(w->by_path = byline_paths_new())) {
    byline_recordings_writer_close(w);
    return byline_no_memory(path);
  }
  status = byline_lock_file(path, "recordings", &w->lock);
  if (status == BYLINE_OK) {
    status = load(w);
  }
  if (status != BYLINE_OK) {
    byline_recordings_writer_close(w);
    return status;
  }
  *writer = w;
  return BYLINE_OK;
}

void byline_recordings_writer_close(BylineRecordingsWriter* w)
{
  if (w) {
    drop_pending(w);
    free(w->pending);
    byline_paths_free(w->by_path);
    byline_recordings_close(w->index);
    free(w->removed);
    byline_lock_release(&w->lock);
    free(w->path);
    free(w);
  }
}

/* ---- adding */

bool byline_recordings_writer_has(const BylineRecordingsWriter* w,
                                  const char* path)
{
  struct stat info;
  const BylinePathEntry* const entry = byline_paths_find(w->by_path, path);
  return entry && stat(path, &info) == 0 &&
         entry->size == (uint64_t)info.st_size &&
         entry->time == (int64_t)info.st_mtim.tv_sec;
}

static bool store_peaks(const BylineConstellation* c, Pending* p)
{
  const bool good = byline_constellation_store(c, &p->stored);
  p->item.peaks = p->stored.peaks;
  p->item.n_peaks = c->n;
  p->item.pieces = p->stored.pieces;
  p->item.n_pieces = p->stored.n_pieces;
  p->item.duration = (uint32_t)fmin(c->duration * 1000, UINT32_MAX);
  return good;
}

static bool store_texts(const BylineRecordingTags* tags, Pending* p)
{
  const char* const texts[5] = {tags->path, tags->title, tags->artist,
                                tags->album, tags->id};
  const char** const places[5] = {&p->item.path, &p->item.title,
                                  &p->item.artist, &p->item.album, &p->item.id};
  for (size_t i = 0; i < 5; ++i) {
    const char* const text = texts[i] ? texts[i] : "";
    p->texts[i] = i == 0 ? strdup(text) : byline_text_clean(text);
    *places[i] = p->texts[i];
    if (!p->texts[i]) {
      return false;
    }
  }
  return true;
}

/* Note that it is there, and that what was there with its path is not. */
static bool take_place(BylineRecordingsWriter* w, const Pending* p)
{
  const BylinePathEntry* const old =
      p->item.path[0] ? byline_paths_find(w->by_path, p->item.path) : NULL;
  if (old && old->recording != BYLINE_PATH_PENDING &&
      !w->removed[old->recording]) {
    w->removed[old->recording] = 1;
    ++w->n_removed;
  }
  const BylinePathEntry entry = {.path = p->item.path,
                                 .size = p->item.file_size,
                                 .time = p->item.file_time,
                                 .recording = BYLINE_PATH_PENDING};
  return byline_paths_put(w->by_path, &entry);
}

BylineStatus
byline_recordings_writer_add(BylineRecordingsWriter* w,
                             const BylineRecordingTags* tags,
                             const BylineConstellation* constellation)
{
  const double there = w->index ? w->index->n_peaks : 0;
  if ((double)w->n_peaks >= fmax(MAX_PENDING, there / PENDING_SHARE)) {
    const BylineStatus status = byline_recordings_writer_commit(w);
    if (status != BYLINE_OK) {
      return status;
    }
  }
  if (w->n == w->capacity) {
    const size_t capacity = w->capacity ? 2 * w->capacity : 64;
    Pending* const grown = realloc(w->pending, capacity * sizeof(*grown));
    if (!grown) {
      return byline_no_memory(w->path);
    }
    w->pending = grown;
    w->capacity = capacity;
  }
  Pending* const p = &w->pending[w->n++];
  *p = (Pending){0};
  struct stat info;
  if (tags->path && stat(tags->path, &info) == 0) {
    p->item.file_size = (uint64_t)info.st_size;
    p->item.file_time = info.st_mtim.tv_sec;
  }
  w->n_peaks += constellation->n;
  return store_peaks(constellation, p) && store_texts(tags, p) &&
                 take_place(w, p)
             ? BYLINE_OK
             : byline_no_memory(w->path);
}

BylineStatus byline_recordings_writer_remove(BylineRecordingsWriter* w,
                                             BylineRecordingChoice choose,
                                             void* context, size_t* n_removed)
{
  *n_removed = 0;
  const size_t n = w->index ? w->index->n_recordings : 0;
  for (size_t i = 0; i < n; ++i) {
    const BylineRecordingInfo info = byline_recordings_info(w->index, i);
    if (!w->removed[i] && choose(&info, context)) {
      w->removed[i] = 1;
      ++*n_removed;
    }
  }
  w->n_removed += *n_removed;
  return BYLINE_OK;
}

/* ---- committing */

static BylineStatus cannot_write(const BylineRecordingsWriter* w)
{
  return byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s", w->path,
                      strerror(errno));
}

static bool write_at(int fd, const void* data, size_t size, size_t at)
{
  const char* from = data;
  while (size > 0) {
    const ssize_t n = pwrite(fd, from, size, (off_t)at);
    if (n <= 0) {
      return false;
    }
    from += n;
    at += (size_t)n;
    size -= (size_t)n;
  }
  return true;
}

/* Put a segment behind the last one; its header comes when all else is safe. */
static BylineStatus append(BylineRecordingsWriter* w,
                           const BylineSegmentHeader* segment)
{
  const size_t end = w->index->end;
  const int fd = open(w->path, O_RDWR | O_CLOEXEC);
  if (fd < 0) {
    return cannot_write(w);
  }
  BylineStatus status = BYLINE_OK;
  if (ftruncate(fd, (off_t)end) != 0 ||
      !write_at(fd, segment + 1, segment->size - sizeof(*segment),
                end + sizeof(*segment)) ||
      fsync(fd) != 0 || !write_at(fd, segment, sizeof(*segment), end) ||
      fsync(fd) != 0) {
    status = cannot_write(w);
    if (ftruncate(fd, (off_t)end) != 0) {
      /* Then it ends with what nobody reads */
    }
  }
  close(fd);
  return status;
}

/* All that waits, as a segment's items */
static BylineStatus make_segment(BylineRecordingsWriter* w,
                                 BylineSegmentHeader** segment)
{
  BylineSegmentItem* const items = malloc((w->n + 1) * sizeof(*items));
  if (!items) {
    return byline_no_memory(w->path);
  }
  for (size_t i = 0; i < w->n; ++i) {
    items[i] = w->pending[i].item;
  }
  const BylineStatus status = byline_index_segment_make(items, w->n, segment);
  free(items);
  return status;
}

BylineStatus byline_recordings_writer_commit(BylineRecordingsWriter* w)
{
  BylineSegmentHeader* segment = NULL;
  BylineStatus status = BYLINE_OK;
  if (w->n == 0 && w->n_removed == 0 && w->index) {
    return BYLINE_OK;
  }
  if (w->n > 0) {
    status = make_segment(w, &segment);
  }
  if (status == BYLINE_OK) {
    status =
        w->index && w->n_removed == 0 && w->index->n_segments < MAX_SEGMENTS
            ? append(w, segment)
            : byline_recordings_rewrite(w->path, w->index, w->removed, segment);
  }
  free(segment);
  if (status == BYLINE_OK) {
    status = load(w);
    drop_pending(w);
  }
  return status;
}
