/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_paint.h
   What several parts draw with: type, shapes, and words.
*/

#ifndef BYLINE_GUI_VIEW_PAINT_H
#define BYLINE_GUI_VIEW_PAINT_H

#include "view_state.h"

/** `units` in whole pixels. */
int byline_view_px(const BylineView* view, double units);

/** Text style of `units` size, left and on one line. */
BylineTextStyle byline_view_style(const BylineView* view, double units,
                                  bool bold);

/** Make a rectangle with round corners the path. */
void byline_view_path_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius);

/** Fill a rectangle with round corners. */
void byline_view_fill_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius, BylineColor color);

/** Fill the ground of something that lies above the parts. */
void byline_view_fill_raised(const BylineView* view, cairo_t* cr,
                             BylineRect area);

/** The colour of an artist: their own if announced, else the neutral one. */
BylineColor byline_view_artist_color(const BylineView* view, const char* name);

/** Percent as it is shown, 0 to 99. */
int byline_view_percent(float probability);

/** Write `seconds` as 1:23 or 1:02:03. */
void byline_view_format_time(char text[16], double seconds);

/** Write "Artist - Title", as much of it as is known. */
void byline_view_name_entry(const BylineHistoryEntry* entry,
                            char text[2 * BYLINE_TEXT_SIZE]);

#endif // BYLINE_GUI_VIEW_PAINT_H
