/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_controls.h
   The controls that are shown: where they stand, and whether they do anything.
*/

#ifndef BYLINE_GUI_VIEW_CONTROLS_H
#define BYLINE_GUI_VIEW_CONTROLS_H

#include "view_state.h"

/** What a control covers; without area where controls are not shown. */
BylineRect byline_control_area(const BylineLayout* layout, int index);

/** Its track or switch, from which positions are measured. */
BylineRect byline_control_track(const BylineLayout* layout, int index);

/**
   Whether a control does anything: with a model that separates the voice
   itself, vocal focus does not.
*/
bool byline_control_available(const BylineView* view, int index);

/** Controls that do nothing, and are not shown, a bit each. */
unsigned byline_controls_hidden(const BylineView* view);

/** Draw the controls. */
void byline_controls_draw(BylineView* view, cairo_t* cr);

/** Tell the owner that a control is held down, or let go. */
void byline_control_touch(const BylineView* view, int control, bool held);

/** Give a control another value, here and in the plugin. */
void byline_control_turn(BylineView* view, int control, float value);

/** The same where nothing is held down meanwhile. */
void byline_control_turn_once(BylineView* view, int control, float value);

#endif // BYLINE_GUI_VIEW_CONTROLS_H
