/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file paths.h
   Which files are in an index, by their paths.
*/

#ifndef BYLINE_RECORDINGS_PATHS_H
#define BYLINE_RECORDINGS_PATHS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** BylinePathEntry::recording of what is not yet in the file. */
#define BYLINE_PATH_PENDING SIZE_MAX

/** A file. */
typedef struct {
  const char* path; ///< Not the table's own
  uint64_t size;    ///< Bytes, when it was added
  int64_t time;     ///< Of its last change then
  size_t recording; ///< Its number in the index
} BylinePathEntry;

/** A hash table of them. */
typedef struct BylinePaths BylinePaths;

/** An empty table; NULL when out of memory. */
BylinePaths* byline_paths_new(void);

/** Free a table.  NULL is fine. */
void byline_paths_free(BylinePaths* paths);

/** Empty a table. */
void byline_paths_clear(BylinePaths* paths);

/** Add a file, in place of another one with its path; false when out of
    memory. */
bool byline_paths_put(BylinePaths* paths, const BylinePathEntry* entry);

/** Find a file; NULL when it is not there.  Valid until the next change. */
const BylinePathEntry* byline_paths_find(const BylinePaths* paths,
                                         const char* path);

#endif // BYLINE_RECORDINGS_PATHS_H
