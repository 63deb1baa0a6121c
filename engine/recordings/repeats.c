/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/repeats.h"

#include "base/file.h"
#include "recordings/index_segment.h"
#include "recordings/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Peaks that are indexed at a time, about: those of some three hours, with all
   that they take 5 MiB */
#define BLOCK_PEAKS (1u << 17)

/* The score that a part of a recording has at least for the rest to be looked
   at */
#define LEAST_SCORE 2.0

/* Some of the longer recordings, indexed */
typedef struct {
  BylineRecordings index; ///< Of one segment, in memory
  BylineOpenSegment segment;
  BylineSegmentHeader* data;
  uint64_t* filter;
  size_t first; ///< Number of its first recording
  size_t end;   ///< And one past its last
} Block;

/* A search under way */
typedef struct {
  const BylineRepeatSource* source;
  BylineProbes* probes; ///< Of each recording that came so far
  int keys;             ///< The file that has their keys
  Block block;
  BylineProbeMemory* memories; ///< One a thread
  pthread_mutex_t lock;        ///< Guards what follows
  BylineRepeats* repeats;
  BylineStatus status;
  char message[512];
} Search;

/* One recording that is sought in a block */
typedef struct {
  Search* search;
  size_t part;
  BylineConstellation peaks; ///< All of it, once it is needed
  BylineRepeat found[16];    ///< In this block
  size_t n;
} Seeking;

static void fail(Search* search, BylineStatus status)
{
  pthread_mutex_lock(&search->lock);
  if (search->status == BYLINE_OK) {
    search->status = status;
    snprintf(search->message, sizeof(search->message), "%s",
             byline_error_message());
  }
  pthread_mutex_unlock(&search->lock);
}

/* ---- a block */

typedef struct {
  BylineStoredConstellation* stored;
  BylineSegmentItem* items;
  size_t n;
  size_t capacity;
  size_t n_peaks;
} Gathering;

static bool gather(Gathering* g, const BylineConstellation* c)
{
  if (g->n == g->capacity) {
    const size_t capacity = g->capacity ? 2 * g->capacity : 64;
    BylineStoredConstellation* const stored =
        realloc(g->stored, capacity * sizeof(*stored));
    if (!stored) {
      return false;
    }
    g->stored = stored;
    BylineSegmentItem* const items =
        realloc(g->items, capacity * sizeof(*items));
    if (!items) {
      return false;
    }
    g->items = items;
    g->capacity = capacity;
  }
  BylineStoredConstellation* const stored = &g->stored[g->n];
  const bool good = byline_constellation_store(c, stored);
  g->items[g->n++] =
      (BylineSegmentItem){.path = "",
                          .title = "",
                          .artist = "",
                          .album = "",
                          .id = "",
                          .duration = (uint32_t)(c->duration * 1000),
                          .peaks = stored->peaks,
                          .n_peaks = c->n,
                          .pieces = stored->pieces,
                          .n_pieces = stored->n_pieces};
  g->n_peaks += c->n;
  return good;
}

static void drop(Gathering* g)
{
  for (size_t i = 0; i < g->n; ++i) {
    byline_stored_constellation_free(&g->stored[i]);
  }
  free(g->stored);
  free(g->items);
}

/* Read recordings from `block->end` on, until a block is full; their keys go
   into the file. */
static BylineStatus read_block(Search* search, Gathering* g, FILE* file,
                               uint64_t* place)
{
  Block* const block = &search->block;
  BylineStatus status = BYLINE_OK;
  block->first = block->end;
  while (status == BYLINE_OK && block->end < search->source->n &&
         g->n_peaks < BLOCK_PEAKS) {
    BylineConstellation c = {0};
    status = search->source->read(search->source->context, block->end, &c);
    if (status == BYLINE_OK &&
        (!byline_probes_write(&c, file, place, &search->probes[block->end]) ||
         !gather(g, &c))) {
      status = byline_no_memory("repetitions");
    }
    byline_constellation_free(&c);
    ++block->end;
  }
  return status;
}

/* Index the next recordings. */
static BylineStatus make_block(Search* search, FILE* file, uint64_t* place)
{
  Block* const block = &search->block;
  Gathering g = {0};
  BylineStatus status = read_block(search, &g, file, place);
  if (status == BYLINE_OK && fflush(file) != 0) {
    status = byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s",
                          search->source->folder, strerror(errno));
  }
  if (status == BYLINE_OK && g.n > 0) {
    status = byline_index_segment_make(g.items, g.n, &block->data);
  }
  drop(&g);
  if (block->data) {
    block->segment = (BylineOpenSegment){.stored.header = *block->data};
    byline_index_segment_lay_out((const char*)block->data,
                                 &block->segment.stored);
    block->index = (BylineRecordings){.segments = &block->segment,
                                      .n_segments = 1,
                                      .n_recordings = block->data->n_recordings,
                                      .n_peaks = block->data->n_peaks};
    status = byline_index_segment_block(&block->segment);
    block->filter = byline_probe_filter_new(&block->segment.stored);
    if (!block->filter) {
      status = byline_no_memory("repetitions");
    }
  }
  return status;
}

static void free_block(Block* block)
{
  free(block->data);
  free(block->filter);
  free(block->segment.blocks);
  block->data = NULL;
  block->filter = NULL;
  block->segment.blocks = NULL;
}

/* ---- one recording in a block */

/* The peaks of what is sought, by its own part */
static bool have_peaks(Seeking* s)
{
  if (!s->peaks.peaks) {
    const BylineRepeatSource* const source = s->search->source;
    const BylineStatus status =
        source->read(source->context, s->part, &s->peaks);
    if (status != BYLINE_OK) {
      fail(s->search, status);
    }
  }
  return s->peaks.n > 0;
}

static size_t find_peak(const BylineConstellation* c, uint32_t time)
{
  size_t i = 0;
  while (i < c->n && c->peaks[i].time < time) {
    ++i;
  }
  return i;
}

/* Keep what is in a recording, unless it was found by another part already with
   more of the peaks. */
static void keep(Seeking* s, const BylineRepeat* repeat)
{
  size_t i = 0;
  while (i < s->n && s->found[i].whole != repeat->whole) {
    ++i;
  }
  if (i == s->n && s->n < sizeof(s->found) / sizeof(*s->found)) {
    s->found[s->n++] = *repeat;
  } else if (i < s->n && s->found[i].share < repeat->share) {
    s->found[i] = *repeat;
  }
}

/* Seconds of what is sought that are before and behind a recording */
static double measure_outside(const Seeking* s, double begin, double speed,
                              double duration)
{
  const double end = begin + speed * s->peaks.duration;
  return (fmax(0, -begin) + fmax(0, end - duration)) / speed;
}

/* Tell where in a recording of the block what is sought is. */
static void tell_place(Seeking* s, const BylineAlignment* a, double share)
{
  const Block* const block = &s->search->block;
  const BylineIndexSegment* const stored = &block->segment.stored;
  const uint32_t recording = stored->pieces[a->piece].recording;
  const double start = byline_index_segment_start(stored, a->piece);
  const double begin = (start + a->begin) * BYLINE_PEAK_HOP;
  const double duration = stored->recordings[recording].duration / 1000.0;
  keep(s,
       &(BylineRepeat){.part = s->part,
                       .whole = block->first + recording,
                       .begin = begin,
                       .speed = a->speed,
                       .outside = measure_outside(s, begin, a->speed, duration),
                       .share = share});
}

/* Lay a stretch of what is sought where it may be. */
static bool align(const Seeking* s, const BylineProbeCandidate* c,
                  BylineAlignment* a)
{
  const BylineRecordings* const index = &s->search->block.index;
  const size_t first = find_peak(&s->peaks, c->begin);
  const size_t n = find_peak(&s->peaks, c->end) - first;
  const BylinePeak* const peaks = s->peaks.peaks + first;
  return n > 0 &&
         (c->end == UINT32_MAX
              ? byline_align_at_speed(index, peaks, n, c->hits, c->n, 1,
                                      LEAST_SCORE, a)
              : byline_align(index, peaks, n, c->hits, c->n, LEAST_SCORE, a)) &&
         a->score >= LEAST_SCORE;
}

/* Judge where what is sought, or a part of it, may be.  A BylineProbeJudge. */
static void judge(void* context, const BylineProbeCandidate* candidate)
{
  Seeking* const s = context;
  BylineAlignment a;
  if (have_peaks(s) && align(s, candidate, &a)) {
    const double half = 0.5 * (candidate->end - candidate->begin);
    const double share =
        byline_alignment_follow(&s->search->block.index, s->peaks.peaks,
                                s->peaks.n, candidate->begin + half, half, &a);
    if (share >= BYLINE_REPEAT_SHARE) {
      tell_place(s, &a, share);
    }
  }
}

static bool read_keys(const Search* search, const BylineProbes* probes,
                      BylineProbeKey* keys)
{
  const size_t size = probes->n * sizeof(*keys);
  return pread(search->keys, keys, size, (off_t)probes->place) == (ssize_t)size;
}

static bool add(BylineRepeats* repeats, const BylineRepeat* repeat)
{
  if (repeats->n == repeats->capacity) {
    const size_t capacity = repeats->capacity ? 2 * repeats->capacity : 64;
    BylineRepeat* const grown =
        realloc(repeats->repeats, capacity * sizeof(*grown));
    if (!grown) {
      return false;
    }
    repeats->repeats = grown;
    repeats->capacity = capacity;
  }
  repeats->repeats[repeats->n++] = *repeat;
  return true;
}

static void tell(Seeking* s)
{
  Search* const search = s->search;
  bool good = true;
  pthread_mutex_lock(&search->lock);
  for (size_t i = 0; i < s->n && good; ++i) {
    good = add(search->repeats, &s->found[i]);
  }
  pthread_mutex_unlock(&search->lock);
  if (!good) {
    fail(search, byline_no_memory("repetitions"));
  }
}

static BylineStatus seek_keys(Search* search, unsigned thread, size_t part,
                              BylineProbeKey* keys, Seeking* seeking)
{
  const Block* const block = &search->block;
  const BylineProbes* const probes = &search->probes[part];
  const size_t least = part < block->first ? 0 : part + 1 - block->first;
  if (!read_keys(search, probes, keys)) {
    return byline_error(BYLINE_ERROR_IO, "%s: cannot read: %s",
                        search->source->folder, strerror(errno));
  }
  return byline_probes_look_up(&block->index, block->filter, probes, keys,
                               least, &search->memories[thread], judge, seeking)
             ? BYLINE_OK
             : byline_no_memory("repetitions");
}

/* Seek a recording among those of the block that come after it.  A
   BylineTask. */
static void seek(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)end;
  Search* const search = context;
  BylineProbeKey* const keys = malloc(BYLINE_MAX_PROBE_KEYS * sizeof(*keys));
  Seeking s = {.search = search, .part = begin};
  const BylineStatus status = keys ? seek_keys(search, thread, begin, keys, &s)
                                   : byline_no_memory("repetitions");
  if (status != BYLINE_OK) {
    fail(search, status);
  }
  tell(&s);
  byline_constellation_free(&s.peaks);
  free(keys);
}

/* ---- all of them */

static int compare_repeats(const void* x, const void* y)
{
  const BylineRepeat* const p = x;
  const BylineRepeat* const q = y;
  if (p->whole != q->whole) {
    return p->whole < q->whole ? -1 : 1;
  }
  return p->part < q->part ? -1 : p->part > q->part;
}

static BylineStatus seek_all(Search* search, BylineThreadPool* pool, FILE* file)
{
  BylineStatus status = BYLINE_OK;
  uint64_t place = 0;
  while (status == BYLINE_OK && search->block.end < search->source->n) {
    status = make_block(search, file, &place);
    if (status == BYLINE_OK) {
      byline_thread_pool_run_unordered(pool, seek, search, search->block.end);
      status = search->status == BYLINE_OK
                   ? BYLINE_OK
                   : byline_error(search->status, "%s", search->message);
    }
    free_block(&search->block);
  }
  return status;
}

/* A file without a name, in a folder */
static FILE* open_nameless(const char* folder)
{
  const int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  FILE* file = fd >= 0 ? fdopen(fd, "w+b") : NULL;
  if (fd >= 0 && !file) {
    close(fd);
  }
  /* Some file systems know no such files */
  return file ? file : tmpfile();
}

BylineStatus byline_repeats_find(const BylineRepeatSource* source,
                                 BylineThreadPool* pool, BylineRepeats* repeats)
{
  *repeats = (BylineRepeats){.n = 0};
  const unsigned n_threads = byline_thread_pool_size(pool);
  Search search = {.source = source,
                   .probes = calloc(source->n + 1, sizeof(*search.probes)),
                   .memories = calloc(n_threads, sizeof(*search.memories)),
                   .lock = PTHREAD_MUTEX_INITIALIZER,
                   .repeats = repeats};
  FILE* const file = open_nameless(source->folder);
  BylineStatus status = BYLINE_OK;
  if (!search.probes || !search.memories) {
    status = byline_no_memory("repetitions");
  } else if (!file) {
    status = byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s",
                          source->folder, strerror(errno));
  } else {
    search.keys = fileno(file);
    status = seek_all(&search, pool, file);
  }
  if (repeats->n > 0) {
    qsort(repeats->repeats, repeats->n, sizeof(*repeats->repeats),
          compare_repeats);
  }
  for (unsigned i = 0; search.memories && i < n_threads; ++i) {
    byline_probe_memory_free(&search.memories[i]);
  }
  if (file) {
    fclose(file);
  }
  free(search.memories);
  free(search.probes);
  pthread_mutex_destroy(&search.lock);
  return status;
}

void byline_repeats_free(BylineRepeats* repeats)
{
  free(repeats->repeats);
  *repeats = (BylineRepeats){.n = 0};
}
