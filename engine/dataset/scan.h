/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file scan.h
   From sound files to the tracks of a library.
*/

#ifndef BYLINE_DATASET_SCAN_H
#define BYLINE_DATASET_SCAN_H

#include "byline/dataset.h"
#include "byline/status.h"
#include "byline/thread_pool.h"
#include "dataset/walk.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** What a scan met. */
typedef struct {
  size_t n_skipped;    ///< Files and folders with a warning each
  size_t n_from_names; ///< Tracks whose artist is a folder's name
  size_t n_nameless;   ///< Tracks whose artist is not known at all
  size_t n_videos;     ///< Files that were passed by, having moving pictures
} BylineScanReport;

/** How files are looked into. */
typedef struct {
  BylineThreadPool* pool;            ///< Those who do it
  bool videos;                       ///< Files with moving pictures are music
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
  size_t n_before;                   ///< For the progress: files done already
  size_t n_all;                      ///< And how many there are altogether
} BylineScanSettings;

/**
   Look into files for music.

   Artist, album and title come from the tags and, where these are missing,
   from the names of folders: ARTIST/ALBUM/TITLE below the folder that a walk
   began in.  Files are recognised by their content.  Those that are called like
   sound files but cannot be read are skipped, with a warning each.

   @param files `n` of them.
   @param[in,out] tracks One a file, {0} at first; those that are no music stay
   so.  To be freed, also after a failure.
   @param[in,out] report What was met is added.
   @return BYLINE_OK, BYLINE_ERROR_MEMORY or BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_files_look_into(const BylineFoundFile* files, size_t n,
                                    const BylineScanSettings* settings,
                                    BylineTrack* tracks,
                                    BylineScanReport* report);

#endif // BYLINE_DATASET_SCAN_H
