/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/paths.h"

#include <stdlib.h>
#include <string.h>

/* Open addressing, at most half full */
struct BylinePaths {
  BylinePathEntry*
      entries; ///< `capacity`, a power of 2; a free one has no path
  size_t n;
  size_t capacity;
};

/* FNV-1a, 64 bits */
static uint64_t hash(const char* text)
{
  uint64_t h = 0xcbf29ce484222325u;
  for (; *text; ++text) {
    h = (h ^ (unsigned char)*text) * 0x100000001b3u;
  }
  return h;
}

BylinePaths* byline_paths_new(void)
{
  return calloc(1, sizeof(BylinePaths));
}

void byline_paths_free(BylinePaths* paths)
{
  if (paths) {
    free(paths->entries);
    free(paths);
  }
}

void byline_paths_clear(BylinePaths* paths)
{
  if (paths->n > 0) {
    memset(paths->entries, 0, paths->capacity * sizeof(*paths->entries));
    paths->n = 0;
  }
}

/* Where a path is, or would be. */
static BylinePathEntry* place_of(const BylinePaths* paths, const char* path)
{
  size_t i = hash(path) & (paths->capacity - 1);
  while (paths->entries[i].path && strcmp(paths->entries[i].path, path) != 0) {
    i = (i + 1) & (paths->capacity - 1);
  }
  return &paths->entries[i];
}

static bool grow(BylinePaths* paths)
{
  BylinePaths larger = {.capacity = paths->capacity ? 2 * paths->capacity : 64,
                        .n = paths->n};
  larger.entries = calloc(larger.capacity, sizeof(*larger.entries));
  if (!larger.entries) {
    return false;
  }
  for (size_t i = 0; i < paths->capacity; ++i) {
    if (paths->entries[i].path) {
      *place_of(&larger, paths->entries[i].path) = paths->entries[i];
    }
  }
  free(paths->entries);
  *paths = larger;
  return true;
}

bool byline_paths_put(BylinePaths* paths, const BylinePathEntry* entry)
{
  if (2 * (paths->n + 1) > paths->capacity && !grow(paths)) {
    return false;
  }
  BylinePathEntry* const place = place_of(paths, entry->path);
  paths->n += !place->path;
  *place = *entry;
  return true;
}

const BylinePathEntry* byline_paths_find(const BylinePaths* paths,
                                         const char* path)
{
  const BylinePathEntry* const place =
      paths->capacity ? place_of(paths, path) : NULL;
  return place && place->path ? place : NULL;
}
