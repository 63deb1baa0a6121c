/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file streaming.h
   How other programs are told who plays where nobody has a window: what the
   environment asks for.

   - BYLINE_NOW_PLAYING: a file (.txt) that holds who plays, where a session
     chooses none;
   - BYLINE_TEMPLATE: how that is laid out (announce/template.h);
   - BYLINE_OSC: where it is sent to (announce/osc.h).

   Interfaces without window and state have a file without being asked:
   $XDG_RUNTIME_DIR/byline/now-playing.txt, where there is such a folder.
   Not for the audio thread.
*/

#ifndef BYLINE_PLUGIN_STREAMING_H
#define BYLINE_PLUGIN_STREAMING_H

#include "announce/osc.h"
#include "byline/history.h"

#include <stdbool.h>

/** The environment variable that may name a file. */
#define BYLINE_NOW_PLAYING_VARIABLE "BYLINE_NOW_PLAYING"

/** What the environment asks for. */
typedef struct {
  char* file;     ///< NULL for none
  char* template; ///< NULL for the usual one
  BylineOsc* osc; ///< NULL for none
  bool told;      ///< It was last told that somebody plays
} BylineStreaming;

/**
   Look what is asked for.  What makes no sense is logged, a line each, and
   done without.

   @param always Whether to choose a file where none is asked for.
   @param log As BylineSessionSettings has it; may be NULL.
*/
void byline_streaming_init(BylineStreaming* streaming, bool always,
                           void (*log)(void* user, bool error,
                                       const char* line),
                           void* user);

/** What a file of who plays holds then, to be freed with free(); NULL when out
    of memory. */
char* byline_streaming_text(const BylineStreaming* streaming,
                            const BylineHistoryEntry* entry);

/**
   Send who plays, where that is asked for.

   @return As byline_osc_tell().
*/
BylineStatus byline_streaming_send(BylineStreaming* streaming,
                                   const BylineHistoryEntry* entry);

/** Send that nobody plays any more, and free all. */
void byline_streaming_clear(BylineStreaming* streaming);

#endif // BYLINE_PLUGIN_STREAMING_H
