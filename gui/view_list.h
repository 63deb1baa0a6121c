/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_list.h
   The set list: everybody who has played, to scroll, copy and save.
*/

#ifndef BYLINE_GUI_VIEW_LIST_H
#define BYLINE_GUI_VIEW_LIST_H

#include "view_state.h"

/** Show everybody who has played. */
void byline_list_open(BylineView* view);

/** Draw it. */
void byline_list_draw(BylineView* view, cairo_t* cr);

/** The artist of the entry at a place; "" for none. */
const char* byline_list_artist_at(const BylineView* view, int x, int y);

/** Let the open list have an input; returns as byline_view_input(). */
bool byline_list_input(BylineView* view, const BylineInput* input);

#endif // BYLINE_GUI_VIEW_LIST_H
