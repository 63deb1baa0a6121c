/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_details.h
   The panel about the model: facts, and the names of its artists.
*/

#ifndef BYLINE_GUI_VIEW_DETAILS_H
#define BYLINE_GUI_VIEW_DETAILS_H

#include "view_state.h"

/** Forget everything and close the panel. */
void byline_details_clear(BylineDetails* details);

/**
   Take over names of artists.

   @param first Number of the first; must be the next that is missing.
   @return Whether they were taken.
*/
bool byline_details_add(BylineDetails* details, int first,
                        const char* const* names, size_t n);

/** Show what is known about the model. */
void byline_details_open(BylineView* view);

/** Ask for names that are missing, if they are shown. */
void byline_details_ask(BylineView* view);

/** Draw it. */
void byline_details_draw(BylineView* view, cairo_t* cr);

/** Let the open panel have an input; returns as byline_view_input(). */
bool byline_details_input(BylineView* view, const BylineInput* input);

#endif // BYLINE_GUI_VIEW_DETAILS_H
