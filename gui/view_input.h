/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_input.h
   What the mouse and the keyboard do, beside byline_view_input().
*/

#ifndef BYLINE_GUI_VIEW_INPUT_H
#define BYLINE_GUI_VIEW_INPUT_H

#include "view_state.h"

/** Let go of controls that do nothing any more. */
void byline_view_let_go(BylineView* view);

#endif // BYLINE_GUI_VIEW_INPUT_H
