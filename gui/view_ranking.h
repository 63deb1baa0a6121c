/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_ranking.h
   The most probable artists.
*/

#ifndef BYLINE_GUI_VIEW_RANKING_H
#define BYLINE_GUI_VIEW_RANKING_H

#include "view_state.h"

/** Draw the ranking. */
void byline_ranking_draw(BylineView* view, cairo_t* cr);

#endif // BYLINE_GUI_VIEW_RANKING_H
