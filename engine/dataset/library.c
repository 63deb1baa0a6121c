/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"

#include "base/file.h"
#include "base/text.h"
#include "dataset/library_row.h"
#include "dataset/table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static BylineStatus copy_track(const char* path, const char* folder,
                               const BylineLibraryRow* row, BylineTrack* track)
{
  *track = (BylineTrack){
      .path = byline_path_join(folder, row->path),
      .artist = byline_text_clean(row->artist),
      .album = byline_text_clean(row->album),
      .title = byline_text_clean(row->title),
      .album_artist = byline_text_clean(row->album_artist),
      .artist_id = strdup(row->artist_id),
      .duration = row->duration,
  };
  return track->path && track->artist && track->album && track->title &&
                 track->album_artist && track->artist_id
             ? BYLINE_OK
             : byline_no_memory(path);
}

/* Whether a row that was marked as missing still is. */
static bool is_missing(const char* folder, const BylineLibraryRow* row)
{
  if (!row->missing) {
    return false;
  }
  char* const path = byline_path_join(folder, row->path);
  const bool is_there = path && access(path, R_OK) == 0;
  free(path);
  return !is_there;
}

static void tell_missing(const char* path, size_t n)
{
  if (n > 0) {
    byline_log(
        BYLINE_LOG_NOTE,
        "left out: %zu track%s of %s, not there at the last scan nor now", n,
        n == 1 ? "" : "s", path);
  }
}

/* Take the rows that are not dropped and can be read. */
static BylineStatus read_rows(const char* folder, const BylineTable* table,
                              const BylineLibraryColumns* columns,
                              BylineLibrary* library)
{
  BylineStatus status = BYLINE_OK;
  size_t n_missing = 0;
  for (size_t i = 1; status == BYLINE_OK && i < table->n_rows; ++i) {
    BylineLibraryRow row;
    char fault[BYLINE_ROW_FAULT_SIZE];
    const bool usable = byline_library_row_read(table, i, columns, &row, fault);
    if (row.dropped) {
      continue;
    }
    if (usable && is_missing(folder, &row)) {
      ++n_missing;
      continue;
    }
    if (fault[0]) {
      byline_log(BYLINE_LOG_WARNING, "%s%s:%zu: %s",
                 usable ? "" : "left out: ", table->path,
                 byline_table_line(table, i), fault);
    }
    if (usable) {
      status = copy_track(table->path, folder, &row,
                          &library->tracks[library->n_tracks++]);
    }
  }
  tell_missing(table->path, n_missing);
  return status;
}

/* The part of a path up to its last slash, "" when there is none. */
static char* folder_of(const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("");
}

BylineStatus byline_library_read_as(const char* path, const char* encoding,
                                    BylineLibrary* library)
{
  *library = (BylineLibrary){0};
  BylineTable table;
  BYLINE_TRY(byline_table_read_as(path, encoding, &table));
  BylineLibraryColumns columns;
  BylineStatus status = byline_library_columns_find(&table, &columns);
  char* const folder = folder_of(path);
  library->tracks = calloc(table.n_rows, sizeof(*library->tracks));
  if (status == BYLINE_OK && (!folder || !library->tracks)) {
    status = byline_no_memory(path);
  }
  BYLINE_THEN(status, read_rows(folder, &table, &columns, library));
  free(folder);
  byline_table_free(&table);
  if (status != BYLINE_OK) {
    byline_library_free(library);
  }
  return status;
}

BylineStatus byline_library_read(const char* path, BylineLibrary* library)
{
  return byline_library_read_as(path, NULL, library);
}

void byline_track_free(BylineTrack* track)
{
  free(track->path);
  free(track->artist);
  free(track->album);
  free(track->title);
  free(track->album_artist);
  free(track->artist_id);
}

void byline_library_free(BylineLibrary* library)
{
  for (size_t i = 0; i < library->n_tracks; ++i) {
    byline_track_free(&library->tracks[i]);
  }
  free(library->tracks);
  *library = (BylineLibrary){0};
}
