/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_history.h
   Who was announced, from when to when.
*/

#ifndef BYLINE_GUI_VIEW_HISTORY_H
#define BYLINE_GUI_VIEW_HISTORY_H

#include "view_text.h"

#include <stdbool.h>

/** How many announcements are kept. */
#define BYLINE_HISTORY_SPANS 256

/** One announcement. */
typedef struct {
  double from;                   ///< Seconds heard when it began
  double to;                     ///< And when it ended
  int color;                     ///< Which of the artists' colours it has
  char artist[BYLINE_TEXT_SIZE]; ///< Who; never empty
} BylineSpan;

/** The last announcements; all zero is an empty history. */
typedef struct {
  BylineSpan spans[BYLINE_HISTORY_SPANS]; ///< A ring
  int first;                              ///< Place of the oldest
  int count;                              ///< How many there are
  int colors;                             ///< Colours given so far
  bool open;                              ///< Whether the last one goes on
} BylineHistory;

/**
   Tell who is announced at a time, nobody if `artist` is empty.

   The last announcement goes on if it is the same artist's, else it ends there.
   A time before its begin is a new start: everything is forgotten.
*/
void byline_history_tell(BylineHistory* history, double time,
                         const char* artist);

/** Forget everything. */
void byline_history_clear(BylineHistory* history);

/** The announcement `index`, from the oldest, 0, on. */
const BylineSpan* byline_history_span(const BylineHistory* history, int index);

/** The one that goes on, or NULL when nobody is announced. */
const BylineSpan* byline_history_current(const BylineHistory* history);

/** The colour that an artist had last, or -1. */
int byline_history_color(const BylineHistory* history, const char* artist);

#endif // BYLINE_GUI_VIEW_HISTORY_H
