/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_keys.h
   What the keyboard does where nothing is open.
*/

#ifndef BYLINE_GUI_VIEW_KEYS_H
#define BYLINE_GUI_VIEW_KEYS_H

#include "view_state.h"

/** Take a key; returns whether it was of use. */
bool byline_view_key(BylineView* view, BylineKey key);

#endif // BYLINE_GUI_VIEW_KEYS_H
