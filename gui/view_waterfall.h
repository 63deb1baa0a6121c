/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_waterfall.h
   The last seconds of the log-mel spectrogram, as a picture that scrolls.

   Columns are kept in a ring.  Their picture is a ring as well: each of its
   pixel columns is painted once, when the sound for it has come, and scrolling
   is no more than copying it in two pieces.
*/

#ifndef BYLINE_GUI_VIEW_WATERFALL_H
#define BYLINE_GUI_VIEW_WATERFALL_H

#include "view_palette.h"
#include "view_text.h"

#include <cairo.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Columns kept: 2 minutes of the default front end. */
#define BYLINE_WATERFALL_COLUMNS 4096

/** Most bands that a column may have. */
#define BYLINE_WATERFALL_BANDS 1024

/** dB that the colours span, below the loudest that was seen. */
#define BYLINE_WATERFALL_RANGE 70

/** A spectrogram and its picture; all zero is an empty one. */
typedef struct {
  int bands;              ///< Cells in a column, 0 before it is known
  double rate;            ///< Columns a second
  double min_frequency;   ///< In Hz
  double max_frequency;   ///< In Hz
  uint8_t* cells;         ///< Ring of columns, [COLUMNS][bands]
  int64_t first;          ///< Number of the oldest column that was told
  int64_t end;            ///< Number of the column that comes next
  int loudest;            ///< Cell value that gets the last colour
  double span;            ///< Seconds that the picture covers
  cairo_surface_t* image; ///< Ring of pixel columns, or NULL
  int64_t image_end;      ///< Number of the pixel column that comes next
  const uint32_t* colors; ///< 256 colours of the palette
} BylineWaterfall;

/** Begin with other bands; what was told is forgotten.  False: no memory. */
bool byline_waterfall_configure(BylineWaterfall* w, int bands, double rate,
                                double min_frequency, double max_frequency);

/** Give the picture a size, span and colours.  False: no memory. */
bool byline_waterfall_resize(BylineWaterfall* w, int width, int height,
                             double span, const uint32_t colors[256]);

/** Free what it holds. */
void byline_waterfall_clear(BylineWaterfall* w);

/** Append columns; see byline_view_add_columns(). */
void byline_waterfall_add(BylineWaterfall* w, int64_t first,
                          const uint8_t* cells, size_t n);

/** Draw the picture; its right edge is now. */
void byline_waterfall_draw(BylineWaterfall* w, cairo_t* cr, int x, int y);

/** The time at the picture's right edge, in seconds since the start. */
double byline_waterfall_now(const BylineWaterfall* w);

/**
   How high in the picture a frequency is: 0 at its lower edge, 1 at the upper,
   outside of these when it is not in it.
*/
double byline_waterfall_height(const BylineWaterfall* w, double hz);

#endif // BYLINE_GUI_VIEW_WATERFALL_H
