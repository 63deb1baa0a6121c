/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_menu_rows.h
   What the menu has, and how much of it there is at a time.
*/

#ifndef BYLINE_GUI_VIEW_MENU_ROWS_H
#define BYLINE_GUI_VIEW_MENU_ROWS_H

#include "view_state.h"

/** What a row does, beside the commands of the view's owner. */
enum {
  BYLINE_MENU_LINE = -1,    ///< Nothing: it parts what is above from what is
                            ///< below
  BYLINE_MENU_COPY = -2,    ///< Copy a name
  BYLINE_MENU_DETAILS = -3, ///< Tell about the model
  BYLINE_MENU_THEME = -4,   ///< Choose colours
  BYLINE_MENU_LIST = -5,    ///< Show the set list
  BYLINE_MENU_MODELS = -6,  ///< Show the installed models
  BYLINE_MENU_WHY = -7 ///< Show what the answer is founded on, or no longer
};

/** Most choices of a row. */
enum { BYLINE_MENU_CHIPS = 6 };

/** A row of the menu. */
typedef struct {
  int action;        ///< One of those above or a BylineCommand
  const char* label; ///< What it says
  const char* keys;  ///< What does the same
  const char* chips[BYLINE_MENU_CHIPS]; ///< Choices, if it has any
  double values[BYLINE_MENU_CHIPS];     ///< What they stand for
} BylineMenuRow;

/** Put into the menu what is offered now; no line is first, last or beside
    another. */
void byline_menu_collect(BylineView* view);

/** A row that is in it, from above. */
const BylineMenuRow* byline_menu_row(const BylineView* view, int row);

/** What a row says; `text` has room for what is made up. */
const char* byline_menu_label(const BylineView* view, const BylineMenuRow* row,
                              char text[BYLINE_TEXT_SIZE]);

/** How many choices a row has now. */
int byline_menu_chip_count(const BylineView* view, const BylineMenuRow* row);

/** Whether a choice is the one that holds. */
bool byline_menu_is_chosen(const BylineView* view, const BylineMenuRow* row,
                           int chip);

#endif // BYLINE_GUI_VIEW_MENU_ROWS_H
