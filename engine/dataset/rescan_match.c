/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/rescan_match.h"

#include "byline/thread_pool.h"
#include "dataset/collection.h"
#include "dataset/credits.h"
#include "dataset/scan.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static BylineStatus no_memory(void)
{
  return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
}

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
        !(u->settings->stop && *u->settings->stop)) {
      byline_content_read(row->path, row->now);
    }
  }
}

static void read_new_content(void* context, unsigned thread, size_t begin,
                             size_t end)
{
  (void)thread;
  BylineRescan* const u = context;
  for (size_t i = begin; i < end; ++i) {
    if (u->news[i].row) {
      snprintf(u->news[i].content, BYLINE_CONTENT_SIZE, "%s",
               u->news[i].row->now);
    } else if (u->tracks[i].path) {
      byline_content_read(u->fresh.files[i].path, u->news[i].content);
    }
  }
}

static BylineStatus run(BylineRescan* u, BylineTask task, size_t n)
{
  BylineThreadPool* pool = NULL;
  const BylineStatus status =
      byline_thread_pool_new(u->settings->n_jobs, &pool);
  if (status == BYLINE_OK) {
    byline_thread_pool_run_unordered(pool, task, u, n);
  }
  byline_thread_pool_free(pool);
  return u->settings->stop && *u->settings->stop
             ? byline_error(BYLINE_ERROR_INTERRUPTED, "stopped on request")
             : status;
}

/* Settle the rows whose file is what it was. */
static BylineStatus settle_rows(BylineRescan* u)
{
  BylineStatus status = run(u, read_content, u->rows.n);
  for (size_t i = 0; status == BYLINE_OK && i < u->rows.n; ++i) {
    BylineRescanRow* const row = &u->rows.rows[i];
    const bool known = byline_content_length(row->content) > 0;
    row->settled =
        !row->error &&
        (row->unchanged ||
         (row->now[0] &&
          (!known || byline_content_compare(row->content, row->now) == 0)));
    if (row->settled && !row->unchanged) {
      status = set(u, row->row, u->columns[BYLINE_COLUMN_CONTENT], row->now);
    }
    if (status == BYLINE_OK && row->settled) {
      status = set_missing(u, row->row, "");
    }
  }
  return status == BYLINE_OK ? byline_rescan_rows_gather_lost(&u->rows)
                             : status;
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
  if (!x->artist != !y->artist) { /* A list of music knows more */
    return x->artist ? -1 : 1;
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
    u->fresh.files[u->fresh.n++] = *order[i];
  }
}

/* Gather the files to look into: found ones that are nobody's, and those of
   rows that knew another content. */
static BylineStatus gather_fresh(BylineRescan* u)
{
  const size_t most = u->found.n + u->rows.n + 1;
  const BylineFoundFile** const order = calloc(most, sizeof(*order));
  u->fresh.files = calloc(most, sizeof(*u->fresh.files));
  u->news = calloc(most, sizeof(*u->news));
  u->tracks = calloc(most, sizeof(*u->tracks));
  if (!order || !u->fresh.files || !u->news || !u->tracks) {
    free(order);
    return no_memory();
  }
  choose_found(u, order);
  free(order);
  for (size_t i = 0; i < u->rows.n; ++i) {
    BylineRescanRow* const row = &u->rows.rows[i];
    if (!row->settled && !row->error) {
      const char* const slash = strrchr(row->path, '/');
      u->news[u->fresh.n].row = row;
      u->fresh.files[u->fresh.n++] = (BylineFoundFile){
          .path = row->path,
          .root_length = slash ? (size_t)(slash - row->path) + 1 : 0,
          .named_as_music = true};
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
  BylineStatus status =
      set(u, row->row, u->columns[BYLINE_COLUMN_CONTENT], content);
  if (status == BYLINE_OK && strcmp(row->path, path) != 0) {
    ++u->report->n_moved;
    status = set(u, row->row, u->columns[BYLINE_COLUMN_PATH], path);
  }
  return status == BYLINE_OK ? set_missing(u, row->row, "") : status;
}

/* A row whose file holds something else now: it stays as it is. */
static BylineStatus replace(BylineRescan* u, BylineRescanRow* row,
                            const BylineTrack* track, const char* content)
{
  ++u->report->n_replaced;
  byline_log(BYLINE_LOG_NOTE,
             "%s holds something else now, by '%s'; its row stays as it is, "
             "delete it and scan again to have it made anew",
             row->path, track->artist);
  const BylineStatus status = claim(u, row, row->path, content);
  return status == BYLINE_OK ? set_duration(u, row->row, track->duration)
                             : status;
}

/* The lost row of a file that has none: by its content, else by its name */
static BylineRescanRow* find_lost(const BylineRescan* u, const char* path,
                                  const BylineTrack* track, const char* content)
{
  BylineRescanRow* row = byline_rescan_rows_of_content(&u->rows, content, path);
  if (row) {
    return row;
  }
  row = byline_rescan_rows_of_name(&u->rows, path);
  const char* const text =
      row ? byline_table_cell(&u->table, row->row,
                              u->columns[BYLINE_COLUMN_DURATION])
          : "";
  const double duration = strtod(text, NULL);
  return duration > 0 && fabs(duration - track->duration) > 1 ? NULL : row;
}

static BylineStatus append(BylineRescan* u, const char* path,
                           const BylineTrack* track, const char* content)
{
  const char* const cells[] = {path,
                               track->artist,
                               track->album,
                               track->title,
                               track->album_artist ? track->album_artist : "",
                               track->artist_id ? track->artist_id : "",
                               NULL,
                               content};
  size_t row = 0;
  BylineStatus status = byline_table_add_row(&u->table, &row);
  for (int i = 0; status == BYLINE_OK && i < BYLINE_N_COLUMNS; ++i) {
    if (cells[i]) {
      status = byline_table_set(&u->table, row, u->columns[i], cells[i]);
    }
  }
  ++u->report->n_new;
  u->changed = true;
  return status == BYLINE_OK ? set_duration(u, row, track->duration) : status;
}

static BylineStatus place(BylineRescan* u, size_t i)
{
  const BylineTrack* const track = &u->tracks[i];
  const BylineRescanFile* const new = &u->news[i];
  if (!track->path || !new->content[0]) {
    return BYLINE_OK;
  }
  char* const path = byline_path_join(u->here, u->fresh.files[i].path);
  if (!path) {
    return no_memory();
  }
  BylineRescanRow* const lost = find_lost(u, path, track, new->content);
  BylineStatus status = BYLINE_OK;
  if (lost) {
    status = claim(u, lost, path, new->content);
  } else if (new->row && !new->row->settled) {
    status = replace(u, new->row, track, new->content);
  } else {
    status = append(u, path, track, new->content);
  }
  free(path);
  return status;
}

/* Moved files first, so that a row goes with its content rather than stays with
   its path. */
static BylineStatus place_all(BylineRescan* u)
{
  BylineStatus status = BYLINE_OK;
  for (int by_row = 0; by_row < 2; ++by_row) {
    for (size_t i = 0; status == BYLINE_OK && i < u->fresh.n; ++i) {
      const char* const path = u->fresh.files[i].path;
      const bool moved =
          byline_rescan_rows_of_content(&u->rows, u->news[i].content, path);
      if (by_row || moved) {
        status = place(u, i);
        u->news[i].content[0] = '\0'; /* Done */
      }
    }
  }
  return status;
}

/* What became of the rows whose file was not found */
static BylineStatus mark_lost(BylineRescan* u)
{
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; status == BYLINE_OK && i < u->rows.n; ++i) {
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
      status = set_missing(u, row->row,
                           gone         ? "not there"
                           : row->error ? strerror(row->error)
                                        : "cannot be read");
    }
  }
  return status;
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
  BylineStatus status = walk_folders(u);
  if (status == BYLINE_OK) {
    status = settle_rows(u);
  }
  if (status == BYLINE_OK) {
    status = gather_fresh(u);
  }
  if (status == BYLINE_OK) {
    status = byline_files_look_into(&u->fresh, u->settings->n_jobs,
                                    u->settings->videos, u->settings->stop,
                                    u->tracks, &u->report->scan);
  }
  if (status == BYLINE_OK) {
    status = byline_tracks_credit(u->tracks, u->fresh.n, &u->table);
  }
  if (status == BYLINE_OK && u->fresh.n > 0) {
    status = run(u, read_new_content, u->fresh.n);
  }
  if (status == BYLINE_OK) {
    status = place_all(u);
  }
  return status == BYLINE_OK ? mark_lost(u) : status;
}
