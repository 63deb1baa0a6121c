/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file history_keeper.h
   What an instance remembers of who played, and tells other programs.

   Files are not written here but by byline_writer_work(), which the owner calls
   for `writer`.  Functions that return bool tell whether there is news about
   `trouble`.
*/

#ifndef BYLINE_PLUGIN_HISTORY_KEEPER_H
#define BYLINE_PLUGIN_HISTORY_KEEPER_H

#include "byline/history.h"
#include "byline/status.h"
#include "writer.h"

#include <stdbool.h>

/** A history that goes on, and its files. */
typedef struct {
  BylineHistory list;   ///< Who was announced; the last goes on
  BylineWriter* writer; ///< Writes the files; owned
  char* told;           ///< The file that tells who plays, or NULL
  const char* usual;    ///< The one that does where `told` is NULL, or NULL
  char* exported;       ///< Where the history was last written to, or NULL
  char trouble[512];    ///< Why a file could not be written, or ""
} BylineLiveHistory;

/**
   Begin an empty history.

   @return BYLINE_OK, or BYLINE_ERROR_MEMORY with one that may be cleared.
*/
BylineStatus byline_live_history_init(BylineLiveHistory* history);

/** Append what is announced; what was before it ends there. */
void byline_live_history_announce(BylineLiveHistory* history,
                                  const BylineHistoryEntry* entry);

/**
   Write the list as text for a saved session: a line for each entry with begin,
   probability, clock, speed, pitch and BylineKnownBy, spaces between them, then
   a tab before each of artist, title, album, id and file.

   @param now Seconds heard up to now, when the last entry ends for who opens
   the session.
   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_live_history_save(const BylineLiveHistory* history, double now);

/**
   Replace the list by one written so; lines that are not so are left out.
   All but begin and artist may be missing, as in older sessions.
*/
void byline_live_history_restore(BylineLiveHistory* history, const char* text);

/** Tell who plays, in a line; "" for nobody, where that is told. */
bool byline_live_history_tell(BylineLiveHistory* history, const char* line);

/**
   Choose the file that tells who plays.  The one before is left empty: nobody
   tells it any more.

   @param path Its name must end with ".txt"; "" for the usual one.
   @param line Who plays now, "" for nobody.
   @param replace The user has said that what is there may be replaced.
*/
bool byline_live_history_choose(BylineLiveHistory* history, const char* path,
                                const char* line, bool replace);

/**
   Write the history to a file.

   @param now Seconds heard up to now.
   @param replace As for byline_live_history_choose().
*/
bool byline_live_history_export(BylineLiveHistory* history, const char* path,
                                double now, bool replace);

/**
   Take note of what the writer has done.

   @param[out] exported Whether a history was written, or could not be.
*/
bool byline_live_history_collect(BylineLiveHistory* history, bool* exported);

/** Leave the file that tells who plays empty, and free all. */
void byline_live_history_clear(BylineLiveHistory* history);

#endif // BYLINE_PLUGIN_HISTORY_KEEPER_H
