/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file watch.h
   The plugin and its window without a host, and where their sound comes from.

   Three threads, as in a host: that of the window, the sound's, and the
   plugin's listener, which alone runs the network.
*/

#ifndef BYLINE_GUI_WATCH_H
#define BYLINE_GUI_WATCH_H

#include "byline/status.h"
#include "plugin/realtime.h"

#include <stdbool.h>
#include <stdint.h>

/** What to open. */
typedef struct {
  const char* model; ///< A file
  double rate;       ///< Of the sound, in Hz
  float scale;       ///< Pixels per unit; 0: as the screen is
  bool light;        ///< For the day
  bool full_screen;  ///< From the start
} BylineWatchSettings;

/** The plugin and its window. */
typedef struct BylineWatch BylineWatch;

/**
   Load the model and open the window.

   @param[out] watch To be freed with byline_watch_free().
   @return BYLINE_OK, or what is wrong with the model or the screen.
*/
BylineStatus byline_watch_new(const BylineWatchSettings* settings,
                              BylineWatch** watch);

/** Close the window, when no more sound comes.  NULL is fine. */
void byline_watch_free(BylineWatch* watch);

/** Hear `n` frames.  The sound's thread. */
void byline_watch_hear(BylineWatch* watch, float* left, float* right,
                       uint32_t n) BYLINE_NONBLOCKING;

/** Let the window live; false once it was closed.  Its own thread. */
bool byline_watch_idle(BylineWatch* watch);

/** Somewhere that sound comes from. */
typedef struct BylineSource BylineSource;

/**
   Open a recording.

   @param speed How fast to listen; 1 as it would be played.
   @param[out] source To be freed with byline_source_free().
*/
BylineStatus byline_source_open_file(const char* path, double speed,
                                     BylineSource** source);

/**
   Open the JACK server, if this was built with JACK.

   @param from A client or port to listen to; NULL for the sound card.
   @param[out] source To be freed with byline_source_free().
*/
BylineStatus byline_source_open_jack(const char* from, BylineSource** source);

/** The rate of its sound, in Hz. */
double byline_source_rate(const BylineSource* source);

/** Let `watch` hear it from now on, until byline_source_free(). */
BylineStatus byline_source_start(BylineSource* source, BylineWatch* watch);

/** Whether it can still give sound; if not, byline_error_message() says why. */
bool byline_source_alive(const BylineSource* source);

/** Close it; nothing is heard any more.  NULL is fine. */
void byline_source_free(BylineSource* source);

#endif // BYLINE_GUI_WATCH_H
