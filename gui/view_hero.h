/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_hero.h
   Who plays, and how sure that is.
*/

#ifndef BYLINE_GUI_VIEW_HERO_H
#define BYLINE_GUI_VIEW_HERO_H

#include "view_state.h"

/** Whether there is no model, so that the hero tells what is wrong. */
bool byline_hero_trouble(const BylineView* view);

/** Draw who plays. */
void byline_hero_draw(BylineView* view, cairo_t* cr);

#endif // BYLINE_GUI_VIEW_HERO_H
