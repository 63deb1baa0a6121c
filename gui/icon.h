/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file icon.h
   The program's picture, for title bars and menus of desktops.
*/

#ifndef BYLINE_GUI_ICON_H
#define BYLINE_GUI_ICON_H

#include <cairo.h>

/** Draw it, `size` units wide and high, with its corner at the origin. */
void byline_icon_draw(cairo_t* cr, double size);

#endif // BYLINE_GUI_ICON_H
