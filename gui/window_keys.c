/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Who has the keyboard.  A window of its own has it from the window manager,
   like any program's.  Within a host's window, keys are the host's: as long as
   ours does not ask the server for them, they go to the window around it, even
   where the pointer is on ours.  They are asked for only while a menu is open,
   or when the host hands them over. */

#include "window_parts.h"

long byline_window_event_mask(bool with_keys)
{
  return StructureNotifyMask | ExposureMask | VisibilityChangeMask |
         FocusChangeMask | ButtonPressMask | ButtonReleaseMask |
         PointerMotionMask | LeaveWindowMask | (with_keys ? KeyPressMask : 0);
}

void byline_window_take_keys(BylineWindow* window)
{
  int revert = RevertToNone;
  XGetInputFocus(window->display, &window->former, &revert);
  if (window->former == window->id) {
    window->former = None;
  }
  XSelectInput(window->display, window->id, byline_window_event_mask(true));
  XSetInputFocus(window->display, window->id, RevertToParent, window->moment);
  window->holds_keys = true;
}

/* The keyboard is not taken from a third window, which has got it since */
void byline_window_return_keys(BylineWindow* window)
{
  Window now = None;
  int revert = RevertToNone;
  window->holds_keys = false;
  XSelectInput(window->display, window->id, byline_window_event_mask(false));
  XGetInputFocus(window->display, &now, &revert);
  if (now == window->id && window->former) {
    XSetInputFocus(window->display, window->former, RevertToParent,
                   window->moment);
  }
}

void byline_window_on_focus(BylineWindow* window,
                            const XFocusChangeEvent* event)
{
  const bool is_real =
      (event->mode == NotifyNormal || event->mode == NotifyWhileGrabbed) &&
      event->detail != NotifyPointer && event->detail != NotifyInferior;
  if (!window->embedded || !is_real) {
    return;
  }
  if (event->type == FocusIn) {
    XSelectInput(window->display, window->id, byline_window_event_mask(true));
    return;
  }
  XSelectInput(window->display, window->id, byline_window_event_mask(false));
  if (window->holds_keys) {
    /* What needs keys is of no use without */
    const BylineInput escape = {.kind = BYLINE_INPUT_KEY,
                                .key = BYLINE_KEY_ESCAPE};
    window->holds_keys = false;
    window->events.input(window->events.user, &escape);
  }
}

/* The host's main window, as window managers know it; None if it is not found
   within so many steps */
static Window find_host(const BylineWindow* window)
{
  enum { STEPS = 32 };
  const Atom state = XInternAtom(window->display, "WM_STATE", False);
  Window at = window->id;
  for (int i = 0; i < STEPS; ++i) {
    Window root = None;
    Window parent = None;
    Window* children = NULL;
    unsigned n = 0;
    if (!XQueryTree(window->display, at, &root, &parent, &children, &n)) {
      return None;
    }
    if (children) {
      XFree(children);
    }
    if (parent == root) {
      return at == window->id ? None : at;
    }
    at = parent;
    Atom type = None;
    int format = 0;
    unsigned long size = 0;
    unsigned long rest = 0;
    unsigned char* value = NULL;
    XGetWindowProperty(window->display, at, state, 0, 0, False, AnyPropertyType,
                       &type, &format, &size, &rest, &value);
    if (value) {
      XFree(value);
    }
    if (type != None) {
      return at;
    }
  }
  return None;
}

void byline_window_pass_key(const BylineWindow* window, const XKeyEvent* event)
{
  const Window former = window->holds_keys ? window->former : None;
  const Window host = former > PointerRoot ? former : find_host(window);
  if (host == None) {
    return;
  }
  XEvent key = {.xkey = *event};
  key.xkey.window = host;
  key.xkey.subwindow = None;
  XSendEvent(window->display, host, True, KeyPressMask, &key);
  key.xkey.type = KeyRelease;
  XSendEvent(window->display, host, True, KeyReleaseMask, &key);
}
