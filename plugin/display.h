/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file display.h
   The picture of an instance in the host's mixer.

   The listener tells what there is to show; run() asks the host to draw when
   that has changed; and the host's window thread draws, with the window's
   binary (byline/strip.h).
*/

#ifndef BYLINE_PLUGIN_DISPLAY_H
#define BYLINE_PLUGIN_DISPLAY_H

#include "byline/strip.h"
#include "inline_display.h"
#include "realtime.h"

#include <stdbool.h>
#include <stdint.h>

/** A display. */
typedef struct BylineDisplay BylineDisplay;

/**
   Make a display.

   @param bundle Folder of the bundle; copied.
   @param host The host's feature.
   @return NULL when out of memory.
*/
BylineDisplay* byline_display_new(const char* bundle,
                                  const LV2_Inline_Display* host);

/** Free a display.  NULL is fine. */
void byline_display_free(BylineDisplay* display);

/** Tell what there is to show.  Not in the audio thread while it hurries. */
void byline_display_tell(BylineDisplay* display, const BylineStrip* strip);

/**
   Have it drawn if what there is to show has changed.  Audio thread.

   @param frozen It stays as it is.
*/
void byline_display_follow(BylineDisplay* display,
                           bool frozen) BYLINE_NONBLOCKING;

/** Draw.  The host's window thread.  NULL when it cannot be drawn. */
LV2_Inline_Display_Image* byline_display_render(BylineDisplay* display,
                                                uint32_t width,
                                                uint32_t most_height);

#endif // BYLINE_PLUGIN_DISPLAY_H
