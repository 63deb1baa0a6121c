/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "scale.h"
#include "window_parts.h"

#include <X11/Xutil.h>
#include <cairo-xlib.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Xlib has one error handler for a whole process and it does not carry a
   pointer.  Ours is in place only while we talk to the server, and passes on
   what other threads may cause on other connections meanwhile. */
static _Thread_local const Display* guarded;
static _Atomic(XErrorHandler) host_error;
static _Atomic(XIOErrorHandler) host_io_error;

static int on_error(Display* display, XErrorEvent* event)
{
  if (display == guarded) {
    return 0;
  }
  const XErrorHandler next = atomic_load(&host_error);
  return next ? next(display, event) : 0;
}

static int on_io_error(Display* display)
{
  if (display == guarded) {
    return 0;
  }
  const XIOErrorHandler next = atomic_load(&host_io_error);
  return next ? next(display) : 0;
}

static void on_lost(Display* display, void* data)
{
  BylineWindow* const window = data;
  (void)display;
  window->lost = true;
}

static void guard(const BylineWindow* window)
{
  guarded = window->display;
  const XErrorHandler error = XSetErrorHandler(on_error);
  const XIOErrorHandler io_error = XSetIOErrorHandler(on_io_error);
  if (error != on_error) {
    atomic_store(&host_error, error);
  }
  if (io_error != on_io_error) {
    atomic_store(&host_io_error, io_error);
  }
}

/* Begin to talk to the server; false when it has gone */
static bool enter(const BylineWindow* window)
{
  if (window->lost) {
    return false;
  }
  guard(window);
  return true;
}

/* Stop talking to the server */
static void leave(void)
{
  XSetErrorHandler(atomic_load(&host_error));
  XSetIOErrorHandler(atomic_load(&host_io_error));
  guarded = NULL;
}

/* Hosts size an embedding by these hints, and go back to them */
static void set_hints(BylineWindow* window, int width, int height)
{
  XSizeHints hints = {.flags = PMinSize | PBaseSize | PSize};
  hints.width = hints.base_width = width;
  hints.height = hints.base_height = height;
  hints.min_width = window->min_width;
  hints.min_height = window->min_height;
  XSetWMNormalHints(window->display, window->id, &hints);
}

static void create(BylineWindow* window, const BylineWindowSettings* settings)
{
  Display* const display = window->display;
  const Window parent =
      settings->parent ? (Window)settings->parent : DefaultRootWindow(display);
  XWindowAttributes outer;
  if (!XGetWindowAttributes(display, parent, &outer)) {
    return;
  }
  /* Without a background the server does not clear what is drawn soon */
  XSetWindowAttributes attributes = {
      .background_pixmap = None,
      .event_mask = byline_window_event_mask(!settings->parent)};
  window->id =
      XCreateWindow(display, parent, 0, 0, (unsigned)window->width,
                    (unsigned)window->height, 0, CopyFromParent, InputOutput,
                    CopyFromParent, CWBackPixmap | CWEventMask, &attributes);
  window->surface = cairo_xlib_surface_create(display, window->id, outer.visual,
                                              window->width, window->height);
}

static void describe(BylineWindow* window, const BylineWindowSettings* settings)
{
  Display* const display = window->display;
  set_hints(window, window->width, window->height);
  char name[] = "Byline";
  XClassHint class = {name, name};
  XSetClassHint(display, window->id, &class);
  byline_window_set_names(window, settings->title);
  window->protocols = XInternAtom(display, "WM_PROTOCOLS", False);
  window->delete_window = XInternAtom(display, "WM_DELETE_WINDOW", False);
  XSetWMProtocols(display, window->id, &window->delete_window, 1);
  byline_window_accept_drops(window);
  if (settings->owner) {
    XSetTransientForHint(display, window->id, (Window)settings->owner);
  }
  if (settings->parent) {
    XMapWindow(display, window->id);
  } else {
    byline_window_set_icon(window);
  }
  XSync(display, False);
}

/* Desktops write the screen's resolution into the resources of the X server */
static void set_sizes(BylineWindow* window,
                      const BylineWindowSettings* settings)
{
  const int screen = DefaultScreen(window->display);
  const double scale = byline_scale_choose(
      settings->scale, XGetDefault(window->display, "Xft", "dpi"),
      settings->parent ? 0 : DisplayWidth(window->display, screen),
      settings->parent ? 0 : DisplayHeight(window->display, screen));
  window->scale = scale;
  window->width = (int)(settings->width * scale);
  window->height = (int)(settings->height * scale);
  window->min_width = (int)(settings->min_width * scale);
  window->min_height = (int)(settings->min_height * scale);
}

BylineWindow* byline_window_new(const BylineWindowSettings* settings,
                                const BylineWindowEvents* events)
{
  BylineWindow* const window = calloc(1, sizeof(*window));
  if (!window) {
    return NULL;
  }
  window->events = *events;
  window->embedded = settings->parent;
  window->display = XOpenDisplay(NULL);
  if (!window->display) {
    free(window);
    return NULL;
  }
  XSetIOErrorExitHandler(window->display, on_lost, window);
  enter(window);
  set_sizes(window, settings);
  create(window, settings);
  if (window->id) {
    describe(window, settings);
  }
  leave();
  if (window->id && !window->lost) {
    return window;
  }
  byline_window_free(window);
  return NULL;
}

void byline_window_free(BylineWindow* window)
{
  if (!window) {
    return;
  }
  /* Cairo waits for answers when it lets go of a surface: those of a server
     that has gone are given up with the connection */
  if (enter(window)) {
    if (window->surface) {
      cairo_surface_destroy(window->surface);
    }
    if (window->id) {
      XDestroyWindow(window->display, window->id);
    }
    XCloseDisplay(window->display);
    leave();
  }
  free(window->copied);
  free(window);
}

double byline_window_scale(const BylineWindow* window)
{
  return window->scale;
}

uintptr_t byline_window_id(const BylineWindow* window)
{
  return (uintptr_t)window->id;
}

void byline_window_show(BylineWindow* window)
{
  window->closed = false;
  if (!window->id || !enter(window)) {
    return;
  }
  XMapRaised(window->display, window->id);
  XFlush(window->display);
  leave();
}

void byline_window_hide(BylineWindow* window)
{
  if (!window->id || !enter(window)) {
    return;
  }
  XUnmapWindow(window->display, window->id);
  XFlush(window->display);
  leave();
}

void byline_window_set_size(BylineWindow* window, int width, int height)
{
  if (!window->id || width < 1 || height < 1 || !enter(window)) {
    return;
  }
  /* Hosts go back to the hints' size, so these must come first */
  set_hints(window, width, height);
  XResizeWindow(window->display, window->id, (unsigned)width, (unsigned)height);
  XFlush(window->display);
  leave();
}

void byline_window_set_title(BylineWindow* window, const char* title)
{
  if (!window->id || !enter(window)) {
    return;
  }
  byline_window_set_names(window, title);
  XFlush(window->display);
  leave();
}

void byline_window_set_full_screen(BylineWindow* window, bool full)
{
  if (!window->id || !enter(window)) {
    return;
  }
  byline_window_ask_full_screen(window, full);
  XFlush(window->display);
  leave();
}

void byline_window_hold_keys(BylineWindow* window, bool hold)
{
  if (!window->embedded || hold == window->holds_keys || !window->id ||
      !enter(window)) {
    return;
  }
  if (hold) {
    byline_window_take_keys(window);
  } else {
    byline_window_return_keys(window);
  }
  XFlush(window->display);
  leave();
}

void byline_window_copy(BylineWindow* window, const char* text)
{
  char* const copy = strdup(text);
  if (!copy) {
    return;
  }
  free(window->copied);
  window->copied = copy;
  if (!window->id || !enter(window)) {
    return;
  }
  byline_window_own_selections(window);
  leave();
}

static void on_configure(BylineWindow* window, const XConfigureEvent* event)
{
  if (event->width == window->width && event->height == window->height) {
    return;
  }
  window->width = event->width;
  window->height = event->height;
  cairo_xlib_surface_set_size(window->surface, event->width, event->height);
  set_hints(window, window->width, window->height);
  window->exposed = true;
  window->events.resize(window->events.user, event->width, event->height);
}

static void on_event(BylineWindow* window, const XEvent* event)
{
  switch (event->type) {
  case ConfigureNotify:
    on_configure(window, &event->xconfigure);
    break;
  case Expose:
    window->exposed = true;
    break;
  case MapNotify:
    window->mapped = window->exposed = true;
    break;
  case UnmapNotify:
    window->mapped = false;
    break;
  case VisibilityNotify:
    window->covered = event->xvisibility.state == VisibilityFullyObscured;
    break;
  case DestroyNotify:
    window->mapped = false;
    window->id = None;
    break;
  case ClientMessage:
    if (event->xclient.message_type == window->protocols &&
        (Atom)event->xclient.data.l[0] == window->delete_window) {
      window->closed = true;
    } else {
      byline_window_on_drag(window, &event->xclient);
    }
    break;
  case FocusIn:
  case FocusOut:
    byline_window_on_focus(window, &event->xfocus);
    break;
  case SelectionRequest:
    byline_window_on_paste(window, &event->xselectionrequest);
    break;
  case SelectionNotify:
    byline_window_on_drop(window, &event->xselection);
    break;
  default:
    byline_window_on_input(window, event);
    break;
  }
}

bool byline_window_visible(const BylineWindow* window)
{
  return window->id && window->mapped && !window->covered && !window->lost;
}

static void draw(BylineWindow* window)
{
  cairo_t* const cr = cairo_create(window->surface);
  window->events.draw(window->events.user, cr, window->exposed);
  cairo_destroy(cr);
  cairo_surface_flush(window->surface);
  XFlush(window->display);
  window->exposed = false;
}

void byline_window_draw(BylineWindow* window)
{
  if (!byline_window_visible(window) || !enter(window)) {
    return;
  }
  draw(window);
  leave();
}

bool byline_window_poll(BylineWindow* window)
{
  if (!enter(window)) {
    return false;
  }
  while (!window->lost && XPending(window->display) > 0) {
    XEvent event;
    XNextEvent(window->display, &event);
    if (window->id && event.xany.window == window->id) {
      on_event(window, &event);
    }
  }
  if (window->exposed && byline_window_visible(window)) {
    draw(window);
  }
  leave();
  return !window->closed && !window->lost;
}
