/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"

#include "base/file.h"
#include "dataset/clean.h"
#include "dataset/table.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The columns that are known, as numbers in a table */
typedef struct {
  size_t path;
  size_t artist;
  size_t album;
  size_t title;
  size_t album_artist;
  size_t artist_id;
  size_t duration;
  size_t dropped;
  size_t missing;
} Columns;

static BylineStatus find_columns(const char* path, const BylineTable* table,
                                 Columns* columns)
{
  *columns = (Columns){
      .path = byline_table_column(table, "path"),
      .artist = byline_table_column(table, "artist"),
      .album = byline_table_column(table, "album"),
      .title = byline_table_column(table, "title"),
      .album_artist = byline_table_column(table, "album_artist"),
      .artist_id = byline_table_column(table, "artist_id"),
      .duration = byline_table_column(table, "duration"),
      .dropped = byline_table_column(table, "dropped"),
      .missing = byline_table_column(table, "missing"),
  };
  if (columns->path == BYLINE_NO_COLUMN ||
      columns->artist == BYLINE_NO_COLUMN) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: not a library: its first line names no column "
                        "'%s'",
                        path,
                        columns->path == BYLINE_NO_COLUMN ? "path" : "artist");
  }
  return BYLINE_OK;
}

/* Seconds; a comma is what some spreadsheets make of the point. */
static BylineStatus parse_duration(const char* path, size_t line,
                                   const char* cell, double* seconds)
{
  char text[64];
  snprintf(text, sizeof(text), "%s", cell);
  char* const comma = strchr(text, ',');
  if (comma) {
    *comma = '.';
  }
  char* end = text;
  *seconds = strtod(text, &end);
  if (*end || !(*seconds >= 0 && *seconds < 1e9)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s:%zu: duration '%s' is not a number of seconds",
                        path, line, cell);
  }
  return BYLINE_OK;
}

static BylineStatus read_track(const char* path, const char* folder,
                               const BylineTable* table, size_t row,
                               const Columns* columns, BylineTrack* track)
{
  const size_t line = table->lines[row];
  const char* const name = byline_table_cell(table, row, columns->path);
  if (!name[0]) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s:%zu: no path", path, line);
  }
  *track = (BylineTrack){
      .path = byline_path_join(folder, name),
      .artist = strdup(byline_table_cell(table, row, columns->artist)),
      .album = strdup(byline_table_cell(table, row, columns->album)),
      .title = strdup(byline_table_cell(table, row, columns->title)),
      .album_artist =
          strdup(byline_table_cell(table, row, columns->album_artist)),
      .artist_id = strdup(byline_table_cell(table, row, columns->artist_id)),
  };
  if (!track->path || !track->artist || !track->album || !track->title ||
      !track->album_artist || !track->artist_id) {
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  return parse_duration(path, line,
                        byline_table_cell(table, row, columns->duration),
                        &track->duration);
}

/* The part of a path up to its last slash, "" when there is none. */
static char* folder_of(const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("");
}

/* Whether a row that was marked as missing still is. */
static bool is_missing(const char* folder, const BylineTable* table, size_t row,
                       const Columns* columns)
{
  if (!byline_table_cell(table, row, columns->missing)[0]) {
    return false;
  }
  char* const path =
      byline_path_join(folder, byline_table_cell(table, row, columns->path));
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

BylineStatus byline_library_read(const char* path, BylineLibrary* library)
{
  *library = (BylineLibrary){0};
  BylineTable table;
  BylineStatus status = byline_table_read(path, &table);
  if (status != BYLINE_OK) {
    return status;
  }
  Columns columns;
  status = find_columns(path, &table, &columns);
  char* const folder = folder_of(path);
  library->tracks = calloc(table.n_rows, sizeof(*library->tracks));
  if (status == BYLINE_OK && (!folder || !library->tracks)) {
    status = byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  size_t n_missing = 0;
  for (size_t row = 1; status == BYLINE_OK && row < table.n_rows; ++row) {
    if (byline_track_is_dropped(
            byline_table_cell(&table, row, columns.dropped))) {
      continue;
    }
    if (is_missing(folder, &table, row, &columns)) {
      ++n_missing;
      continue;
    }
    status = read_track(path, folder, &table, row, &columns,
                        &library->tracks[library->n_tracks++]);
  }
  free(folder);
  byline_table_free(&table);
  tell_missing(path, n_missing);
  if (status != BYLINE_OK) {
    byline_library_free(library);
  }
  return status;
}

BylineStatus byline_library_write(const char* path,
                                  const BylineLibrary* library)
{
  char* const folder = getcwd(NULL, 0);
  if (!folder) {
    return byline_error(BYLINE_ERROR_IO, "the current folder: %s",
                        strerror(errno));
  }
  BylineOutput output;
  BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    free(folder);
    return status;
  }
  fputs("path\tartist\talbum\ttitle\talbum_artist\tartist_id\tduration\n",
        output.stream);
  for (size_t i = 0; status == BYLINE_OK && i < library->n_tracks; ++i) {
    const BylineTrack* const track = &library->tracks[i];
    /* A relative path would change its meaning in another folder */
    char* const full_path = byline_path_join(folder, track->path);
    if (!full_path) {
      status = byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
      break;
    }
    byline_table_put(output.stream, full_path, '\t');
    byline_table_put(output.stream, track->artist, '\t');
    byline_table_put(output.stream, track->album, '\t');
    byline_table_put(output.stream, track->title, '\t');
    byline_table_put(output.stream,
                     track->album_artist ? track->album_artist : "", '\t');
    byline_table_put(output.stream, track->artist_id ? track->artist_id : "",
                     '\t');
    fprintf(output.stream, "%.1f\n", track->duration);
    free(full_path);
  }
  free(folder);
  if (status != BYLINE_OK) {
    byline_output_abandon(&output);
    return status;
  }
  return byline_output_commit(&output);
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
