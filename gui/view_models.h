/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_models.h
   Models that are installed: to be used here, or by all from now on.
*/

#ifndef BYLINE_GUI_VIEW_MODELS_H
#define BYLINE_GUI_VIEW_MODELS_H

#include "view_state.h"

/** Draw the installed models. */
void byline_models_draw(BylineView* view, cairo_t* cr);

/** Let their open list have an input; returns as byline_view_input(). */
bool byline_models_input(BylineView* view, const BylineInput* input);

#endif // BYLINE_GUI_VIEW_MODELS_H
