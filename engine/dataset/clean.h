/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file clean.h
   Which tracks of a library are of no use for learning its artists.
*/

#ifndef BYLINE_DATASET_CLEAN_H
#define BYLINE_DATASET_CLEAN_H

#include "byline/status.h"
#include "dataset/names.h"
#include "dataset/table.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** The rules. */
typedef struct {
  double min_duration;    ///< Drop shorter tracks, in seconds
  bool keep_instrumental; ///< Keep tracks whose title calls them instrumental
  double min_voice;   ///< Drop tracks in which a voice is heard in a smaller
                      ///< share of the time; 0: do not listen
  const char* folder; ///< What the tracks' paths are relative to
  const BylineNames* artists; ///< Names that are one artist, whatever they look
                              ///< like; may be NULL
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineCleanRules;

/**
   Fill in the column `dropped` of a library.

   Tracks that some rule is against get its reason; others get an empty cell,
   except that "keep" stays.  Tracks that are to be listened to but cannot be
   read are kept, with a warning; rows that cannot be read are dropped, with
   one.

   @param library A library's table.
   @param[out] n_dropped Tracks with a reason.
   @return BYLINE_OK, BYLINE_ERROR_FORMAT (no library), BYLINE_ERROR_INTERRUPTED
   or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_library_clean(BylineTable* library,
                                  const BylineCleanRules* rules,
                                  size_t* n_dropped);

#endif // BYLINE_DATASET_CLEAN_H
