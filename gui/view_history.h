/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_history.h
   The list of who played, as the window has been told, and its colours.
*/

#ifndef BYLINE_GUI_VIEW_HISTORY_H
#define BYLINE_GUI_VIEW_HISTORY_H

#include "byline/history.h"
#include "view_text.h"

#include <stdbool.h>
#include <stdint.h>

/** What was told; all zero is an empty history. */
typedef struct {
  BylineHistory list; ///< Nobody known is in it, too; the last goes on
  uint8_t colors[BYLINE_MAX_HISTORY]; ///< Of each entry's artist
  int given;                          ///< Colours given so far
} BylineViewHistory;

/**
   Tell who plays at a time: `entry->begin`, nobody if its artist is empty.

   The last entry goes on if it says the same, else it ends there.  A time
   before its end is a new start: everything is forgotten.
*/
void byline_view_history_tell(BylineViewHistory* history,
                              const BylineHistoryEntry* entry);

/**
   Replace what was told from entry `first` on by `n` others.

   Those that would leave a gap, or are at no time, are ignored.
*/
void byline_view_history_set(BylineViewHistory* history, int first,
                             const BylineHistoryEntry* entries, size_t n);

/** Forget everything. */
void byline_view_history_clear(BylineViewHistory* history);

/** The entry that goes on, or NULL when nobody known plays. */
const BylineHistoryEntry*
byline_view_history_current(const BylineViewHistory* history);

/** The colour that an artist had last, or -1. */
int byline_view_history_color(const BylineViewHistory* history,
                              const char* artist);

#endif // BYLINE_GUI_VIEW_HISTORY_H
