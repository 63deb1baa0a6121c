/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_menu.h
   The menu of the right mouse button, drawn inside the view: a host's window
   need not lend us another one.
*/

#ifndef BYLINE_GUI_VIEW_MENU_H
#define BYLINE_GUI_VIEW_MENU_H

#include "view_state.h"

/** Open the menu at a place; `name` is what it copies, "" for nothing. */
void byline_menu_open(BylineView* view, int x, int y, const char* name);

/** Draw it. */
void byline_menu_draw(BylineView* view, cairo_t* cr);

/** Let an open menu have an input; returns as byline_view_input(). */
bool byline_menu_input(BylineView* view, const BylineInput* input);

#endif // BYLINE_GUI_VIEW_MENU_H
