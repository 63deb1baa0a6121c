/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file history_lines.h
   The formats of a history that are lines of text, for who writes files and for
   what is printed; what they are is told in byline/history.h.
*/

#ifndef BYLINE_RECOGNIZER_HISTORY_LINES_H
#define BYLINE_RECOGNIZER_HISTORY_LINES_H

#include "byline/history.h"

#include <stdio.h>

/** Write text without what would end a field or line: blanks instead. */
void byline_history_put_clean(FILE* stream, const char* text);

/** Write "Artist - Title", as much of it as is known. */
void byline_history_put_name(FILE* stream, const BylineHistoryEntry* entry);

/** Write seconds as H:MM:SS. */
void byline_history_put_time(FILE* stream, double seconds);

/**
   Write a cue sheet.

   @param sound The name of the sound file, as the sheet is to have it.
   @return How many entries had no room in it.
*/
size_t byline_history_put_cue(FILE* stream, const BylineHistory* history,
                              const char* sound);

/** Write a playlist; without `sound` of names only. */
void byline_history_put_playlist(FILE* stream, const BylineHistory* history,
                                 const char* sound);

/** Write a royalty report. */
void byline_history_put_royalties(FILE* stream, const BylineHistory* history);

#endif // BYLINE_RECOGNIZER_HISTORY_LINES_H
