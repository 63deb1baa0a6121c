/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_panel.h
   What panels above the parts share: where they are, their title, what closes
   them, buttons and how far they are scrolled.
*/

#ifndef BYLINE_GUI_VIEW_PANEL_H
#define BYLINE_GUI_VIEW_PANEL_H

#include "view_state.h"

/** Height of the title, in units. */
#define BYLINE_PANEL_TITLE 30

/**
   What a panel covers, in the middle of the window.

   @param width In units, at most; so is `height`, where 0 is all that there is.
*/
BylineRect byline_panel_area(const BylineView* view, double width,
                             double height);

/** An area without what is above and below: whole rows of a list, none of which
    is cut. */
BylineRect byline_panel_rows(BylineRect area, int above, int below, int row);

/** Whether a press at a place closes a panel: on its cross, or beside it. */
bool byline_panel_dismissed(const BylineView* view, BylineRect panel, int x,
                            int y);

/**
   Draw the ground of a panel, its cross, and its title.

   @param line Where the title stands, the cross included.
   @return What the title leaves of the line.
*/
BylineRect byline_panel_draw(const BylineView* view, cairo_t* cr,
                             BylineRect panel, BylineRect line,
                             const char* title);

/** A button. */
typedef struct {
  const char* label; ///< What it says
  double size;       ///< Of its type, in units
  bool lit;          ///< It is in the accent
  BylineColor idle;  ///< What it is in where it is not
} BylineButton;

/** Draw it. */
void byline_panel_draw_button(const BylineView* view, cairo_t* cr,
                              BylineRect area, const BylineButton* button);

/** Draw a cross that closes something. */
void byline_panel_draw_cross(const BylineView* view, cairo_t* cr,
                             BylineRect area);

/** Draw, right of an area, how much there is to scroll, and where in it we
    are. */
void byline_panel_draw_scroll_bar(const BylineView* view, cairo_t* cr,
                                  BylineRect area, int scroll, int most);

#endif // BYLINE_GUI_VIEW_PANEL_H
