/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_status.h
   The line at the lower edge: level, load, model, and what opens more.
*/

#ifndef BYLINE_GUI_VIEW_STATUS_H
#define BYLINE_GUI_VIEW_STATUS_H

#include "view_state.h"

/** What the status line tells about the model. */
void byline_status_text(const BylineView* view,
                        char text[BYLINE_TEXT_SIZE + 40]);

/** Draw the status line. */
void byline_status_draw(BylineView* view, cairo_t* cr);

#endif // BYLINE_GUI_VIEW_STATUS_H
