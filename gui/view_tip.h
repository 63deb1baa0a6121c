/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_tip.h
   Text beside the pointer, in several lines where it is long.
*/

#ifndef BYLINE_GUI_VIEW_TIP_H
#define BYLINE_GUI_VIEW_TIP_H

#include "view_text.h"

/** A tip; all zero shows nothing. */
typedef struct {
  char text[BYLINE_TEXT_SIZE]; ///< What it says, empty without one
  int x;                       ///< What it points at
  int y;                       ///< What it points at
  double wait;                 ///< Seconds until it is shown
  double left;                 ///< Seconds until it goes; 0: it stays
} BylineTip;

#endif // BYLINE_GUI_VIEW_TIP_H
