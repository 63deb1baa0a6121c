/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_list.h
   The set list: everybody who has played, to scroll, copy and save.
*/

#ifndef BYLINE_GUI_VIEW_LIST_H
#define BYLINE_GUI_VIEW_LIST_H

#include <stdbool.h>

/** The panel that shows it; all zero is closed. */
typedef struct {
  bool open;   ///< It is shown, and takes all input
  bool behind; ///< It was scrolled away from the end, and stays there
  int scroll;  ///< Pixels of rows above those that are seen
  int button;  ///< Under the pointer or the keyboard, or -1
} BylineListPanel;

#endif // BYLINE_GUI_VIEW_LIST_H
