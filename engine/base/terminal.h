/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file terminal.h
   What the terminal on standard error can do.
*/

#ifndef BYLINE_BASE_TERMINAL_H
#define BYLINE_BASE_TERMINAL_H

#include <stdbool.h>

/** A terminal. */
typedef struct {
  unsigned columns;  ///< How wide it is
  unsigned rows;     ///< How high it is
  bool has_cursor;   ///< That can be moved, to write over what is there
  bool has_colours;  ///< And NO_COLOR does not forbid them
  bool has_pictures; ///< It also shows what Unicode has
} BylineTerminal;

/** Look at standard error; all 0 when it is no terminal. */
BylineTerminal byline_terminal_look(void);

#endif // BYLINE_BASE_TERMINAL_H
