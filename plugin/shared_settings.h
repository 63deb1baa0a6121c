/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file shared_settings.h
   What the user turns, on its way from the audio thread to the listener.

   Each setting is on its own: that two of them are seen apart is of no
   account.  The audio thread writes only what has changed, so in most blocks
   nothing.
*/

#ifndef BYLINE_PLUGIN_SHARED_SETTINGS_H
#define BYLINE_PLUGIN_SHARED_SETTINGS_H

#include "byline/recognizer.h"
#include "realtime.h"

#include <stdatomic.h>

/** The settings. */
typedef struct {
  BylineRecognizerSettings turned; ///< The audio thread's: as last written
  /* What the listener reads: members with the names of those above */
#define BYLINE_SETTING(ID, id, ...) _Atomic float id;
#include "byline/ports.def"
} BylineSharedSettings;

/** Begin with what is usual. */
void byline_shared_settings_init(BylineSharedSettings* shared);

/** Pass on what a user has turned; anything, even NaN.  Audio thread. */
void byline_shared_settings_write(BylineSharedSettings* shared,
                                  const BylineRecognizerSettings* settings)
    BYLINE_NONBLOCKING;

/** See what was turned; what is no number stays as usual.  Listener. */
BylineRecognizerSettings
byline_shared_settings_read(const BylineSharedSettings* shared);

#endif // BYLINE_PLUGIN_SHARED_SETTINGS_H
