/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file rescan.h
   Bringing a library up to date without losing what people wrote in it.
*/

#ifndef BYLINE_DATASET_RESCAN_H
#define BYLINE_DATASET_RESCAN_H

#include "byline/dataset.h"
#include "byline/status.h"

#include <stddef.h>

/** What became of a table's rows. */
typedef struct {
  size_t n_kept; ///< Tracks that were in it: their rows stand as they are
  size_t n_new;  ///< Tracks that were not
  size_t n_gone; ///< Rows whose file was not found any more: taken out
} BylineRescanReport;

/**
   Write a library; where there is one already, keep the rows, and all columns,
   of the tracks that were in it.

   A file that is there but is no library is not touched.

   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (no library) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_library_update(const char* path, const BylineLibrary* found,
                                   BylineRescanReport* report);

#endif // BYLINE_DATASET_RESCAN_H
