/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_text.h
   Text of any script in a rectangle, by way of Pango.
*/

#ifndef BYLINE_GUI_VIEW_TEXT_H
#define BYLINE_GUI_VIEW_TEXT_H

#include "view_palette.h"

#include <cairo.h>

#include <stdbool.h>
#include <stddef.h>

/** Bytes kept of a text from outside, with the final zero. */
#define BYLINE_TEXT_SIZE 512

/** An area of the canvas, in pixels. */
typedef struct {
  int x; ///< Left edge
  int y; ///< Upper edge
  int w; ///< Width, may be 0
  int h; ///< Height, may be 0
} BylineRect;

/** Where in its rectangle text stands. */
typedef enum {
  BYLINE_ALIGN_LEFT,   ///< At the left, even if it runs from right to left
  BYLINE_ALIGN_CENTER, ///< In the middle
  BYLINE_ALIGN_RIGHT   ///< At the right
} BylineAlign;

/** How text looks. */
typedef struct {
  double size;       ///< Height of the font, in pixels
  bool bold;         ///< Heavier
  BylineAlign align; ///< Where it stands, left to right
  int lines;         ///< Most lines; what does not fit becomes an ellipsis
  bool middle; ///< In the middle, of a path, whose end tells most; for one
               ///< line
} BylineTextStyle;

/** What lays out text; one for each view. */
typedef struct BylinePen BylinePen;

/** Make a pen, or NULL when out of memory. */
BylinePen* byline_pen_new(void);

/** Free a pen.  NULL is fine. */
void byline_pen_free(BylinePen* pen);

/**
   Copy text from outside, so that it is safe to show: bytes that are not UTF-8
   become U+FFFD, control characters become spaces, and a long text is cut with
   an ellipsis.  Never fails.

   @param[out] copy At most BYLINE_TEXT_SIZE bytes, ended by a zero.
   @param text May be NULL: then the copy is empty.
   @return Whether the copy differs from what was there before.
*/
bool byline_text_copy(char copy[BYLINE_TEXT_SIZE], const char* text);

/**
   Draw text into a rectangle, in the middle of its height.

   @param text Clean: a literal or a result of byline_text_copy().
   @return The width of the text, in pixels.
*/
int byline_text_draw(BylinePen* pen, cairo_t* cr, const char* text,
                     const BylineTextStyle* style, BylineRect area,
                     BylineColor color);

/** The width that text takes on one line, in pixels. */
int byline_text_width(BylinePen* pen, const char* text,
                      const BylineTextStyle* style);

/** The height that text takes in lines of at most `width` pixels. */
int byline_text_height(BylinePen* pen, const char* text,
                       const BylineTextStyle* style, int width);

/**
   Shorten a text that names a file so that it fits into a rectangle: its
   folders go, one after the other, and the file's name stays.

   @param text Changed in place; as it was where there is no path.
*/
void byline_text_shorten(BylinePen* pen, char* text,
                         const BylineTextStyle* style, BylineRect area);

/**
   The greatest size at which a text fits into a rectangle without breaking
   inside words, or `smallest` where it never does.

   @param style Its lines are respected, its size is not used.
*/
double byline_text_fit(BylinePen* pen, const char* text,
                       const BylineTextStyle* style, BylineRect area,
                       double smallest, double largest);

#endif // BYLINE_GUI_VIEW_TEXT_H
