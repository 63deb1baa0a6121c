/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys, buttons and the pointer, as the view understands them. */

#include "window_parts.h"

#include <X11/Xutil.h>
#include <X11/keysym.h>

#include <stdlib.h>

/* Within what a second press makes a double click */
enum { DOUBLE_MS = 400, DOUBLE_PIXELS = 5 };

/* The buttons that are a wheel */
enum { WHEEL_UP = 4, WHEEL_DOWN = 5 };

static BylineKey control_key(KeySym symbol)
{
  if (symbol == XK_t || symbol == XK_T) {
    return BYLINE_KEY_TEACH;
  }
  if (symbol == XK_e || symbol == XK_E) {
    return BYLINE_KEY_EXPLAIN;
  }
  return symbol == XK_c || symbol == XK_C || symbol == XK_Insert
             ? BYLINE_KEY_COPY
             : BYLINE_KEY_NONE;
}

static BylineKey plain_key(KeySym symbol, bool shift)
{
  static const struct {
    KeySym symbol;
    BylineKey key;
  } keys[] = {{XK_ISO_Left_Tab, BYLINE_KEY_BACK_TAB},
              {XK_Up, BYLINE_KEY_UP},
              {XK_KP_Up, BYLINE_KEY_UP},
              {XK_Down, BYLINE_KEY_DOWN},
              {XK_KP_Down, BYLINE_KEY_DOWN},
              {XK_Left, BYLINE_KEY_LEFT},
              {XK_KP_Left, BYLINE_KEY_LEFT},
              {XK_Right, BYLINE_KEY_RIGHT},
              {XK_KP_Right, BYLINE_KEY_RIGHT},
              {XK_Page_Up, BYLINE_KEY_PAGE_UP},
              {XK_Page_Down, BYLINE_KEY_PAGE_DOWN},
              {XK_Home, BYLINE_KEY_HOME},
              {XK_End, BYLINE_KEY_END},
              {XK_Return, BYLINE_KEY_ENTER},
              {XK_KP_Enter, BYLINE_KEY_ENTER},
              {XK_space, BYLINE_KEY_ENTER},
              {XK_Escape, BYLINE_KEY_ESCAPE},
              {XK_Delete, BYLINE_KEY_DELETE},
              {XK_BackSpace, BYLINE_KEY_DELETE},
              {XK_Menu, BYLINE_KEY_MENU},
              {XK_F11, BYLINE_KEY_FULL_SCREEN}};
  if (symbol == XK_Tab) {
    return shift ? BYLINE_KEY_BACK_TAB : BYLINE_KEY_TAB;
  }
  if (symbol == XK_F10) {
    return shift ? BYLINE_KEY_MENU : BYLINE_KEY_NONE;
  }
  for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); ++i) {
    if (keys[i].symbol == symbol) {
      return keys[i].key;
    }
  }
  return BYLINE_KEY_NONE;
}

/* The space bar starts and stops hosts, whatever was clicked before, but for
   an open menu */
static bool is_space_here(const BylineWindow* window, KeySym symbol)
{
  return symbol != XK_space || !window->embedded || window->holds_keys;
}

static void on_key(BylineWindow* window, const XKeyEvent* event)
{
  XKeyEvent copy = *event;
  const bool shift = event->state & ShiftMask;
  const KeySym symbol = XLookupKeysym(&copy, 0);
  const BylineInput input = {.kind = BYLINE_INPUT_KEY,
                             .fine = shift,
                             .key = event->state & ControlMask
                                        ? control_key(symbol)
                                        : plain_key(symbol, shift)};
  window->moment = event->time;
  const bool is_ours = is_space_here(window, symbol) &&
                       input.key != BYLINE_KEY_NONE &&
                       window->events.input(window->events.user, &input);
  if (!is_ours && window->embedded) {
    byline_window_pass_key(window, event);
  }
}

static bool is_double(BylineWindow* window, const XButtonEvent* event)
{
  const bool twice = window->clicked &&
                     event->time - window->clicked < DOUBLE_MS &&
                     abs(event->x - window->click_x) < DOUBLE_PIXELS &&
                     abs(event->y - window->click_y) < DOUBLE_PIXELS;
  window->clicked = twice ? 0 : event->time; // the third begins anew
  window->click_x = event->x;
  window->click_y = event->y;
  return twice;
}

static void on_button(BylineWindow* window, const XButtonEvent* event)
{
  const unsigned button = event->button;
  const bool pressed = event->type == ButtonPress;
  BylineInput input = {.kind =
                           pressed ? BYLINE_INPUT_PRESS : BYLINE_INPUT_RELEASE,
                       .x = event->x,
                       .y = event->y,
                       .button = (int)button,
                       .fine = event->state & ShiftMask};
  window->moment = event->time;
  if (button == WHEEL_UP || button == WHEEL_DOWN) {
    input.kind = BYLINE_INPUT_WHEEL;
    input.turns = button == WHEEL_UP ? 1 : -1;
  }
  if (button > WHEEL_DOWN || (input.kind == BYLINE_INPUT_WHEEL && !pressed)) {
    return;
  }
  if (pressed && button == Button1) {
    input.twice = is_double(window, event);
  }
  window->events.input(window->events.user, &input);
}

static void on_pointer(const BylineWindow* window, int x, int y, bool fine,
                       BylineInputKind kind)
{
  const BylineInput input = {.kind = kind, .x = x, .y = y, .fine = fine};
  window->events.input(window->events.user, &input);
}

void byline_window_on_input(BylineWindow* window, const XEvent* event)
{
  if (!window->events.input) {
    return;
  }
  switch (event->type) {
  case KeyPress:
    on_key(window, &event->xkey);
    break;
  case ButtonPress:
  case ButtonRelease:
    on_button(window, &event->xbutton);
    break;
  case MotionNotify:
    on_pointer(window, event->xmotion.x, event->xmotion.y,
               event->xmotion.state & ShiftMask, BYLINE_INPUT_MOVE);
    break;
  case LeaveNotify:
    if (event->xcrossing.mode == NotifyNormal) {
      on_pointer(window, -1, -1, false, BYLINE_INPUT_LEAVE);
    }
    break;
  default:
    break;
  }
}
