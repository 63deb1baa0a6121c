/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_list_row.h
   A line of the set list: when, who, what, how fast, how long.
*/

#ifndef BYLINE_GUI_VIEW_LIST_ROW_H
#define BYLINE_GUI_VIEW_LIST_ROW_H

#include "view_state.h"

/** Draw an entry of the history, by its number in it; what has no room at the
    right of its artist is left out. */
void byline_list_row_draw(const BylineView* view, cairo_t* cr, BylineRect row,
                          size_t index);

#endif // BYLINE_GUI_VIEW_LIST_ROW_H
