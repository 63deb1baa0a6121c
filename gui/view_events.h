/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_events.h
   What users do to the view, and what the view makes of it.

   The mouse and the keyboard arrive here without anything of X11; what they ask
   for is told through functions, so that the view changes nothing itself but
   what it shows.
*/

#ifndef BYLINE_GUI_VIEW_EVENTS_H
#define BYLINE_GUI_VIEW_EVENTS_H

#include "byline/plugin.h"

#include <stdbool.h>

/** What happened. */
typedef enum {
  BYLINE_INPUT_MOVE,    ///< The pointer is at x, y
  BYLINE_INPUT_PRESS,   ///< A button was pressed at x, y
  BYLINE_INPUT_RELEASE, ///< It was let go at x, y
  BYLINE_INPUT_WHEEL,   ///< The wheel was turned at x, y
  BYLINE_INPUT_KEY,     ///< A key was pressed
  BYLINE_INPUT_LEAVE    ///< The pointer has left the window
} BylineInputKind;

/** Keys that mean something. */
typedef enum {
  BYLINE_KEY_NONE,       ///< Another
  BYLINE_KEY_TAB,        ///< To the next control
  BYLINE_KEY_BACK_TAB,   ///< To the one before
  BYLINE_KEY_UP,         ///< More
  BYLINE_KEY_DOWN,       ///< Less
  BYLINE_KEY_LEFT,       ///< Less
  BYLINE_KEY_RIGHT,      ///< More
  BYLINE_KEY_PAGE_UP,    ///< Ten times more
  BYLINE_KEY_PAGE_DOWN,  ///< Ten times less
  BYLINE_KEY_HOME,       ///< Least
  BYLINE_KEY_END,        ///< Most
  BYLINE_KEY_ENTER,      ///< Do it; the space bar too
  BYLINE_KEY_ESCAPE,     ///< Away with what is open
  BYLINE_KEY_DELETE,     ///< Back to the usual; Backspace too
  BYLINE_KEY_COPY,       ///< Ctrl-C
  BYLINE_KEY_TEACH,      ///< Ctrl-T
  BYLINE_KEY_EXPLAIN,    ///< Ctrl-E
  BYLINE_KEY_MENU,       ///< The menu key, or Shift-F10
  BYLINE_KEY_FULL_SCREEN ///< F11
} BylineKey;

/** Something that a user did. */
typedef struct {
  BylineInputKind kind; ///< What it is
  int x;                ///< In pixels; not for keys
  int y;                ///< In pixels; not for keys
  int button;           ///< 1 left, 2 middle, 3 right
  bool twice;           ///< It is the second press of a double click
  bool fine;            ///< With Shift
  double turns;         ///< Of the wheel, away from the user
  BylineKey key;        ///< Of BYLINE_INPUT_KEY
} BylineInput;

/** What only the view's owner can do. */
typedef enum {
  BYLINE_COMMAND_SAVE_HISTORY,     ///< In the BylineHistoryFormat `value`
  BYLINE_COMMAND_NOW_PLAYING,      ///< Keep a file with the current name
  BYLINE_COMMAND_NOW_PLAYING_STOP, ///< No longer
  BYLINE_COMMAND_CHOOSE_MODEL,     ///< Let the user choose a model file
  BYLINE_COMMAND_TEACH,            ///< Let the user say who is playing
  BYLINE_COMMAND_TAKE_BACK,        ///< Take what was taught last back
  BYLINE_COMMAND_FIND_MODELS,      ///< Call byline_view_set_models() anew
  BYLINE_COMMAND_USE_MODEL,        ///< Load the installed model number `value`
  BYLINE_COMMAND_MAKE_DEFAULT,     ///< Let new instances use that one
  BYLINE_COMMAND_EXPLAIN,          ///< Call byline_view_set_evidence()
  BYLINE_COMMAND_NAMES,            ///< Tell the artists from number `value` on
  BYLINE_COMMAND_SCALE,            ///< `value` pixels per unit
  BYLINE_COMMAND_COMPACT,          ///< A small window, or (0) the usual one
  BYLINE_COMMAND_FULL_SCREEN       ///< All of the screen, or no longer
} BylineCommand;

/** Who does what users ask for; each may be NULL. */
typedef struct {
  void (*set_port)(void* user, BylinePort port, float value); ///< Turn a knob
  void (*touch)(void* user, BylinePort port, bool held);      ///< Hold, let go
  void (*copy)(void* user, const char* text); ///< To the clipboard
  void (*command)(void* user, BylineCommand command, double value); ///< Do it
  void* user; ///< Passed on to all
} BylineViewEvents;

#endif // BYLINE_GUI_VIEW_EVENTS_H
