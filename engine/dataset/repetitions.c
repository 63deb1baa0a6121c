/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/repetitions.h"

#include "base/file.h"
#include "dataset/sound_print.h"

#include <stdlib.h>
#include <string.h>

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

static BylineStatus take_print(const char* folder, size_t n_bands,
                               Recording* recording)
{
  char* const path = byline_path_join(folder, recording->features->name);
  if (!path) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  }
  const BylineStatus status =
      byline_sound_print_take(path, n_bands, &recording->print);
  free(path);
  return status;
}

static size_t find_root(const size_t* firsts, size_t i)
{
  while (firsts[i] != i) {
    i = firsts[i];
  }
  return i;
}

/* Note that two recordings are the same: the first of both stands for all. */
static void join(size_t* firsts, size_t a, size_t b)
{
  const size_t x = find_root(firsts, a);
  const size_t y = find_root(firsts, b);
  if (x < y) {
    firsts[y] = x;
  } else {
    firsts[x] = y;
  }
}

/* Compare each recording with the shorter ones that are near enough. */
static void compare_all(const Recording* recordings, size_t n, size_t* firsts)
{
  size_t begin = 0;
  for (size_t i = 0; i < n; ++i) {
    const Recording* const a = &recordings[i];
    while (
        !byline_sound_print_comparable(&recordings[begin].print, &a->print)) {
      ++begin;
    }
    for (size_t j = begin; j < i; ++j) {
      const Recording* const b = &recordings[j];
      if (!strcmp(a->features->name, b->features->name) ||
          byline_sound_print_same(&a->print, &b->print)) {
        join(firsts, a->number, b->number);
      }
    }
  }
}

BylineStatus byline_repetitions_find(const char* folder, size_t n_bands,
                                     const BylineFeatures* features, size_t n,
                                     size_t* firsts)
{
  Recording* const recordings = calloc(n + 1, sizeof(*recordings));
  if (!recordings) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  }
  size_t n_recordings = 0;
  for (size_t i = 0; i < n; ++i) {
    firsts[i] = i;
    if (features[i].name[0]) {
      recordings[n_recordings++] =
          (Recording){.features = &features[i], .number = i};
    }
  }
  qsort(recordings, n_recordings, sizeof(*recordings), compare_lengths);
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; status == BYLINE_OK && i < n_recordings; ++i) {
    status = take_print(folder, n_bands, &recordings[i]);
  }
  if (status == BYLINE_OK) {
    compare_all(recordings, n_recordings, firsts);
    for (size_t i = 0; i < n; ++i) {
      firsts[i] = find_root(firsts, i);
    }
  }
  for (size_t i = 0; i < n_recordings; ++i) {
    byline_sound_print_free(&recordings[i].print);
  }
  free(recordings);
  return status;
}
