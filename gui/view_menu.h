/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_menu.h
   The menu of the right mouse button, drawn inside the view: a host's window
   need not lend us another one.
*/

#ifndef BYLINE_GUI_VIEW_MENU_H
#define BYLINE_GUI_VIEW_MENU_H

#include "view_layout.h"
#include "view_text.h"

#include <stdbool.h>

/** Most rows that a menu has, lines between them included. */
#define BYLINE_MENU_ROWS 20

/** A menu, open or not; all zero is closed. */
typedef struct {
  bool open;                   ///< It is shown, and takes all input
  BylineRect area;             ///< What it covers
  int rows[BYLINE_MENU_ROWS];  ///< Which of all rows, from above
  int count;                   ///< How many
  int row;                     ///< Under the pointer or the keyboard, or -1
  int chip;                    ///< Which choice of that row, or -1
  int scroll;                  ///< Pixels that are above its upper edge
  char name[BYLINE_TEXT_SIZE]; ///< What is copied
} BylineMenu;

#endif // BYLINE_GUI_VIEW_MENU_H
