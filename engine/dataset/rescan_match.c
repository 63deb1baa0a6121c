/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/rescan_match.h"

#include "base/stop.h"
#include "byline/thread_pool.h"
#include "dataset/collection.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static BylineStatus set(BylineRescan* u, size_t row, size_t column,
                        const char* text)
{
  if (!strcmp(byline_table_cell(&u->table, row, column), text)) {
    return BYLINE_OK;
  }
  u->changed = true;
  return byline_table_set(&u->table, row, column, text);
}

/* Say why a row's file cannot be read; "" when it can. */
static BylineStatus set_missing(BylineRescan* u, size_t row, const char* why)
{
  BylineStatus status = BYLINE_OK;
  if (u->missing == BYLINE_NO_COLUMN && why[0]) {
    u->changed = true;
    status = byline_table_add_column(&u->table, "missing", &u->missing);
  }
  u->report->n_missing += why[0] != '\0';
  return status == BYLINE_OK && u->missing != BYLINE_NO_COLUMN
             ? set(u, row, u->missing, why)
             : status;
}

/* ---- what has to be read */

/* Find out what the files of changed rows are now.  A BylineTask. */
static void read_content(void* context, unsigned thread, size_t begin,
                         size_t end)
{
  (void)thread;
  BylineRescan* const u = context;
  for (size_t i = begin; i < end; ++i) {
    BylineRescanRow* const row = &u->rows.rows[i];
    if (!row->error && !row->unchanged &&
        !byline_is_stopped(u->settings->stop)) {
      char now[BYLINE_CONTENT_SIZE];
      row->now =
          byline_content_read(row->path, now) == BYLINE_OK ? strdup(now) : NULL;
    }
  }
}

static BylineStatus read_contents(BylineRescan* u)
{
  BylineThreadPool* pool = NULL;
  BYLINE_TRY(byline_thread_pool_new(u->settings->n_jobs, &pool));
  byline_thread_pool_run_unordered(pool, read_content, u, u->rows.n);
  byline_thread_pool_free(pool);
  return byline_stop_check(u->settings->stop);
}

/* Settle the rows whose file is what it was. */
static BylineStatus settle_rows(BylineRescan* u)
{
  BYLINE_TRY(read_contents(u));
  for (size_t i = 0; i < u->rows.n; ++i) {
    BylineRescanRow* const row = &u->rows.rows[i];
    const bool known = byline_content_length(row->content) > 0;
    row->settled =
        !row->error &&
        (row->unchanged ||
         (row->now &&
          (!known || byline_content_compare(row->content, row->now) == 0)));
    if (row->settled && !row->unchanged) {
      BYLINE_TRY(set(u, row->row, u->columns[BYLINE_COLUMN_CONTENT], row->now));
    }
    if (row->settled) {
      BYLINE_TRY(set_missing(u, row->row, ""));
    }
  }
  return byline_rescan_rows_gather_lost(&u->rows);
}

static int compare_found(const void* a, const void* b)
{
  const BylineFoundFile* const x = *(const BylineFoundFile* const*)a;
  const BylineFoundFile* const y = *(const BylineFoundFile* const*)b;
  if (x->device != y->device) {
    return x->device < y->device ? -1 : 1;
  }
  if (x->inode != y->inode) {
    return x->inode < y->inode ? -1 : 1;
  }
  const bool x_listed = x->listing && x->listing->artist;
  const bool y_listed = y->listing && y->listing->artist;
  if (x_listed != y_listed) { /* A list of music knows more */
    return x_listed ? -1 : 1;
  }
  return (x > y) - (x < y);
}

static int compare_places(const void* a, const void* b)
{
  const BylineFoundFile* const x = *(const BylineFoundFile* const*)a;
  const BylineFoundFile* const y = *(const BylineFoundFile* const*)b;
  return (x > y) - (x < y);
}

/* Choose the found files that are nobody's, each of them once, though folders
   may overlap and links lead to the same file twice. */
static void choose_found(BylineRescan* u, const BylineFoundFile** order)
{
  size_t n = 0;
  for (size_t i = 0; i < u->found.n; ++i) {
    order[i] = &u->found.files[i];
  }
  qsort(order, u->found.n, sizeof(*order), compare_found);
  for (size_t i = 0; i < u->found.n; ++i) {
    const bool again = i > 0 && order[i]->device == order[i - 1]->device &&
                       order[i]->inode == order[i - 1]->inode;
    if (!again && !byline_rescan_rows_of_file(&u->rows, order[i]->device,
                                              order[i]->inode)) {
      order[n++] = order[i];
    }
  }
  qsort(order, n, sizeof(*order), compare_places);
  for (size_t i = 0; i < n; ++i) {
    u->fresh[u->n_fresh++].found = order[i];
  }
}

/* Gather the files to look into: found ones that are nobody's, and those of
   rows that knew another content. */
static BylineStatus gather_fresh(BylineRescan* u)
{
  const size_t most = u->found.n + u->rows.n + 1;
  const BylineFoundFile** const order = calloc(most, sizeof(*order));
  u->fresh = calloc(most, sizeof(*u->fresh));
  if (!order || !u->fresh) {
    free(order);
    return byline_no_memory(NULL);
  }
  choose_found(u, order);
  free(order);
  for (size_t i = 0; i < u->rows.n; ++i) {
    BylineRescanRow* const row = &u->rows.rows[i];
    if (!row->settled && !row->error) {
      u->fresh[u->n_fresh++].row = row;
    }
  }
  return BYLINE_OK;
}

/* ---- whose the files are */

static BylineStatus set_duration(BylineRescan* u, size_t row, double seconds)
{
  char text[32];
  snprintf(text, sizeof(text), "%.1f", seconds);
  return set(u, row, u->columns[BYLINE_COLUMN_DURATION], text);
}

/* Let a lost row have a file. */
static BylineStatus claim(BylineRescan* u, BylineRescanRow* row,
                          const char* path, const char* content)
{
  row->settled = true;
  BYLINE_TRY(set(u, row->row, u->columns[BYLINE_COLUMN_CONTENT], content));
  if (strcmp(row->path, path) != 0) {
    ++u->report->n_moved;
    BYLINE_TRY(set(u, row->row, u->columns[BYLINE_COLUMN_PATH], path));
  }
  return set_missing(u, row->row, "");
}

/* A row whose file holds something else now: it stays as it is. */
static BylineStatus replace(BylineRescan* u, BylineRescanRow* row,
                            const BylineTrack* track, const char* content)
{
  BylineCredit credit;
  if (!byline_artists_credit(u->artists, track->artist, track->artist_id,
                             track->title, &credit)) {
    free(credit.names);
    return byline_no_memory(NULL);
  }
  ++u->report->n_replaced;
  byline_log(BYLINE_LOG_NOTE,
             "%s holds something else now, by '%s'; its row stays as it is, "
             "delete it and scan again to have it made anew",
             row->path, credit.names);
  free(credit.names);
  BYLINE_TRY(claim(u, row, row->path, content));
  return set_duration(u, row->row, track->duration);
}

/* The lost row of a file: by its content, else by its name, else, of a new
   file, by what plays in it */
static BylineRescanRow* find_lost(const BylineRescan* u,
                                  const BylineRescanFile* file,
                                  const char* path, const BylineTrack* track,
                                  const char* content)
{
  BylineRescanRow* row = byline_rescan_rows_of_content(&u->rows, content, path);
  if (row) {
    return row;
  }
  row = byline_rescan_rows_of_name(&u->rows, path);
  if (row &&
      (row->duration <= 0 || fabs(row->duration - track->duration) <= 1)) {
    return row;
  }
  return file->row ? NULL : byline_rescan_rows_of_song(&u->rows, path, track);
}

/* Give a file the row that it has, or let it have a new one. */
static BylineStatus place(BylineRescan* u, BylineRescanFile* file,
                          const BylineTrack* track, const char* content)
{
  char* const path = byline_path_join(u->here, byline_rescan_file_path(file));
  if (!path) {
    return byline_no_memory(NULL);
  }
  BylineRescanRow* const lost = find_lost(u, file, path, track, content);
  BylineStatus status = BYLINE_OK;
  file->placed = true;
  if (lost) {
    status = claim(u, lost, path, content);
  } else if (file->row && !file->row->settled) {
    status = replace(u, file->row, track, content);
  } else {
    file->is_new = true;
    ++u->report->n_new;
    u->changed = true;
  }
  free(path);
  return status;
}

/* Place the files, or only those that were moved. */
static BylineStatus place_some(BylineRescan* u, bool moved)
{
  if (u->n_fresh > 0) {
    BYLINE_TRY(byline_track_spool_rewind(&u->spool));
  }
  for (size_t i = 0; i < u->n_fresh; ++i) {
    BylineTrack track;
    const char* content = NULL;
    BylineRescanFile* const file = &u->fresh[i];
    BYLINE_TRY(byline_track_spool_next(&u->spool, &track, &content));
    if (content && content[0] && !file->placed &&
        (!moved || byline_rescan_rows_of_content(
                       &u->rows, content, byline_rescan_file_path(file)))) {
      BYLINE_TRY(place(u, file, &track, content));
    }
  }
  return BYLINE_OK;
}

/* Moved files first, so that a row goes with its content rather than stays with
   its path. */
static BylineStatus place_all(BylineRescan* u)
{
  if (u->rows.n_lost > 0) {
    BYLINE_TRY(place_some(u, true));
  }
  return place_some(u, false);
}

/* What became of the rows whose file was not found */
static BylineStatus mark_lost(BylineRescan* u)
{
  for (size_t i = 0; i < u->rows.n; ++i) {
    BylineRescanRow* const row = &u->rows.rows[i];
    if (row->settled) {
      continue;
    }
    const bool gone = row->error == ENOENT || row->error == ENOTDIR;
    if (gone && u->settings->prune) {
      ++u->report->n_pruned;
      u->changed = true;
      byline_table_drop_row(&u->table, row->row);
    } else {
      BYLINE_TRY(set_missing(u, row->row,
                             gone         ? "not there"
                             : row->error ? strerror(row->error)
                                          : "cannot be read"));
    }
  }
  return BYLINE_OK;
}

/* ---- all of it */

static BylineStatus walk_folders(BylineRescan* u)
{
  const BylineRescanSettings* const s = u->settings;
  size_t n_walked = 0;
  for (size_t i = 0; i < s->n_folders; ++i) {
    struct stat info;
    const bool is_list =
        stat(s->folders[i], &info) == 0 && S_ISREG(info.st_mode);
    const BylineStatus status =
        is_list ? byline_collection_find(s->folders[i], &u->found,
                                         &u->report->scan.n_skipped)
                : byline_folder_walk(s->folders[i], &u->found,
                                     &u->report->scan.n_skipped);
    n_walked += status == BYLINE_OK;
    if (status == BYLINE_ERROR_IO && u->rows.n > 0 &&
        access(s->folders[i], F_OK) != 0) {
      byline_log(BYLINE_LOG_WARNING, "skipped: %s", byline_error_message());
    } else if (status != BYLINE_OK) {
      return status;
    }
  }
  return n_walked > 0 || u->rows.n > 0
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_IO, "%s: no such folder",
                            s->folders[0]);
}

BylineStatus byline_rescan_match(BylineRescan* u)
{
  BYLINE_TRY(walk_folders(u));
  BYLINE_TRY(settle_rows(u));
  BYLINE_TRY(gather_fresh(u));
  BYLINE_TRY(byline_rescan_look(u));
  BYLINE_TRY(place_all(u));
  return mark_lost(u);
}
