/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file scale.h
   How large everything is to be on this screen.
*/

#ifndef BYLINE_GUI_SCALE_H
#define BYLINE_GUI_SCALE_H

#include <stdbool.h>

/** Least and most pixels per unit. */
#define BYLINE_LEAST_SCALE 1.0
#define BYLINE_MOST_SCALE 4.0

/**
   Read a factor that a user wrote, such as "1.5" or "1,5", whatever the locale.

   @param[out] scale Within the least and the most; set when it is a number.
   @return Whether it is one.
*/
bool byline_scale_read(const char* text, double* scale);

/**
   The factor for this screen: $BYLINE_SCALE; what the host says; or the largest
   of $GDK_SCALE, $QT_SCALE_FACTOR and the resource Xft.dpi over 96, which
   desktops set together, so that they are not multiplied; or, where nobody has
   said anything, 1.5 on a screen with so many pixels that it must be a fine
   one.

   @param host Pixels per unit as the host says, 0 when it does not.
   @param dpi The resource, as a text; NULL when there is none.
   @param width,height The screen's, in pixels; 0 in a host's window, which is
   to be as large as the host's own parts.
   @return BYLINE_LEAST_SCALE to BYLINE_MOST_SCALE.
*/
double byline_scale_choose(double host, const char* dpi, int width, int height);

#endif // BYLINE_GUI_SCALE_H
