/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"

#include <stdlib.h>
#include <string.h>

/* Compares two songs by what must be in one part; both are BylineSong** */
typedef int (*Comparison)(const void* a, const void* b);

static const BylineSong* song_at(const void* place)
{
  return *(const BylineSong* const*)place;
}

static int compare_paths(const void* a, const void* b)
{
  return strcmp(song_at(a)->path, song_at(b)->path);
}

static int compare_recordings(const void* a, const void* b)
{
  return strcmp(song_at(a)->recording, song_at(b)->recording);
}

static int compare_backings(const void* a, const void* b)
{
  return strcmp(song_at(a)->backing, song_at(b)->backing);
}

static int compare_groups(const void* a, const void* b)
{
  const BylineSong* const x = song_at(a);
  const BylineSong* const y = song_at(b);
  return x->artist != y->artist ? (x->artist < y->artist ? -1 : 1)
                                : strcmp(x->group, y->group);
}

static BylineStatus tell_leak(const BylineSong* a, const BylineSong* b,
                              const char* what)
{
  return byline_error(BYLINE_ERROR_DATA,
                      "the split leaks: %s is in both %s and %s, as %s and %s; "
                      "'byline prepare' makes a new split",
                      what, byline_split_name(a->split),
                      byline_split_name(b->split), a->path, b->path);
}

/* Are two songs in parts of which one must not be learnt from with the other?
 */
static bool are_apart(const BylineSong* a, const BylineSong* b, bool all_learnt)
{
  return a->split != b->split &&
         !(all_learnt && a->split != BYLINE_TEST && b->split != BYLINE_TEST);
}

/* Look for neighbours that are alike and in two parts. */
static BylineStatus check(const BylineSong** songs, size_t n, bool all_learnt,
                          Comparison comparison, const char* what)
{
  qsort(songs, n, sizeof(*songs), comparison);
  for (size_t i = 1; i < n; ++i) {
    const BylineSong* const a = songs[i - 1];
    const BylineSong* const b = songs[i];
    if (are_apart(a, b, all_learnt) && comparison(&a, &b) == 0) {
      return tell_leak(a, b, what);
    }
  }
  return BYLINE_OK;
}

static const char* group_of(const BylineSong* song)
{
  return song->group;
}

static const char* backing_of(const BylineSong* song)
{
  return song->backing;
}

/* The same for songs of which something is told. */
static BylineStatus check_some(const BylineSong** all, size_t n_all,
                               bool all_learnt,
                               const char* (*what_of)(const BylineSong*),
                               Comparison comparison, const char* what)
{
  const BylineSong** const songs = calloc(n_all + 1, sizeof(*songs));
  if (!songs) {
    return byline_no_memory(NULL);
  }
  size_t n = 0;
  for (size_t i = 0; i < n_all; ++i) {
    if (what_of(all[i])[0]) {
      songs[n++] = all[i];
    }
  }
  const BylineStatus status = check(songs, n, all_learnt, comparison, what);
  free(songs);
  return status;
}

static BylineStatus check_all(const BylineSong** songs, size_t n,
                              bool all_learnt)
{
  BYLINE_TRY(check(songs, n, all_learnt, compare_paths, "a song"));
  BYLINE_TRY(check(songs, n, all_learnt, compare_recordings, "a recording"));
  BYLINE_TRY(
      check_some(songs, n, all_learnt, group_of, compare_groups, "an album"));
  return check_some(songs, n, all_learnt, backing_of, compare_backings,
                    "an accompaniment");
}

BylineStatus byline_dataset_check_leaks(const BylineDataset* dataset,
                                        bool all_learnt)
{
  const size_t n_songs = byline_dataset_song_count(dataset);
  const BylineSong** const songs = calloc(n_songs + 1, sizeof(*songs));
  if (!songs) {
    return byline_no_memory(NULL);
  }
  size_t n = 0;
  for (size_t i = 0; i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    if (song->split != BYLINE_UNUSED) {
      songs[n++] = song;
    }
  }
  const BylineStatus status = check_all(songs, n, all_learnt);
  free(songs);
  return status;
}
