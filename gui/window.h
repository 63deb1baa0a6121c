/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file window.h
   An X11 window: a host's child or one of its own.

   It has its own connection to the X server, so it neither sees nor disturbs
   the host's.  Errors of the server make it stop showing, and never end the
   host: not when the host destroys the parent first, nor when the server dies.
   One thread at a time.
*/

#ifndef BYLINE_GUI_WINDOW_H
#define BYLINE_GUI_WINDOW_H

#include "view_events.h"

#include <cairo.h>

#include <stdbool.h>
#include <stdint.h>

/** Who is told of what happens; called from byline_window_poll(). */
typedef struct {
  void (*resize)(void* user, int width, int height);   ///< It has this size now
  void (*draw)(void* user, cairo_t* cr, bool all);     ///< Draw what changed
  bool (*input)(void* user, const BylineInput* input); ///< Its user did it;
                                                       ///< false: no use for it
  void (*drop)(void* user, const char* path); ///< A file was dropped on it
  void* user;                                 ///< Passed on
} BylineWindowEvents;

/** What a window begins with. */
typedef struct {
  uintptr_t parent;  ///< X11 id of the host's window, 0 for a window of its own
  uintptr_t owner;   ///< X11 id of the window to stay above of, or 0
  const char* title; ///< In UTF-8
  double scale;   ///< Pixels per unit as the host says; 0: as the screen does
  int width;      ///< In units
  int height;     ///< In units
  int min_width;  ///< In units
  int min_height; ///< In units
} BylineWindowSettings;

/** A window. */
typedef struct BylineWindow BylineWindow;

/**
   Make a window; shown at once in a parent, else by byline_window_show().

   @return NULL when there is no X server or no such parent.
*/
BylineWindow* byline_window_new(const BylineWindowSettings* settings,
                                const BylineWindowEvents* events);

/** Destroy a window.  NULL is fine. */
void byline_window_free(BylineWindow* window);

/** Its pixels per unit, chosen when it was made; see scale.h. */
double byline_window_scale(const BylineWindow* window);

/** Its X11 id. */
uintptr_t byline_window_id(const BylineWindow* window);

/** Show it. */
void byline_window_show(BylineWindow* window);

/** Hide it. */
void byline_window_hide(BylineWindow* window);

/** Ask for another size; hosts respect it as far as they like. */
void byline_window_set_size(BylineWindow* window, int width, int height);

/** Give it another title, in UTF-8. */
void byline_window_set_title(BylineWindow* window, const char* title);

/** Cover the whole screen, or no longer; for windows without a parent. */
void byline_window_set_full_screen(BylineWindow* window, bool full);

/**
   Have the keyboard, or give it back to who had it before.

   In a host's window only: there, keys are the host's unless they are held, or
   the host itself gives the keyboard to this window; even then the host gets
   those that are of no use here.  A window of its own has all keys.
*/
void byline_window_hold_keys(BylineWindow* window, bool hold);

/** Offer text for pasting, in the clipboard and by the middle button. */
void byline_window_copy(BylineWindow* window, const char* text);

/**
   Handle what has happened since the last call.  Never waits.

   @return False once its user has closed it or the server has gone; true again
   after byline_window_show() in the first case.
*/
bool byline_window_poll(BylineWindow* window);

/** Whether drawing would be seen. */
bool byline_window_visible(const BylineWindow* window);

/** Have it drawn now. */
void byline_window_draw(BylineWindow* window);

#endif // BYLINE_GUI_WINDOW_H
