/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file rescan_match.h
   Which file is which row's, in a library that is being brought up to date.
*/

#ifndef BYLINE_DATASET_RESCAN_MATCH_H
#define BYLINE_DATASET_RESCAN_MATCH_H

#include "base/file.h"
#include "byline/dataset.h"
#include "byline/status.h"
#include "dataset/credits.h"
#include "dataset/rescan.h"
#include "dataset/rescan_rows.h"
#include "dataset/table.h"
#include "dataset/track_spool.h"
#include "dataset/walk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** A file that no settled row knows: that of a row, or one that was found. */
typedef struct {
  BylineRescanRow* row;         ///< Whose path it has; NULL: nobody's
  const BylineFoundFile* found; ///< Where there is no such row
  bool placed;                  ///< It has a row, or is to have one
  bool is_new;                  ///< The latter
} BylineRescanFile;

/** A library that is being brought up to date. */
typedef struct {
  const char* path;                     ///< Of the library
  const BylineRescanSettings* settings; ///< What to do
  BylineRescanReport* report;           ///< What became of it
  BylineFileStamp before;               ///< Of the library when it was read
  BylineTable table;                    ///< What will be written first
  size_t columns[BYLINE_N_COLUMNS];     ///< Their numbers
  size_t missing;                       ///< The column, once it is needed
  char* here;                           ///< The current folder
  BylineRescanRows rows;                ///< Of the table
  BylineFoundFiles found;               ///< In the folders
  BylineRescanFile* fresh;              ///< `n_fresh` files to look into
  size_t n_fresh;                       ///< How many
  BylineTrackSpool spool;               ///< What was in them, in that order
  BylineArtists* artists; ///< Of the table and of them; NULL: no fresh files
  bool changed;           ///< The table has to be written
} BylineRescan;

/** Where a file is, as it was found. */
static inline const char* byline_rescan_file_path(const BylineRescanFile* file)
{
  return file->row ? file->row->path : file->found->path;
}

/**
   Look into the fresh files: fill the spool, and learn the artists.

   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_MEMORY or
   BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_rescan_look(BylineRescan* rescan);

/**
   Look into the folders, give each row its file, and tell which files are new;
   mark the rows whose file cannot be read.

   @param rescan With its table and rows.
   @return BYLINE_OK, BYLINE_ERROR_IO (no such folder), BYLINE_ERROR_MEMORY or
   BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_rescan_match(BylineRescan* rescan);

/**
   Write a row for each file that is new, below those of the table.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_rescan_put_new(BylineRescan* rescan, FILE* stream);

#endif // BYLINE_DATASET_RESCAN_MATCH_H
