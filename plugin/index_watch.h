/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file index_watch.h
   The user's index of recordings, opened again when it has changed.
*/

#ifndef BYLINE_PLUGIN_INDEX_WATCH_H
#define BYLINE_PLUGIN_INDEX_WATCH_H

#include "base/file.h"
#include "byline/status.h"
#include "recordings/recordings.h"

#include <stdbool.h>

/** An index, if there is one; all zero at first. */
typedef struct {
  char* path;               ///< Where it would be; NULL without a home
  bool looked;              ///< It was looked for
  double time;              ///< When, in seconds
  BylineFileStamp stamp;    ///< How it was then
  BylineRecordings* opened; ///< NULL where there is none that can be read
  BylineRecordings* before; ///< The last one: answers may still speak of it
} BylineIndex;

/**
   Look whether there is another index now; every few seconds, and the first
   time.  Not for the audio thread.

   @param[out] changed Whether `opened` is another one, or none.
   @return BYLINE_OK, also where there is none; else why it cannot be read.
*/
BylineStatus byline_index_look(BylineIndex* index, bool* changed);

/** Close it. */
void byline_index_clear(BylineIndex* index);

#endif // BYLINE_PLUGIN_INDEX_WATCH_H
