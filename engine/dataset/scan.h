/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file scan.h
   From music folders to a library.
*/

#ifndef BYLINE_DATASET_SCAN_H
#define BYLINE_DATASET_SCAN_H

#include "byline/dataset.h"
#include "byline/status.h"

#include <signal.h>
#include <stddef.h>

/** What a scan met. */
typedef struct {
  size_t n_skipped;    ///< Files and folders with a warning each
  size_t n_from_names; ///< Tracks whose artist is a folder's name
  size_t n_nameless;   ///< Tracks whose artist is not known at all
} BylineScanReport;

/**
   Find the music in folders.

   Artist, album and title come from the tags and, where these are missing,
   from the names of folders: ARTIST/ALBUM/TITLE below the folder given.  Files
   are recognised by their content.  Those that are called like sound files but
   cannot be read are skipped, with a warning each.

   @param folders `n_folders` of them.
   @param n_jobs Threads, 0 for one per processor.
   @param stop Set it to stop; may be NULL.
   @param[out] library To be freed with byline_library_free(); sorted by path
   within each folder.
   @return BYLINE_OK, BYLINE_ERROR_IO (no such folder), BYLINE_ERROR_DATA (no
   music in them), BYLINE_ERROR_MEMORY or BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_library_scan(char* const* folders, size_t n_folders,
                                 unsigned n_jobs,
                                 const volatile sig_atomic_t* stop,
                                 BylineLibrary* library,
                                 BylineScanReport* report);

#endif // BYLINE_DATASET_SCAN_H
