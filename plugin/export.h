/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file export.h
   Files that an instance writes for others: its history, and who plays now.

   Both are written beside and renamed, so that whoever reads them (a streaming
   program, a spreadsheet) never sees half a file.  Not for the audio thread.
*/

#ifndef BYLINE_PLUGIN_EXPORT_H
#define BYLINE_PLUGIN_EXPORT_H

#include "announcements.h"
#include "byline/status.h"

/**
   Write a history, in the format that its name asks for.

   @param now Seconds heard up to now, when the last announcement still holds.
   @return As byline_history_format() and byline_history_write().
*/
BylineStatus byline_export_history(const char* path,
                                   const BylineAnnouncements* history,
                                   double now);

/** A text file that always tells who plays now; all zero: none is written. */
typedef struct {
  char* path;  ///< NULL when none is written
  char* shown; ///< What it holds; NULL when that is not known
} BylineNowPlaying;

/**
   Choose the file.  The one before is left empty: nobody tells it any more.

   @param path Its name must end with ".txt", so that a session from somewhere
   else cannot destroy anything but text; "" for none.
   @param name Who plays now, "" for nobody.
   @return BYLINE_OK, BYLINE_ERROR_USAGE, BYLINE_ERROR_IO or
   BYLINE_ERROR_MEMORY.  When the file cannot be written now, it is still the
   chosen one: perhaps its disk is not there yet.
*/
BylineStatus byline_now_playing_choose(BylineNowPlaying* playing,
                                       const char* path, const char* name);

/** Let the file hold `name` and the end of a line, or nothing for "". */
BylineStatus byline_now_playing_show(BylineNowPlaying* playing,
                                     const char* name);

/** Leave the file empty, and forget it. */
void byline_now_playing_clear(BylineNowPlaying* playing);

#endif // BYLINE_PLUGIN_EXPORT_H
