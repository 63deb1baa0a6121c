/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file strip.h
   What a host's mixer strip shows of the plugin: who is announced.

   The plugin knows who, and the window's binary draws it: neither Cairo nor
   Pango gets into a host that never shows a strip.  The plugin opens that
   binary, beside it in the bundle, when it is first asked for a picture, and
   finds the function of type BylineGetStripPainter under
   BYLINE_STRIP_SYMBOL.
*/

#ifndef BYLINE_STRIP_H
#define BYLINE_STRIP_H

#include "byline/recognizer.h"

#include <stdbool.h>
#include <string.h>

/** The window's binary inside the bundle. */
#define BYLINE_BUNDLE_UI "byline_ui.so"

/** What its function that gives the painter is called. */
#define BYLINE_STRIP_SYMBOL "byline_strip_painter"

/** What a strip shows. */
typedef struct {
  bool has_model;    ///< There is one that listens
  BylineState state; ///< Of the recogniser
  int percent;       ///< Probability of the first, 0 to 100
  char artist[256];  ///< Announced, with the title where it is known, perhaps
                     ///< cut; empty for nobody
} BylineStrip;

/** Whether two strips look alike. */
static inline bool byline_strips_match(const BylineStrip* a,
                                       const BylineStrip* b)
{
  return a->has_model == b->has_model && a->state == b->state &&
         a->percent == b->percent && !strcmp(a->artist, b->artist);
}

/** A picture: opaque pixels, 0xffRRGGBB in the machine's byte order. */
typedef struct {
  unsigned char* data; ///< Rows, the upper first
  int width;           ///< In pixels
  int height;          ///< In pixels
  int stride;          ///< Bytes from row to row
} BylineStripPicture;

/** A thing that draws strips and keeps the last picture. */
typedef struct BylineStripBrush BylineStripBrush;

/** Who draws strips.  One thread at a time for each brush. */
typedef struct {
  /** Make a brush, or NULL when out of memory. */
  BylineStripBrush* (*make)(void);
  /** Free it.  NULL is fine. */
  void (*free)(BylineStripBrush* brush);
  /**
     Draw a strip, unless it would look as it did the last time.

     @param width Of the picture, in pixels; below 16 there is none.
     @param most_height It is at most so high.
     @return The brush's, valid until its next use; NULL for no picture.
  */
  const BylineStripPicture* (*paint)(BylineStripBrush* brush,
                                     const BylineStrip* strip, int width,
                                     int most_height);
} BylineStripPainter;

/** The function in the window's binary. */
typedef const BylineStripPainter* (*BylineGetStripPainter)(void);

#endif // BYLINE_STRIP_H
