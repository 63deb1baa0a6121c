/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file inline_display.h
   The LV2 extension by which Ardour and Mixbus show a picture of a plugin in
   their mixer strips.  Its own header is in no Debian package.
*/

#ifndef BYLINE_PLUGIN_INLINE_DISPLAY_H
#define BYLINE_PLUGIN_INLINE_DISPLAY_H

#include "realtime.h"

#include <lv2/core/lv2.h>

#include <stdint.h>

#define LV2_INLINE_DISPLAY_URI "http://harrisonconsoles.com/lv2/inlinedisplay"
#define LV2_INLINE_DISPLAY__interface LV2_INLINE_DISPLAY_URI "#interface"
#define LV2_INLINE_DISPLAY__queue_draw LV2_INLINE_DISPLAY_URI "#queue_draw"

/** A picture in Cairo's format ARGB32. */
typedef struct {
  unsigned char* data; ///< The plugin's
  int width;           ///< In pixels
  int height;          ///< In pixels
  int stride;          ///< Bytes from row to row
} LV2_Inline_Display_Image;

/** What the plugin gives, as extension data. */
typedef struct {
  /**
     Draw, in the host's window thread.

     @return Valid until the next call or cleanup; NULL for no picture.
  */
  LV2_Inline_Display_Image* (*render)(LV2_Handle instance, uint32_t width,
                                      uint32_t most_height);
} LV2_Inline_Display_Interface;

/** What the host gives, as a feature. */
typedef struct {
  void* handle; ///< For queue_draw
  /** Have the picture drawn soon.  From run(); never blocks. */
  void (*queue_draw)(void* handle) BYLINE_NONBLOCKING;
} LV2_Inline_Display;

#endif // BYLINE_PLUGIN_INLINE_DISPLAY_H
