/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_tip.h
   Text beside the pointer, in several lines where it is long.
*/

#ifndef BYLINE_GUI_VIEW_TIP_H
#define BYLINE_GUI_VIEW_TIP_H

#include "view_state.h"

/**
   Show a line of text.

   @param x What it points at; so does `y`.
   @param wait Seconds until it is shown.
   @param left Seconds until it goes; 0 if it stays until it is hidden.
*/
void byline_tip_show(BylineView* view, const char* text, int x, int y,
                     double wait, double left);

/** Show it no longer. */
void byline_tip_hide(BylineView* view);

/** Whether it is to be seen. */
bool byline_tip_shown(const BylineView* view);

/** Let its time pass; returns whether it may change by itself. */
bool byline_tip_advance(BylineView* view, double seconds);

/** Draw it. */
void byline_tip_draw(BylineView* view, cairo_t* cr);

#endif // BYLINE_GUI_VIEW_TIP_H
