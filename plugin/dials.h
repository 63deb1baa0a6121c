/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file dials.h
   What the user turns, on its way from the audio thread to the listener.

   Each setting is on its own: that two of them are seen one look apart is of no
   account.  The audio thread writes only what has changed, so in most blocks
   nothing.
*/

#ifndef BYLINE_PLUGIN_DIALS_H
#define BYLINE_PLUGIN_DIALS_H

#include "byline/recognizer.h"
#include "realtime.h"

#include <stdatomic.h>

/** The dials. */
typedef struct {
  BylineRecognizerSettings turned; ///< The audio thread's: as last written
  /* What the listener reads: members with the names of those above */
#define BYLINE_SETTING(ID, id, ...) _Atomic float id;
#include "byline/ports.def"
} BylineDials;

/** Begin with what is usual. */
void byline_dials_init(BylineDials* dials);

/** Pass on what a user has turned; anything, even NaN.  Audio thread. */
void byline_dials_turn(BylineDials* dials,
                       const BylineRecognizerSettings* settings)
    BYLINE_NONBLOCKING;

/** See what was turned; what is no number stays as usual.  Listener. */
BylineRecognizerSettings byline_dials_read(const BylineDials* dials);

#endif // BYLINE_PLUGIN_DIALS_H
