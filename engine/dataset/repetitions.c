/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/repetitions.h"

#include "base/file.h"
#include "dataset/accompaniment.h"
#include "dataset/sound_index.h"
#include "dataset/sound_print.h"

#include <stdlib.h>
#include <string.h>

/* The share of a recording that its parts are together, for them to stand for
   it */
#define MEDLEY 0.7

/* A recording in the order of comparing: by length, then by number */
typedef struct {
  const BylineFeatures* features;
  size_t number;
  BylineSoundPrint print;
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

/* Two that sound alike, in the order of comparing */
typedef struct {
  size_t a;          ///< The shorter one
  size_t b;          ///< The longer one
  long shift;        ///< Column of the longer that is column 0 of the other
  bool equally_long; ///< About; else one is a part of the other
  bool one_file;     ///< Files of the same content
} Likeness;

/* A recording that sounds like a part of a longer one */
typedef struct {
  size_t part;  ///< By number
  size_t whole; ///< By number
  size_t n;     ///< Length of the part
} Inclusion;

/* What has been found */
typedef struct {
  const char* folder;
  size_t n_bands;
  size_t* same;    ///< A forest of those that are one recording
  size_t* backing; ///< The same for one accompaniment
  Likeness* alike; ///< `n_alike` of them
  size_t n_alike;
  size_t alike_capacity;
  Inclusion* inclusions; ///< `n` of them
  size_t n;
  size_t capacity;
} Search;

static BylineStatus no_memory(void)
{
  return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
}

static BylineStatus take_print(const Search* search, Recording* recording)
{
  char* const path =
      byline_path_join(search->folder, recording->features->name);
  if (!path) {
    return no_memory();
  }
  const BylineStatus status =
      byline_sound_print_take(path, search->n_bands, &recording->print);
  free(path);
  return status;
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
  if (search->n == search->capacity) {
    const size_t capacity = search->capacity ? 2 * search->capacity : 64;
    Inclusion* const grown =
        realloc(search->inclusions, capacity * sizeof(*grown));
    if (!grown) {
      return no_memory();
    }
    search->inclusions = grown;
    search->capacity = capacity;
  }
  search->inclusions[search->n++] = (Inclusion){
      .part = part->number, .whole = whole->number, .n = part->print.n};
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
      x && y
          ? byline_accompaniment_compare(paths, shift, search->n_bands, shared)
          : no_memory();
  free(x);
  free(y);
  return status;
}

/* Keep what sounds alike. */
static BylineStatus keep(Search* search, const Likeness* likeness)
{
  if (search->n_alike == search->alike_capacity) {
    const size_t capacity =
        search->alike_capacity ? 2 * search->alike_capacity : 64;
    Likeness* const grown = realloc(search->alike, capacity * sizeof(*grown));
    if (!grown) {
      return no_memory();
    }
    search->alike = grown;
    search->alike_capacity = capacity;
  }
  search->alike[search->n_alike++] = *likeness;
  return BYLINE_OK;
}

/* Compare a recording with those after it that are about as long. */
static BylineStatus find_same(Search* search, const Recording* recordings,
                              size_t n, size_t a)
{
  const Recording* const x = &recordings[a];
  BylineStatus status = BYLINE_OK;
  for (size_t b = a + 1; status == BYLINE_OK && b < n; ++b) {
    const Recording* const y = &recordings[b];
    Likeness likeness = {.a = a, .b = b, .equally_long = true};
    if (!byline_sound_print_comparable(&x->print, &y->print)) {
      break;
    }
    likeness.one_file = !strcmp(x->features->name, y->features->name);
    if (likeness.one_file ||
        byline_sound_print_same(&x->print, &y->print, &likeness.shift)) {
      status = keep(search, &likeness);
    }
  }
  return status;
}

/* Find the longer ones that a recording is a part of. */
static BylineStatus find_wholes(Search* search, BylineSoundIndex* index,
                                size_t a)
{
  const BylineSoundWhole* found = NULL;
  size_t n = 0;
  BylineStatus status = byline_sound_index_find(index, a, &found, &n);
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    status =
        keep(search,
             &(Likeness){.a = a, .b = found[i].whole, .shift = found[i].shift});
  }
  return status;
}

static int compare_likenesses(const void* a, const void* b)
{
  const Likeness* const x = a;
  const Likeness* const y = b;
  if (x->b != y->b) {
    return x->b < y->b ? -1 : 1;
  }
  return x->a < y->a ? -1 : x->a > y->a;
}

/* Draw the conclusion from two that sound alike. */
static BylineStatus judge(Search* search, const Recording* recordings,
                          const Likeness* likeness)
{
  const Recording* const a = &recordings[likeness->a];
  const Recording* const b = &recordings[likeness->b];
  bool shared = false;
  const BylineStatus status =
      likeness->one_file
          ? BYLINE_OK
          : compare_voices(search, a, b, likeness->shift, &shared);
  if (status != BYLINE_OK) {
    return status;
  }
  if (shared) {
    join(search->backing, a->number, b->number);
  } else if (likeness->equally_long) {
    join(search->same, a->number, b->number);
  } else {
    return include(search, a, b);
  }
  return BYLINE_OK;
}

static BylineStatus find_alike(Search* search, const Recording* recordings,
                               size_t n)
{
  const BylineSoundPrint** const prints = calloc(n + 1, sizeof(*prints));
  BylineSoundIndex* index = NULL;
  for (size_t i = 0; prints && i < n; ++i) {
    prints[i] = &recordings[i].print;
  }
  BylineStatus status =
      prints ? byline_sound_index_new(prints, n, &index) : no_memory();
  for (size_t a = 0; status == BYLINE_OK && a < n; ++a) {
    status = find_same(search, recordings, n, a);
    if (status == BYLINE_OK) {
      status = find_wholes(search, index, a);
    }
  }
  byline_sound_index_free(index);
  free(prints);
  return status;
}

static BylineStatus compare_all(Search* search, const Recording* recordings,
                                size_t n)
{
  BylineStatus status = find_alike(search, recordings, n);
  if (search->n_alike > 0) {
    qsort(search->alike, search->n_alike, sizeof(Likeness), compare_likenesses);
  }
  for (size_t i = 0; status == BYLINE_OK && i < search->n_alike; ++i) {
    status = judge(search, recordings, &search->alike[i]);
  }
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
        (double)length >= MEDLEY * (double)recordings[i].print.n) {
      found[whole].is_medley = true;
      found[whole].first = first;
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

static BylineStatus search_all(Search* search, Recording* recordings, size_t n)
{
  BylineStatus status = BYLINE_OK;
  qsort(recordings, n, sizeof(*recordings), compare_lengths);
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    status = take_print(search, &recordings[i]);
  }
  return status == BYLINE_OK ? compare_all(search, recordings, n) : status;
}

BylineStatus byline_repetitions_find(const char* folder, size_t n_bands,
                                     const BylineFeatures* features, size_t n,
                                     BylineRepetition* found)
{
  Search search = {.folder = folder,
                   .n_bands = n_bands,
                   .same = calloc(n + 1, sizeof(*search.same)),
                   .backing = calloc(n + 1, sizeof(*search.backing))};
  Recording* const recordings = calloc(n + 1, sizeof(*recordings));
  BylineStatus status =
      recordings && search.same && search.backing ? BYLINE_OK : no_memory();
  size_t n_recordings = 0;
  for (size_t i = 0; status == BYLINE_OK && i < n; ++i) {
    found[i] = (BylineRepetition){.first = i, .backing = i};
    search.same[i] = i;
    search.backing[i] = i;
    if (features[i].name[0]) {
      recordings[n_recordings++] =
          (Recording){.features = &features[i], .number = i};
    }
  }
  if (status == BYLINE_OK) {
    status = search_all(&search, recordings, n_recordings);
  }
  if (status == BYLINE_OK) {
    find_medleys(&search, recordings, n_recordings, found);
    conclude(&search, n, found);
  }
  for (size_t i = 0; i < n_recordings; ++i) {
    byline_sound_print_free(&recordings[i].print);
  }
  free(recordings);
  free(search.same);
  free(search.backing);
  free(search.alike);
  free(search.inclusions);
  return status;
}
