/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file library_row.h
   The one reader of a library's rows.
*/

#ifndef BYLINE_DATASET_LIBRARY_ROW_H
#define BYLINE_DATASET_LIBRARY_ROW_H

#include "byline/status.h"
#include "dataset/table.h"

#include <stdbool.h>
#include <stddef.h>

/** The columns that are known, as numbers in a table. */
typedef struct {
  size_t path;         ///< Where the track is
  size_t artist;       ///< Who it is by
  size_t album;        ///< What it is on
  size_t title;        ///< What it is called
  size_t album_artist; ///< Who the album is by
  size_t artist_id;    ///< The artist at MusicBrainz
  size_t duration;     ///< Its length
  size_t dropped;      ///< Why it is left out
  size_t missing;      ///< Whether its file was not there at the last scan
} BylineLibraryColumns;

/** A row; the strings are the table's. */
typedef struct {
  const char* path;         ///< As it is written there
  const char* artist;       ///< "" when unknown, as are those that follow
  const char* album;        ///< Album
  const char* title;        ///< Title
  const char* album_artist; ///< Who the album is by
  const char* artist_id;    ///< At MusicBrainz
  double duration;          ///< Seconds, 0 when unknown
  bool dropped;             ///< Whether some rule is against it
  bool missing;             ///< Whether the last scan did not find it
} BylineLibraryRow;

/** Room for what is wrong with a row. */
#define BYLINE_ROW_FAULT_SIZE 160

/**
   Find the columns of a table.

   @return BYLINE_OK or BYLINE_ERROR_FORMAT (no library: path or artist is
   missing).
*/
BylineStatus byline_library_columns_find(const BylineTable* table,
                                         BylineLibraryColumns* columns);

/**
   Make a library's texts safe to show and to store (base/utf8.h), as far as
   they are not: artist, album, title and the like, but not the paths.

   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_library_make_safe(BylineTable* table);

/** Whether a row's artist is a name for nobody, such as Various Artists. */
bool byline_library_row_is_nobody(const BylineLibraryRow* row);

/**
   Read a row.

   A length that cannot be read is taken as unknown: prepare measures it.  In a
   table without the column `dropped`, which 'byline clean' has not seen, an
   artist who is nobody is "", unless there is a number at its end.

   @param[out] fault What is wrong, "" when nothing is.
   @return Whether the row is of use all the same.
*/
bool byline_library_row_read(const BylineTable* table, size_t row,
                             const BylineLibraryColumns* columns,
                             BylineLibraryRow* out,
                             char fault[static BYLINE_ROW_FAULT_SIZE]);

/** Whether the cell of the column `dropped` says that a track is left out;
    "keep", which people write, says that no rule is to drop it. */
bool byline_track_is_dropped(const char* reason);

#endif // BYLINE_DATASET_LIBRARY_ROW_H
