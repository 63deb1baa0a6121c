/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_voice.h
   Whether somebody sings or speaks: a microphone, full while that is so, and
   beside it, where there is room, how probable it is.
*/

#ifndef BYLINE_GUI_VIEW_VOICE_H
#define BYLINE_GUI_VIEW_VOICE_H

#include "view_state.h"

/** Most bytes of byline_voice_text(). */
#define BYLINE_VOICE_TEXT_SIZE 64

/** Take over the value of BYLINE_PORT_VOICE; returns whether that is news. */
bool byline_voice_set(BylineView* view, float probability);

/** Let it move calmly to its value; returns whether it still moves. */
bool byline_voice_advance(BylineView* view, double seconds);

/** Say it in words. */
void byline_voice_text(const BylineView* view,
                       char text[BYLINE_VOICE_TEXT_SIZE]);

/** Draw it at the left of what is left of the status line. */
void byline_voice_draw(BylineView* view, cairo_t* cr, BylineRect* line);

#endif // BYLINE_GUI_VIEW_VOICE_H
