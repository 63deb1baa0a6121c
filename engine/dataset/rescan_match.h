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
#include "dataset/content.h"
#include "dataset/rescan.h"
#include "dataset/rescan_rows.h"
#include "dataset/table.h"
#include "dataset/walk.h"

#include <stdbool.h>
#include <stddef.h>

/** A file that no settled row knows. */
typedef struct {
  BylineRescanRow* row;              ///< Whose path it has; NULL: nobody's
  char content[BYLINE_CONTENT_SIZE]; ///< "" when it cannot be read
} BylineRescanFile;

/** A library that is being brought up to date. */
typedef struct {
  const char* path;                     ///< Of the library
  const BylineRescanSettings* settings; ///< What to do
  BylineRescanReport* report;           ///< What became of it
  BylineFileStamp before;               ///< Of the library when it was read
  BylineTable table;                    ///< What will be written
  size_t columns[BYLINE_N_COLUMNS];     ///< Their numbers
  size_t missing;                       ///< The column, once it is needed
  char* here;                           ///< The current folder
  BylineRescanRows rows;                ///< Of the table
  BylineFoundFiles found;               ///< In the folders
  BylineFoundFiles fresh; ///< Of them, and of rows: those to look into; their
                          ///< paths belong to others
  BylineRescanFile* news; ///< One for each fresh file
  BylineTrack* tracks;    ///< One for each fresh file; no path: no music
  bool changed;           ///< The table has to be written
} BylineRescan;

/**
   Look into the folders, give each row its file, and the table a row for each
   file that is new; mark the rows whose file cannot be read.

   @param rescan With its table and rows.
   @return BYLINE_OK, BYLINE_ERROR_IO (no such folder), BYLINE_ERROR_MEMORY or
   BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_rescan_match(BylineRescan* rescan);

#endif // BYLINE_DATASET_RESCAN_MATCH_H
