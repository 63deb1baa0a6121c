/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/repetitions.h"

#include "base/array.h"
#include "base/file.h"
#include "byline/thread_pool.h"
#include "dataset/accompaniment.h"
#include "recordings/repeats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The share of a recording that its parts are together, for them to stand for
   it */
#define MEDLEY 0.7

/* Seconds that one recording may be longer than another for both to be equally
   long, and that a part may reach beyond the whole: encoders add silence */
#define EQUALLY_LONG 2.1

/* A tempo is another one from here on */
#define OTHER_SPEED 0.002

/* A recording in the order of comparing: by length, then by number */
typedef struct {
  const BylineFeatures* features;
  size_t number;
} Recording;

static int compare_lengths(const void* a, const void* b)
{
  const Recording* const x = a;
  const Recording* const y = b;
  if (x->features->n_frames != y->features->n_frames) {
    return x->features->n_frames < y->features->n_frames ? -1 : 1;
  }
  return x->number < y->number ? -1 : x->number > y->number;
}

/* A recording that sounds like a part of a longer one */
typedef struct {
  size_t part;  ///< By number
  size_t whole; ///< By number
  size_t n;     ///< Length of the part
} Inclusion;

/* What has been found */
typedef struct {
  const char* folder;
  const BylineFrontEnd* front_end;
  const Recording* recordings; ///< In the order of comparing
  BylineThreadPool* pool;      ///< Those who search
  size_t* file;                ///< Of each, the first with the same file
  size_t* same;                ///< A forest of those that are one recording
  size_t* backing;             ///< The same for one accompaniment
  Inclusion* inclusions;       ///< `n` of them
  size_t n;
} Search;

/* For a BylineRepeatSource */
static BylineStatus read_peaks(void* context, size_t i,
                               BylineConstellation* peaks)
{
  const Search* const search = context;
  return byline_features_read_peaks(search->folder,
                                    search->recordings[i].features, peaks);
}

static size_t find_root(const size_t* forest, size_t i)
{
  while (forest[i] != i) {
    i = forest[i];
  }
  return i;
}

/* Note that two belong together: the first of all stands for them. */
static void join(size_t* forest, size_t a, size_t b)
{
  const size_t x = find_root(forest, a);
  const size_t y = find_root(forest, b);
  if (x < y) {
    forest[y] = x;
  } else {
    forest[x] = y;
  }
}

static BylineStatus include(Search* search, const Recording* part,
                            const Recording* whole)
{
  Inclusion* const grown =
      byline_array_extend(search->inclusions, search->n, sizeof(*grown));
  if (!grown) {
    return byline_no_memory(NULL);
  }
  search->inclusions = grown;
  search->inclusions[search->n++] = (Inclusion){.part = part->number,
                                                .whole = whole->number,
                                                .n = part->features->n_frames};
  return BYLINE_OK;
}

/* Whether two that sound alike only share their accompaniment. */
static BylineStatus compare_voices(const Search* search, const Recording* a,
                                   const Recording* b, long shift, bool* shared)
{
  char* const x = byline_path_join(search->folder, a->features->name);
  char* const y = byline_path_join(search->folder, b->features->name);
  const char* const paths[] = {x, y};
  const BylineStatus status =
      x && y ? byline_accompaniment_compare(paths, shift,
                                            search->front_end->n_mels, shared)
             : byline_no_memory(NULL);
  free(x);
  free(y);
  return status;
}

static int compare_names(const void* a, const void* b)
{
  const Recording* const x = a;
  const Recording* const y = b;
  const int order = strcmp(x->features->name, y->features->name);
  return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

/* Files of the same content are one recording, whether or not their sound
   tells; only the first of each is left to be compared.  Returns how many. */
static size_t join_files(Search* search, Recording* recordings, size_t n)
{
  qsort(recordings, n, sizeof(*recordings), compare_names);
  size_t n_files = 0;
  for (size_t i = 0; i < n; ++i) {
    const Recording* const first = n_files ? &recordings[n_files - 1] : NULL;
    if (first && !strcmp(first->features->name, recordings[i].features->name)) {
      search->file[recordings[i].number] = first->number;
      join(search->same, first->number, recordings[i].number);
    } else {
      recordings[n_files++] = recordings[i];
    }
  }
  return n_files;
}

static bool are_equally_long(const Search* search, const Recording* a,
                             const Recording* b)
{
  const size_t n = b->features->n_frames - a->features->n_frames;
  return byline_front_end_time(search->front_end, n) <= EQUALLY_LONG;
}

/* Draw the conclusion from two that sound alike. */
static BylineStatus judge(Search* search, const BylineRepeat* repeat)
{
  const Recording* const a = &search->recordings[repeat->part];
  const Recording* const b = &search->recordings[repeat->whole];
  const double hop = byline_front_end_time(search->front_end, 1);
  bool shared =
      fabs(repeat->speed - 1) > OTHER_SPEED || repeat->outside > EQUALLY_LONG;
  BylineStatus status = BYLINE_OK;
  if (!shared) {
    status = compare_voices(search, a, b, lround(repeat->begin / hop), &shared);
  }
  if (status != BYLINE_OK) {
    return status;
  }
  if (shared) {
    join(search->backing, a->number, b->number);
  } else if (are_equally_long(search, a, b)) {
    join(search->same, a->number, b->number);
  } else {
    return include(search, a, b);
  }
  return BYLINE_OK;
}

static BylineStatus compare_all(Search* search, size_t n)
{
  const BylineRepeatSource source = {
      .n = n, .folder = search->folder, .read = read_peaks, .context = search};
  BylineRepeats repeats;
  BylineStatus status = byline_repeats_find(&source, search->pool, &repeats);
  for (size_t i = 0; status == BYLINE_OK && i < repeats.n; ++i) {
    status = judge(search, &repeats.repeats[i]);
  }
  byline_repeats_free(&repeats);
  return status;
}

/* Let several parts stand for what is hardly more than they are together. */
static void find_medleys(const Search* search, const Recording* recordings,
                         size_t n, BylineRepetition* found)
{
  for (size_t i = 0; i < n; ++i) {
    const size_t whole = recordings[i].number;
    size_t first = 0;
    size_t n_parts = 0;
    size_t length = 0;
    for (size_t k = 0; k < search->n; ++k) {
      const Inclusion* const inclusion = &search->inclusions[k];
      if (inclusion->whole == whole &&
          search->same[inclusion->part] == inclusion->part) {
        first = n_parts++ ? first : inclusion->part;
        length += inclusion->n;
      }
    }
    if (n_parts > 1 &&
        (double)length >= MEDLEY * (double)recordings[i].features->n_frames) {
      found[whole].is_medley = true;
      found[whole].first = first;
    }
  }
}

/* What is true of a file is true of its copies. */
static void tell_copies(const Search* search, size_t n, BylineRepetition* found)
{
  for (size_t i = 0; i < n; ++i) {
    const BylineRepetition* const file = &found[search->file[i]];
    if (file->is_medley) {
      found[i].is_medley = true;
      found[i].first = file->first;
    }
  }
}

static void conclude(const Search* search, size_t n, BylineRepetition* found)
{
  for (size_t k = 0; k < search->n; ++k) {
    const Inclusion* const inclusion = &search->inclusions[k];
    const size_t part = find_root(search->same, inclusion->part);
    if (!found[inclusion->whole].is_medley && !found[part].is_medley) {
      found[part].first = inclusion->whole;
    }
  }
  for (size_t i = 0; i < n; ++i) {
    size_t stands = find_root(search->same, i);
    size_t next = find_root(search->same, found[stands].first);
    for (size_t k = 0; next != stands && k < n; ++k) {
      stands = next;
      next = find_root(search->same, found[stands].first);
    }
    join(search->backing, i, stands);
    found[i].first = found[i].is_medley ? found[i].first : stands;
  }
  for (size_t i = 0; i < n; ++i) {
    found[i].backing = find_root(search->backing, i);
  }
}

BylineStatus byline_repetitions_find(const char* folder,
                                     const BylineFrontEnd* front_end,
                                     const BylineFeatures* features, size_t n,
                                     unsigned n_jobs, BylineRepetition* found)
{
  Search search = {.folder = folder,
                   .front_end = front_end,
                   .file = calloc(n + 1, sizeof(*search.file)),
                   .same = calloc(n + 1, sizeof(*search.same)),
                   .backing = calloc(n + 1, sizeof(*search.backing))};
  Recording* const recordings = calloc(n + 1, sizeof(*recordings));
  BylineStatus status =
      recordings && search.file && search.same && search.backing
          ? BYLINE_OK
          : byline_no_memory(NULL);
  size_t n_recordings = 0;
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    found[i] = (BylineRepetition){.first = i, .backing = i};
    search.file[i] = i;
    search.same[i] = i;
    search.backing[i] = i;
    if (features[i].name[0]) {
      recordings[n_recordings++] =
          (Recording){.features = &features[i], .number = i};
    }
  }
  if (status == BYLINE_OK) {
    n_recordings = join_files(&search, recordings, n_recordings);
    status = byline_thread_pool_new(n_jobs, &search.pool);
  }
  if (status == BYLINE_OK) {
    qsort(recordings, n_recordings, sizeof(*recordings), compare_lengths);
    search.recordings = recordings;
    status = compare_all(&search, n_recordings);
  }
  byline_thread_pool_free(search.pool);
  if (status == BYLINE_OK) {
    find_medleys(&search, recordings, n_recordings, found);
    tell_copies(&search, n, found);
    conclude(&search, n, found);
  }
  free(recordings);
  free(search.file);
  free(search.same);
  free(search.backing);
  free(search.inclusions);
  return status;
}
