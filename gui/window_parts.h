/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file window_parts.h
   What a window is made of, for the files that handle its events.  Their
   functions are called while errors of the server are guarded against.
*/

#ifndef BYLINE_GUI_WINDOW_PARTS_H
#define BYLINE_GUI_WINDOW_PARTS_H

#include "window.h"

#include <X11/Xlib.h>

struct BylineWindow {
  BylineWindowEvents events; ///< Who is told
  Display* display;          ///< Our connection
  Window id;                 ///< The window, None once it is destroyed
  cairo_surface_t* surface;  ///< Draws into it
  Atom protocols;            ///< WM_PROTOCOLS
  Atom delete_window;        ///< WM_DELETE_WINDOW
  double scale;              ///< Pixels per unit at first
  int width;                 ///< In pixels
  int height;                ///< In pixels
  int min_width;             ///< In pixels
  int min_height;            ///< In pixels
  bool mapped;               ///< Shown, unless something lies above it
  bool covered;              ///< Something does
  bool exposed;              ///< All of it must be drawn again
  bool closed;               ///< Its user has closed it
  bool lost;                 ///< The server has gone
  bool embedded;             ///< It is in a host's window
  bool holds_keys;           ///< The keyboard was taken from `former`
  Window former;             ///< Who had it
  Time clicked;              ///< When the left button was last pressed
  int click_x;               ///< Where
  int click_y;               ///< ...
  Time moment;               ///< Of the last event of the user
  char* copied;              ///< What others may paste, or NULL
  Window drag_source;        ///< Who drags something over us, or None
  Atom drag_type;            ///< As what they would give it, or None
};

/** Handle keys, buttons and the pointer. */
void byline_window_on_input(BylineWindow* window, const XEvent* event);

/** What a window is told of by the server, with keys or without. */
long byline_window_event_mask(bool with_keys);

/** Handle that the keyboard came or went. */
void byline_window_on_focus(BylineWindow* window,
                            const XFocusChangeEvent* event);

/** Take the keyboard from who has it. */
void byline_window_take_keys(BylineWindow* window);

/** Give it back. */
void byline_window_return_keys(BylineWindow* window);

/** Pass a key on to the host. */
void byline_window_pass_key(const BylineWindow* window, const XKeyEvent* event);

/** Give it a title, for window managers of any age. */
void byline_window_set_names(const BylineWindow* window, const char* title);

/** Give it the program's picture. */
void byline_window_set_icon(const BylineWindow* window);

/** Ask the window manager to let it cover the screen, or no longer. */
void byline_window_ask_full_screen(const BylineWindow* window, bool full);

/** Become the owner of the selections, with `copied`. */
void byline_window_own_selections(BylineWindow* window);

/** Answer another program that pastes. */
void byline_window_on_paste(BylineWindow* window,
                            const XSelectionRequestEvent* request);

/** Say that files may be dropped here. */
void byline_window_accept_drops(BylineWindow* window);

/** Handle a message of a program that drags something over us. */
void byline_window_on_drag(BylineWindow* window,
                           const XClientMessageEvent* message);

/** Take what was dropped. */
void byline_window_on_drop(BylineWindow* window, const XSelectionEvent* event);

#endif // BYLINE_GUI_WINDOW_PARTS_H
