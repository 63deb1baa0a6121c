/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file diary.h
   What an instance remembers of who played, and tells other programs.

   Files are not written here but by byline_writer_work(), which the diary's
   owner calls for diary.writer.  Functions return whether there is news about
   `trouble`.
*/

#ifndef BYLINE_PLUGIN_DIARY_H
#define BYLINE_PLUGIN_DIARY_H

#include "announcements.h"
#include "byline/status.h"
#include "writer.h"

#include <stdbool.h>

/** A diary. */
typedef struct {
  BylineAnnouncements history; ///< Who was announced
  BylineWriter* writer;        ///< Writes the files; owned
  char* told;                  ///< The file that tells who plays, or NULL
  char* exported;    ///< Where the history was last written to, or NULL
  char trouble[512]; ///< Why a file could not be written, or ""
} BylineDiary;

/**
   Begin an empty diary.

   @return BYLINE_OK, or BYLINE_ERROR_MEMORY with one that may be cleared.
*/
BylineStatus byline_diary_init(BylineDiary* diary);

/** Tell who plays, "" for nobody, where that is told. */
bool byline_diary_tell(BylineDiary* diary, const char* name);

/**
   Choose the file that tells who plays.  The one before is left empty: nobody
   tells it any more.

   @param path Its name must end with ".txt"; "" for none.
   @param name Who plays now, "" for nobody.
   @param replace The user has said that what is there may be replaced.
*/
bool byline_diary_choose(BylineDiary* diary, const char* path, const char* name,
                         bool replace);

/**
   Write the history to a file.

   @param now Seconds heard up to now.
   @param replace As for byline_diary_choose().
*/
bool byline_diary_export(BylineDiary* diary, const char* path, double now,
                         bool replace);

/**
   Take note of what the writer has done.

   @param[out] exported Whether a history was written, or could not be.
*/
bool byline_diary_collect(BylineDiary* diary, bool* exported);

/** Leave the file that tells who plays empty, and free all. */
void byline_diary_clear(BylineDiary* diary);

#endif // BYLINE_PLUGIN_DIARY_H
