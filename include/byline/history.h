/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file history.h
   Who played when, written as files for people and other programs.

   The plugin's session and `byline identify` write the same formats:

   - text: a line "H:MM:SS  Artist" for each play, a track list;
   - CSV: RFC 4180 with a header line, begin,end,artist,probability,clock;
   - JSON: an array of objects with the members of BylinePlay;
   - labels: Audacity's label track, "begin TAB end TAB artist".

   Music of nobody known is "unknown" in text and labels, an empty field in CSV
   and null in JSON.  Numbers have a decimal point in every locale.
*/

#ifndef BYLINE_HISTORY_H
#define BYLINE_HISTORY_H

#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

/** A stretch of sound that one artist, or nobody known, has played. */
typedef struct {
  double begin;       ///< Seconds of sound before it
  double end;         ///< Seconds; `begin` when it is not known
  const char* artist; ///< UTF-8; NULL or "" for nobody known
  float probability;  ///< 0 to 1
  int64_t clock;      ///< When it began, seconds since 1970; 0: not known
} BylinePlay;

/** How a history is written. */
typedef enum {
  BYLINE_HISTORY_TEXT,  ///< NAME.txt
  BYLINE_HISTORY_CSV,   ///< NAME.csv
  BYLINE_HISTORY_JSON,  ///< NAME.json
  BYLINE_HISTORY_LABELS ///< NAME.labels.txt
} BylineHistoryFormat;

/**
   The format that a file's name asks for.

   @return BYLINE_OK or BYLINE_ERROR_USAGE.
*/
BylineStatus byline_history_format(const char* path,
                                   BylineHistoryFormat* format);

/**
   Write a history, beside and then renamed.  Any thread but the audio thread.

   @param plays `n` of them, in order of time.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_history_write(const char* path, BylineHistoryFormat format,
                                  const BylinePlay* plays, size_t n);

#endif // BYLINE_HISTORY_H
