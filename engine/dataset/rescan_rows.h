/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file rescan_rows.h
   Rows of a library that is being brought up to date, and whose files they
   are.
*/

#ifndef BYLINE_DATASET_RESCAN_ROWS_H
#define BYLINE_DATASET_RESCAN_ROWS_H

#include "byline/dataset.h"
#include "byline/status.h"
#include "dataset/content.h"
#include "dataset/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/** The columns that a scan fills in. */
enum {
  BYLINE_COLUMN_PATH,
  BYLINE_COLUMN_ARTIST,
  BYLINE_COLUMN_ALBUM,
  BYLINE_COLUMN_TITLE,
  BYLINE_COLUMN_ALBUM_ARTIST,
  BYLINE_COLUMN_ARTIST_ID,
  BYLINE_COLUMN_DURATION,
  BYLINE_COLUMN_CONTENT,
  BYLINE_N_COLUMNS
};

/** A row of the table. */
typedef struct {
  size_t row;          ///< Its number
  char* path;          ///< Of its file, in full
  const char* content; ///< What the file was known by, "" when not known
  const char* title;   ///< The table's
  const char* album;   ///< The table's
  double duration;     ///< In seconds; 0: not known
  char* now;           ///< What it is known by now; NULL if it was not read
  dev_t device;        ///< Of the file that has the path now
  ino_t inode;         ///< Its number there
  int error;           ///< Why there is no file, from stat(); 0: there is one
  bool settled;        ///< Its file is known; else it is looked for
  bool unchanged;      ///< The file need not be read
} BylineRescanRow;

/** All of them. */
typedef struct {
  BylineRescanRow* rows;     ///< `n` of them, in the table's order
  BylineRescanRow** by_file; ///< Those with a file, by device and number
  size_t n_files;            ///< How many these are
  BylineRescanRow** lost;    ///< Those not settled, by content
  size_t n_lost;             ///< How many these are
  BylineRescanRow** gone;    ///< Those of them without a file, by duration
  size_t n_gone;             ///< How many these are
  size_t n;                  ///< How many
} BylineRescanRows;

/**
   Find the files of a table's rows.

   @param folder What relative paths are relative to, in full.
   @param columns Numbers of the columns.
   @param[out] rows To be freed with byline_rescan_rows_free(); they use the
   table's cells.
*/
BylineStatus byline_rescan_rows_find(const BylineTable* table,
                                     const char* folder, const size_t* columns,
                                     BylineRescanRows* rows);

/** The row whose file this is, whatever its path; NULL when there is none. */
BylineRescanRow* byline_rescan_rows_of_file(const BylineRescanRows* rows,
                                            dev_t device, ino_t inode);

/** Gather the rows that are not settled. */
BylineStatus byline_rescan_rows_gather_lost(BylineRescanRows* rows);

/**
   The lost row of a content: one whose file had the same name, if there are
   several.  NULL when there is none.
*/
BylineRescanRow* byline_rescan_rows_of_content(const BylineRescanRows* rows,
                                               const char* content,
                                               const char* path);

/**
   The lost row without a content whose path ends like `path`: the last folder
   and the name, or, where there are several, the last two folders.  NULL when
   there is none, or still more than one.
*/
BylineRescanRow* byline_rescan_rows_of_name(const BylineRescanRows* rows,
                                            const char* path);

/**
   The lost row of a song whose file was moved and changed, as programs do that
   write tags and rename, or encoded anew: there is no file, the duration is
   nearly the same, and either the names of folder and file are, but for the
   file's ending, or title and album.  NULL when there is none, or more than
   one.
*/
BylineRescanRow* byline_rescan_rows_of_song(const BylineRescanRows* rows,
                                            const char* path,
                                            const BylineTrack* track);

/** Free and clear. */
void byline_rescan_rows_free(BylineRescanRows* rows);

#endif // BYLINE_DATASET_RESCAN_ROWS_H
