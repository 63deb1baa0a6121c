/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/rescan.h"

#include "base/file.h"
#include "dataset/table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The columns that a scan fills in */
enum {
  PATH,
  ARTIST,
  ALBUM,
  TITLE,
  ALBUM_ARTIST,
  ARTIST_ID,
  DURATION,
  N_COLUMNS
};

static const char* const column_names[N_COLUMNS] = {
    "path",         "artist",    "album",   "title",
    "album_artist", "artist_id", "duration"};

/* A row of the old table, by the full path of its track */
typedef struct {
  char* path;
  size_t row;
} OldRow;

/* A table that is being brought up to date */
typedef struct {
  BylineTable table;
  size_t columns[N_COLUMNS];
  OldRow* rows; ///< In the order of their paths
  size_t n_rows;
  char* here;   ///< The current folder
  char* folder; ///< The table's, with the current one before it
} Update;

static BylineStatus no_memory(void)
{
  return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
}

static int compare_rows(const void* a, const void* b)
{
  return strcmp(((const OldRow*)a)->path, ((const OldRow*)b)->path);
}

static BylineStatus find_folders(const char* path, Update* update)
{
  update->here = getcwd(NULL, 0);
  if (!update->here) {
    return byline_error(BYLINE_ERROR_IO, "the current folder: %s",
                        strerror(errno));
  }
  const char* const slash = strrchr(path, '/');
  char* const folder =
      slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("");
  if (folder) {
    update->folder = folder[0] ? byline_path_join(update->here, folder)
                               : strdup(update->here);
  }
  free(folder);
  return update->folder ? BYLINE_OK : no_memory();
}

static BylineStatus index_rows(Update* update)
{
  const BylineTable* const table = &update->table;
  update->rows = calloc(table->n_rows, sizeof(*update->rows));
  if (!update->rows) {
    return no_memory();
  }
  for (size_t row = 1; row < table->n_rows; ++row) {
    char* const path = byline_path_join(
        update->folder, byline_table_cell(table, row, update->columns[PATH]));
    if (!path) {
      return no_memory();
    }
    update->rows[update->n_rows++] = (OldRow){.path = path, .row = row};
  }
  qsort(update->rows, update->n_rows, sizeof(*update->rows), compare_rows);
  return BYLINE_OK;
}

static BylineStatus read_old(const char* path, Update* update)
{
  BylineStatus status = byline_table_read(path, &update->table);
  if (status == BYLINE_OK &&
      (byline_table_column(&update->table, "path") == BYLINE_NO_COLUMN ||
       byline_table_column(&update->table, "artist") == BYLINE_NO_COLUMN)) {
    status = byline_error(BYLINE_ERROR_FORMAT,
                          "%s: there already, and not a library; choose "
                          "another name",
                          path);
  }
  for (int i = 0; status == BYLINE_OK && i < N_COLUMNS; ++i) {
    status = byline_table_add_column(&update->table, column_names[i],
                                     &update->columns[i]);
  }
  return status == BYLINE_OK ? index_rows(update) : status;
}

static void put_new(FILE* stream, const Update* update, const char* path,
                    const BylineTrack* track)
{
  char duration[32];
  snprintf(duration, sizeof(duration), "%.1f", track->duration);
  const char* const cells[N_COLUMNS] = {
      path,
      track->artist,
      track->album,
      track->title,
      track->album_artist ? track->album_artist : "",
      track->artist_id ? track->artist_id : "",
      duration};
  const size_t n = update->table.n_columns;
  for (size_t column = 0; column < n; ++column) {
    const char* cell = "";
    for (int i = 0; i < N_COLUMNS; ++i) {
      cell = update->columns[i] == column ? cells[i] : cell;
    }
    byline_table_put(stream, cell, column + 1 < n ? '\t' : '\n');
  }
}

static void put_old(FILE* stream, const BylineTable* table, size_t row)
{
  for (size_t column = 0; column < table->n_columns; ++column) {
    byline_table_put(stream, byline_table_cell(table, row, column),
                     column + 1 < table->n_columns ? '\t' : '\n');
  }
}

static BylineStatus put_track(FILE* stream, const Update* update,
                              const BylineTrack* track,
                              BylineRescanReport* report)
{
  const OldRow key = {.path = byline_path_join(update->here, track->path)};
  if (!key.path) {
    return no_memory();
  }
  const OldRow* const old = update->n_rows
                                ? bsearch(&key, update->rows, update->n_rows,
                                          sizeof(*update->rows), compare_rows)
                                : NULL;
  if (old) {
    put_old(stream, &update->table, old->row);
    ++report->n_kept;
  } else {
    put_new(stream, update, key.path, track);
    ++report->n_new;
  }
  free(key.path);
  return BYLINE_OK;
}

static BylineStatus write_updated(const char* path, const Update* update,
                                  const BylineLibrary* found,
                                  BylineRescanReport* report)
{
  BylineOutput output;
  BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  put_old(output.stream, &update->table, 0);
  for (size_t i = 0; status == BYLINE_OK && i < found->n_tracks; ++i) {
    status = put_track(output.stream, update, &found->tracks[i], report);
  }
  if (status != BYLINE_OK) {
    byline_output_abandon(&output);
    return status;
  }
  if (update->n_rows > report->n_kept) {
    report->n_gone = update->n_rows - report->n_kept;
  }
  return byline_output_commit(&output);
}

BylineStatus byline_library_update(const char* path, const BylineLibrary* found,
                                   BylineRescanReport* report)
{
  *report = (BylineRescanReport){0};
  if (access(path, F_OK) != 0) {
    report->n_new = found->n_tracks;
    return byline_library_write(path, found);
  }
  Update update = {0};
  BylineStatus status = find_folders(path, &update);
  if (status == BYLINE_OK) {
    status = read_old(path, &update);
  }
  if (status == BYLINE_OK) {
    status = write_updated(path, &update, found, report);
  }
  for (size_t i = 0; i < update.n_rows; ++i) {
    free(update.rows[i].path);
  }
  free(update.rows);
  free(update.here);
  free(update.folder);
  byline_table_free(&update.table);
  return status;
}
