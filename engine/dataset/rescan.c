/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/rescan.h"

#include "base/file.h"
#include "byline/dataset.h"
#include "byline/thread_pool.h"
#include "dataset/collection.h"
#include "dataset/credits.h"
#include "dataset/rescan_rows.h"
#include "dataset/table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So often a library may be changed by others while its music is looked into */
#define MAX_ATTEMPTS 3

static const char* const column_names[BYLINE_N_COLUMNS] = {
    "path",         "artist",    "album",    "title",
    "album_artist", "artist_id", "duration", "content"};

/* A file that no settled row knows */
typedef struct {
  BylineRescanRow* row;              ///< Whose path it has; NULL: nobody's
  char content[BYLINE_CONTENT_SIZE]; ///< "" when it cannot be read
} NewFile;

/* A library that is being brought up to date */
typedef struct {
  const char* path;
  const BylineRescanSettings* settings;
  BylineRescanReport* report;
  BylineFileStamp before; ///< Of the library when it was read
  BylineTable table;
  size_t columns[BYLINE_N_COLUMNS];
  size_t missing; ///< The column, once it is needed
  char* here;     ///< The current folder
  BylineRescanRows rows;
  BylineFoundFiles found; ///< In the folders
  BylineFoundFiles fresh; ///< Of them, and of rows: those to look into; their
                          ///< paths belong to others
  NewFile* news;          ///< One for each fresh file
  BylineTrack* tracks;    ///< One for each fresh file; no path: no music
  bool changed;           ///< The table has to be written
} Update;

static BylineStatus no_memory(void)
{
  return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
}

/* ---- the table */

static BylineStatus set(Update* u, size_t row, size_t column, const char* text)
{
  if (!strcmp(byline_table_cell(&u->table, row, column), text)) {
    return BYLINE_OK;
  }
  u->changed = true;
  return byline_table_set(&u->table, row, column, text);
}

/* Say why a row's file cannot be read; "" when it can. */
static BylineStatus set_missing(Update* u, size_t row, const char* why)
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

/* Read the table that is there. */
static BylineStatus read_old(Update* u, bool* is_library)
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

static BylineStatus read_table(Update* u)
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

static BylineStatus find_rows(Update* u)
{
  char* const folder = byline_path_folder(u->path);
  char* const full = folder ? byline_path_join(u->here, folder) : NULL;
  const BylineStatus status =
      full ? byline_rescan_rows_find(&u->table, full, u->columns, &u->rows)
           : no_memory();
  free(full);
  free(folder);
  return status;
}

/* ---- what has to be read */

/* Find out what the files of changed rows are now.  A BylineTask. */
static void read_content(void* context, unsigned thread, size_t begin,
                         size_t end)
{
  (void)thread;
  Update* const u = context;
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
  Update* const u = context;
  for (size_t i = begin; i < end; ++i) {
    if (u->news[i].row) {
      snprintf(u->news[i].content, BYLINE_CONTENT_SIZE, "%s",
               u->news[i].row->now);
    } else if (u->tracks[i].path) {
      byline_content_read(u->fresh.files[i].path, u->news[i].content);
    }
  }
}

static BylineStatus run(Update* u, BylineTask task, size_t n)
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
static BylineStatus settle_rows(Update* u)
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
static void choose_found(Update* u, const BylineFoundFile** order)
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
static BylineStatus gather_fresh(Update* u)
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

static BylineStatus set_duration(Update* u, size_t row, double seconds)
{
  char text[32];
  snprintf(text, sizeof(text), "%.1f", seconds);
  return set(u, row, u->columns[BYLINE_COLUMN_DURATION], text);
}

/* Let a lost row have a file. */
static BylineStatus claim(Update* u, BylineRescanRow* row, const char* path,
                          const char* content)
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
static BylineStatus replace(Update* u, BylineRescanRow* row,
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
static BylineRescanRow* find_lost(const Update* u, const char* path,
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

static BylineStatus append(Update* u, const char* path,
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

static BylineStatus place(Update* u, size_t i)
{
  const BylineTrack* const track = &u->tracks[i];
  const NewFile* const new = &u->news[i];
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
static BylineStatus place_all(Update* u)
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
static BylineStatus mark_lost(Update* u)
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

static BylineStatus walk_folders(Update* u)
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

static BylineStatus match(Update* u)
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

static BylineStatus finish(Update* u, bool* outdated)
{
  BylineRescanReport* const report = u->report;
  report->n_old = u->rows.n - report->n_pruned;
  report->n_rows = report->n_old + report->n_new;
  if (u->rows.n == 0 && report->n_new == 0) {
    return byline_error(BYLINE_ERROR_DATA, "%s: no music there",
                        u->settings->folders[0]);
  }
  *outdated = !byline_file_is_as(u->path, &u->before); /* By others */
  return *outdated || !u->changed ? BYLINE_OK
                                  : byline_table_write(u->path, &u->table);
}

static void update_free(Update* u)
{
  for (size_t i = 0; i < u->fresh.n; ++i) {
    byline_track_free(&u->tracks[i]);
  }
  free(u->tracks);
  free(u->news);
  free(u->fresh.files);
  free(u->here);
  byline_found_files_free(&u->found);
  byline_rescan_rows_free(&u->rows);
  byline_table_free(&u->table);
}

static BylineStatus update(const char* path,
                           const BylineRescanSettings* settings,
                           BylineRescanReport* report, bool* outdated)
{
  Update u = {.path = path,
              .settings = settings,
              .report = report,
              .here = getcwd(NULL, 0)};
  *report = (BylineRescanReport){.n_rows = 0};
  *outdated = false;
  BylineStatus status =
      u.here ? read_table(&u)
             : byline_error(BYLINE_ERROR_IO, "the current folder: %s",
                            strerror(errno));
  if (status == BYLINE_OK) {
    status = find_rows(&u);
  }
  if (status == BYLINE_OK) {
    status = match(&u);
  }
  if (status == BYLINE_OK) {
    status = finish(&u, outdated);
  }
  update_free(&u);
  return status;
}

BylineStatus byline_library_update(const char* path,
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
