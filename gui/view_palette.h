/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_palette.h
   The colours of the view, all derived from a background.

   Text keeps a contrast of at least 4.5 : 1 to what it stands on, and shapes
   that mean something 3 : 1 (WCAG 2.1, 1.4.3 and 1.4.11).
*/

#ifndef BYLINE_GUI_VIEW_PALETTE_H
#define BYLINE_GUI_VIEW_PALETTE_H

#include <cairo.h>

#include <stdbool.h>
#include <stdint.h>

/** How many artists have colours of their own before they repeat. */
#define BYLINE_ARTIST_COLORS 7

/** An opaque colour in sRGB, each part from 0 to 1. */
typedef struct {
  double r; ///< Red
  double g; ///< Green
  double b; ///< Blue
} BylineColor;

/** What the view paints with. */
typedef struct {
  BylineColor background; ///< Of the window
  BylineColor panel;      ///< Of the areas that stand on it
  BylineColor raised;     ///< Of what lies above it: menus, panels, tips
  BylineColor track;      ///< Of bars and rings where they are empty
  BylineColor text;       ///< What is to be read first
  BylineColor dim;        ///< What may be read later
  BylineColor warning;    ///< What is wrong
  BylineColor accent;     ///< What is switched on or has the keyboard
  BylineColor neutral;    ///< Bars of artists who are not announced
  BylineColor artists[BYLINE_ARTIST_COLORS]; ///< Announced, told apart
  uint32_t spectrum[256]; ///< 0xRRGGBB of a cell, faint to loud
  bool dark;              ///< Whether the background is
} BylinePalette;

/** The background of the dark theme. */
BylineColor byline_color_dark(void);

/** The background of the light theme. */
BylineColor byline_color_light(void);

/** A colour from 0xRRGGBB. */
BylineColor byline_color_rgb(uint32_t rgb);

/** `a` and `b` mixed in sRGB: `a` at 0, `b` at 1. */
BylineColor byline_color_mix(BylineColor a, BylineColor b, double amount);

/** The contrast of two colours as WCAG 2.1 defines it, 1 to 21. */
double byline_color_contrast(BylineColor a, BylineColor b);

/** Black or white, whichever is read better on `ground`. */
BylineColor byline_color_on(BylineColor ground);

/**
   Derive all colours from two.

   @param background Dark or light.
   @param ink For text; moved as far as it takes to be read easily on it.
*/
void byline_palette_init(BylinePalette* palette, BylineColor background,
                         BylineColor ink);

/** Paint with a colour from now on. */
void byline_color_set(cairo_t* cr, BylineColor color);

#endif // BYLINE_GUI_VIEW_PALETTE_H
