/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file stem_columns.h
   Columns of a recording whose voice is known: it lies in a file of its own.
*/

#ifndef BYLINE_DATASET_STEM_COLUMNS_H
#define BYLINE_DATASET_STEM_COLUMNS_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <signal.h>

/**
   Make the columns of a vocal focus, with the stem in place of the estimate.

   The rest is the recording less the stem, sample by sample.  Whatever the
   stem's rate, both are compared at the front end's.

   @param front_end One with a vocal focus.
   @param path The recording.
   @param stem Its voice.
   @param stop Set to stop; may be NULL.
   @param column Called once per column, in order.
   @param user Passed on to `column`.
   @return BYLINE_OK; BYLINE_ERROR_DATA when the stem has another length than
   the recording or is no part of it; BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT,
   BYLINE_ERROR_MEMORY or BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_stem_columns(const BylineFrontEnd* front_end,
                                 const char* path, const char* stem,
                                 const volatile sig_atomic_t* stop,
                                 BylineColumnFunction column, void* user);

#endif // BYLINE_DATASET_STEM_COLUMNS_H
