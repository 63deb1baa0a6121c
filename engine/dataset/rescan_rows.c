/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/rescan_rows.h"

#include "base/file.h"
#include "dataset/cell.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* In seconds: tables have tenths, and encoders add to a song's ends */
#define SAME_DURATION 0.25

/* ---- by file */

static int compare_files(const void* a, const void* b)
{
  const BylineRescanRow* const x = *(BylineRescanRow* const*)a;
  const BylineRescanRow* const y = *(BylineRescanRow* const*)b;
  if (x->device != y->device) {
    return x->device < y->device ? -1 : 1;
  }
  return (x->inode > y->inode) - (x->inode < y->inode);
}

static BylineStatus find_row(const BylineTable* table, const char* folder,
                             const size_t* columns, size_t number,
                             BylineRescanRow* row)
{
  struct stat info;
  *row = (BylineRescanRow){
      .row = number,
      .path = byline_path_join(
          folder,
          byline_table_cell(table, number, columns[BYLINE_COLUMN_PATH])),
      .content =
          byline_table_cell(table, number, columns[BYLINE_COLUMN_CONTENT]),
      .title = byline_table_cell(table, number, columns[BYLINE_COLUMN_TITLE]),
      .album = byline_table_cell(table, number, columns[BYLINE_COLUMN_ALBUM])};
  byline_cell_read_duration(
      byline_table_cell(table, number, columns[BYLINE_COLUMN_DURATION]),
      &row->duration);
  if (!row->path) {
    return byline_no_memory(NULL);
  }
  if (stat(row->path, &info) != 0) {
    row->error = errno;
  } else if (!S_ISREG(info.st_mode)) {
    row->error = ENOENT;
  } else {
    row->device = info.st_dev;
    row->inode = info.st_ino;
    row->unchanged = byline_content_is_unchanged(row->content, &info);
  }
  return BYLINE_OK;
}

BylineStatus byline_rescan_rows_find(const BylineTable* table,
                                     const char* folder, const size_t* columns,
                                     BylineRescanRows* rows)
{
  *rows = (BylineRescanRows){
      .rows = calloc(table->n_rows, sizeof(*rows->rows)),
      .by_file = calloc(table->n_rows, sizeof(BylineRescanRow*)),
      .lost = calloc(table->n_rows, sizeof(BylineRescanRow*)),
      .gone = calloc(table->n_rows, sizeof(BylineRescanRow*))};
  BylineStatus status = rows->rows && rows->by_file && rows->lost && rows->gone
                            ? BYLINE_OK
                            : byline_no_memory(NULL);
  for (size_t i = 1; status == BYLINE_OK && i < table->n_rows; ++i) {
    BylineRescanRow* const row = &rows->rows[rows->n++];
    status = find_row(table, folder, columns, i, row);
    if (!row->error) {
      rows->by_file[rows->n_files++] = row;
    }
  }
  qsort(rows->by_file, rows->n_files, sizeof(BylineRescanRow*), compare_files);
  return status;
}

BylineRescanRow* byline_rescan_rows_of_file(const BylineRescanRows* rows,
                                            dev_t device, ino_t inode)
{
  const BylineRescanRow wanted = {.device = device, .inode = inode};
  const BylineRescanRow* const key = &wanted;
  BylineRescanRow** const found =
      rows->n_files ? bsearch(&key, rows->by_file, rows->n_files,
                              sizeof(BylineRescanRow*), compare_files)
                    : NULL;
  return found ? *found : NULL;
}

/* ---- those whose file is looked for */

/* The last `n` parts of a path */
static const char* path_end(const char* path, int n)
{
  const char* end = path + strlen(path);
  while (end > path && (end[-1] != '/' || --n > 0)) {
    --end;
  }
  return end;
}

/* Rows without a content come first, by the ends of their paths. */
static int compare_contents(const void* a, const void* b)
{
  const BylineRescanRow* const x = *(BylineRescanRow* const*)a;
  const BylineRescanRow* const y = *(BylineRescanRow* const*)b;
  const int order = byline_content_compare(x->content, y->content);
  if (order == 0 && byline_content_length(x->content) == 0) {
    return strcmp(path_end(x->path, 2), path_end(y->path, 2));
  }
  return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int compare_durations(const void* a, const void* b)
{
  const BylineRescanRow* const x = *(BylineRescanRow* const*)a;
  const BylineRescanRow* const y = *(BylineRescanRow* const*)b;
  return (x->duration > y->duration) - (x->duration < y->duration);
}

BylineStatus byline_rescan_rows_gather_lost(BylineRescanRows* rows)
{
  rows->n_lost = 0;
  rows->n_gone = 0;
  for (size_t i = 0; i < rows->n; ++i) {
    BylineRescanRow* const row = &rows->rows[i];
    if (!row->settled) {
      rows->lost[rows->n_lost++] = row;
    }
    if (!row->settled && row->duration > 0 &&
        (row->error == ENOENT || row->error == ENOTDIR)) {
      rows->gone[rows->n_gone++] = row;
    }
  }
  qsort(rows->lost, rows->n_lost, sizeof(BylineRescanRow*), compare_contents);
  qsort(rows->gone, rows->n_gone, sizeof(BylineRescanRow*), compare_durations);
  return BYLINE_OK;
}

/* The first of the lost rows whose content is not before another one */
static size_t lower_bound(const BylineRescanRows* rows, const char* content)
{
  size_t low = 0;
  size_t high = rows->n_lost;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (byline_content_compare(rows->lost[middle]->content, content) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

BylineRescanRow* byline_rescan_rows_of_content(const BylineRescanRows* rows,
                                               const char* content,
                                               const char* path)
{
  BylineRescanRow* found = NULL;
  if (byline_content_length(content) == 0) {
    return NULL;
  }
  for (size_t i = lower_bound(rows, content);
       i < rows->n_lost &&
       byline_content_compare(rows->lost[i]->content, content) == 0;
       ++i) {
    BylineRescanRow* const row = rows->lost[i];
    if (row->settled) {
      continue;
    }
    if (!strcmp(path_end(row->path, 1), path_end(path, 1))) {
      return row;
    }
    found = found ? found : row;
  }
  return found;
}

/* The first of the rows without a content whose path ends like that or later */
static size_t lower_bound_of_name(const BylineRescanRows* rows, size_t n,
                                  const char* end)
{
  size_t low = 0;
  size_t high = n;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (strcmp(path_end(rows->lost[middle]->path, 2), end) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

BylineRescanRow* byline_rescan_rows_of_name(const BylineRescanRows* rows,
                                            const char* path)
{
  BylineRescanRow* by_two = NULL;
  BylineRescanRow* by_three = NULL;
  size_t n_two = 0;
  size_t n_three = 0;
  const char* const end = path_end(path, 2);
  const size_t n = lower_bound(rows, "x-");
  for (size_t i = lower_bound_of_name(rows, n, end);
       i < n && !strcmp(path_end(rows->lost[i]->path, 2), end); ++i) {
    BylineRescanRow* const row = rows->lost[i];
    if (row->settled || !row->error) {
      continue;
    }
    ++n_two;
    by_two = row;
    if (!strcmp(path_end(row->path, 3), path_end(path, 3))) {
      ++n_three;
      by_three = row;
    }
  }
  return n_three == 1 ? by_three : n_two == 1 ? by_two : NULL;
}

/* The first of the rows without a file that play for so long or longer */
static size_t lower_bound_of_duration(const BylineRescanRows* rows,
                                      double duration)
{
  size_t low = 0;
  size_t high = rows->n_gone;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (rows->gone[middle]->duration < duration) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* How long a file's name is without its ending, from the path's begin */
static size_t stem_length(const char* path)
{
  const char* const point = strrchr(path_end(path, 1), '.');
  return point ? (size_t)(point - path) : strlen(path);
}

static bool is_same_song(const BylineRescanRow* row, const char* path,
                         const BylineTrack* track)
{
  const char* const end = path_end(path, 2);
  const char* const row_end = path_end(row->path, 2);
  const size_t n = stem_length(end);
  return (stem_length(row_end) == n && !strncmp(end, row_end, n)) ||
         (track->title[0] && !strcmp(row->title, track->title) &&
          !strcmp(row->album, track->album));
}

BylineRescanRow* byline_rescan_rows_of_song(const BylineRescanRows* rows,
                                            const char* path,
                                            const BylineTrack* track)
{
  BylineRescanRow* found = NULL;
  for (size_t i =
           lower_bound_of_duration(rows, track->duration - SAME_DURATION);
       i < rows->n_gone &&
       rows->gone[i]->duration <= track->duration + SAME_DURATION;
       ++i) {
    BylineRescanRow* const row = rows->gone[i];
    if (!row->settled && is_same_song(row, path, track)) {
      if (found) {
        return NULL;
      }
      found = row;
    }
  }
  return found;
}

void byline_rescan_rows_free(BylineRescanRows* rows)
{
  for (size_t i = 0; i < rows->n; ++i) {
    free(rows->rows[i].path);
    free(rows->rows[i].now);
  }
  free(rows->rows);
  free(rows->by_file);
  free(rows->lost);
  free(rows->gone);
  *rows = (BylineRescanRows){.n = 0};
}
