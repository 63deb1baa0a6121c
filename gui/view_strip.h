/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_strip.h
   Drawing for mixer strips; see byline/strip.h.
*/

#ifndef BYLINE_GUI_VIEW_STRIP_H
#define BYLINE_GUI_VIEW_STRIP_H

#include "byline/strip.h"

/** Who draws strips; the plugin finds it by this name. */
const BylineStripPainter* byline_strip_painter(void);

#endif // BYLINE_GUI_VIEW_STRIP_H
