/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/rescan.h"

#include "base/file.h"
#include "dataset/rescan_match.h"
#include "dataset/table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So often a library may be changed by others while its music is looked into */
#define MAX_ATTEMPTS 3

static const char* const column_names[BYLINE_N_COLUMNS] = {
    "path",         "artist",    "album",    "title",
    "album_artist", "artist_id", "duration", "content"};

/* ---- the table */

/* Read the table that is there. */
static BylineStatus read_old(BylineRescan* u, bool* is_library)
{
  const BylineStatus status = byline_table_read(u->path, &u->table);
  *is_library = status == BYLINE_OK &&
                byline_table_column(&u->table, "path") != BYLINE_NO_COLUMN &&
                byline_table_column(&u->table, "artist") != BYLINE_NO_COLUMN;
  return status == BYLINE_OK && !*is_library
             ? byline_error(BYLINE_ERROR_FORMAT,
                            "%s: there already, and not a library; choose "
                            "another name",
                            u->path)
             : status;
}

static BylineStatus read_table(BylineRescan* u)
{
  bool is_library = false;
  BylineStatus status = BYLINE_OK;
  u->before = byline_file_stamp(u->path);
  if (u->before.size > 0) {
    status = read_old(u, &is_library);
  }
  if (!is_library && (status == BYLINE_OK || u->settings->force)) {
    byline_table_free(&u->table);
    u->changed = true;
    status = byline_table_add_row(&u->table, &(size_t){0});
  }
  for (int i = 0; status == BYLINE_OK && i < BYLINE_N_COLUMNS; ++i) {
    status =
        byline_table_add_column(&u->table, column_names[i], &u->columns[i]);
  }
  u->missing = byline_table_column(&u->table, "missing");
  return status;
}

static BylineStatus find_rows(BylineRescan* u)
{
  char* const folder = byline_path_folder(u->path);
  char* const full = folder ? byline_path_join(u->here, folder) : NULL;
  const BylineStatus status =
      full ? byline_rescan_rows_find(&u->table, full, u->columns, &u->rows)
           : byline_no_memory(NULL);
  free(full);
  free(folder);
  return status;
}

/* Write the rows that there were, and those of the files that are new. */
static BylineStatus write_all(BylineRescan* u)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(u->path, &output));
  byline_table_put_rows(output.stream, &u->table);
  return byline_output_end(&output, byline_rescan_put_new(u, output.stream));
}

static BylineStatus finish(BylineRescan* u, bool* outdated)
{
  BylineRescanReport* const report = u->report;
  report->n_old = u->rows.n - report->n_pruned;
  report->n_rows = report->n_old + report->n_new;
  if (u->rows.n == 0 && report->n_new == 0) {
    return byline_error(BYLINE_ERROR_DATA, "%s: no music there",
                        u->settings->folders[0]);
  }
  *outdated = !byline_file_is_as(u->path, &u->before); /* By others */
  return *outdated || !u->changed ? BYLINE_OK : write_all(u);
}

static void update_free(BylineRescan* u)
{
  free(u->fresh);
  free(u->here);
  byline_track_spool_close(&u->spool);
  byline_artists_free(u->artists);
  byline_found_files_free(&u->found);
  byline_rescan_rows_free(&u->rows);
  byline_table_free(&u->table);
}

static BylineStatus run(BylineRescan* u, bool* outdated)
{
  if (!u->here) {
    return byline_error(BYLINE_ERROR_IO, "the current folder: %s",
                        strerror(errno));
  }
  BYLINE_TRY(read_table(u));
  BYLINE_TRY(find_rows(u));
  BYLINE_TRY(byline_rescan_match(u));
  return finish(u, outdated);
}

static BylineStatus update(const char* path,
                           const BylineRescanSettings* settings,
                           BylineRescanReport* report, bool* outdated)
{
  BylineRescan u = {.path = path,
                    .settings = settings,
                    .report = report,
                    .here = getcwd(NULL, 0)};
  *report = (BylineRescanReport){.n_rows = 0};
  *outdated = false;
  const BylineStatus status = run(&u, outdated);
  update_free(&u);
  return status;
}

BylineStatus byline_library_rescan(const char* path,
                                   const BylineRescanSettings* settings,
                                   BylineRescanReport* report)
{
  bool outdated = true;
  BylineStatus status = BYLINE_OK;
  for (int i = 0; status == BYLINE_OK && outdated && i < MAX_ATTEMPTS; ++i) {
    status = update(path, settings, report, &outdated);
    if (status == BYLINE_OK && outdated) {
      byline_log(BYLINE_LOG_NOTE,
                 "%s was changed meanwhile: bringing it up to date again",
                 path);
    }
  }
  return status == BYLINE_OK && outdated
             ? byline_error(BYLINE_ERROR_IO,
                            "%s: changed by others all the time; nothing is "
                            "written",
                            path)
             : status;
}
