/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file rescan.h
   Bringing a library up to date without losing what people wrote in it.

   A row is known by its file, however the way there is spelt, and, when the
   file was moved, by its content.  What is in the row stays as it is, but for
   these columns, which are the scan's own:

       path      the new one of a file that was moved
       duration  of a file that holds something else now
       content   what the file is known by; see content.h
       missing   why the file cannot be read at present, or nothing; rows with
                 a reason are left alone by clean and prepare

   Rows leave a library only when that is asked for.
*/

#ifndef BYLINE_DATASET_RESCAN_H
#define BYLINE_DATASET_RESCAN_H

#include "byline/status.h"
#include "dataset/scan.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** What to do. */
typedef struct {
  char* const* folders;              ///< `n_folders` with music
  size_t n_folders;                  ///< How many
  unsigned n_jobs;                   ///< Threads, 0 for one per processor
  bool videos;                       ///< Files with moving pictures are music
  bool prune;                        ///< Forget rows whose file is gone
  bool force;                        ///< Write over what is no library
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineRescanSettings;

/** What became of a library's rows. */
typedef struct {
  BylineScanReport scan; ///< What was met in the folders
  size_t n_rows;         ///< Rows of the library as it is now
  size_t n_old;          ///< Rows that were in it and stayed
  size_t n_new;          ///< Tracks that were not
  size_t n_moved;        ///< Rows whose file is elsewhere now
  size_t n_replaced;     ///< Rows whose file holds something else now
  size_t n_missing;      ///< Rows whose file cannot be read: kept, and marked
  size_t n_pruned;       ///< Rows whose file is gone: taken out
} BylineRescanReport;

/**
   Make a library, or bring it up to date.

   A file that is there but is no library is not touched, nor is a library in
   which nothing has changed.  Folders that are not there get a warning when the
   library has rows already.

   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (no library),
   BYLINE_ERROR_DATA (no music, and nothing to update), BYLINE_ERROR_MEMORY or
   BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_library_rescan(const char* path,
                                   const BylineRescanSettings* settings,
                                   BylineRescanReport* report);

#endif // BYLINE_DATASET_RESCAN_H
