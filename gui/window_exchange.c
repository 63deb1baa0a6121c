/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What windows exchange with other programs: text that is pasted elsewhere, by
   the rules of the ICCCM, and files that are dropped here, by those of XDND,
   version 5. */

#include "window_parts.h"

#include <X11/Xatom.h>

#include <stdlib.h>
#include <string.h>

enum { DND_VERSION = 5, LONGEST_DROP = 65536 };

static Atom atom(const BylineWindow* window, const char* name)
{
  return XInternAtom(window->display, name, False);
}

/* ---- pasting elsewhere */

void byline_window_own_selections(BylineWindow* window)
{
  XSetSelectionOwner(window->display, atom(window, "CLIPBOARD"), window->id,
                     window->moment);
  XSetSelectionOwner(window->display, XA_PRIMARY, window->id, window->moment);
  XFlush(window->display);
}

/* Put what was asked for where it was asked; false if it cannot be given */
static bool give(const BylineWindow* window,
                 const XSelectionRequestEvent* request, Atom property)
{
  const Atom utf8 = atom(window, "UTF8_STRING");
  const Atom targets = atom(window, "TARGETS");
  const Atom offers[] = {targets, utf8, XA_STRING};
  if (request->target == targets) {
    XChangeProperty(window->display, request->requestor, property, XA_ATOM, 32,
                    PropModeReplace, (const unsigned char*)offers, 3);
  } else if (request->target == utf8 || request->target == XA_STRING) {
    XChangeProperty(window->display, request->requestor, property,
                    request->target, 8, PropModeReplace,
                    (const unsigned char*)window->copied,
                    (int)strlen(window->copied));
  } else {
    return false;
  }
  return true;
}

void byline_window_on_paste(BylineWindow* window,
                            const XSelectionRequestEvent* request)
{
  const Atom property = request->property ? request->property : request->target;
  XEvent answer = {.xselection = {.type = SelectionNotify,
                                  .requestor = request->requestor,
                                  .selection = request->selection,
                                  .target = request->target,
                                  .time = request->time}};
  if (window->copied && give(window, request, property)) {
    answer.xselection.property = property;
  }
  XSendEvent(window->display, request->requestor, False, 0, &answer);
  XFlush(window->display);
}

/* ---- dropping here */

void byline_window_accept_drops(BylineWindow* window)
{
  const Atom version = DND_VERSION;
  XChangeProperty(window->display, window->id, atom(window, "XdndAware"),
                  XA_ATOM, 32, PropModeReplace, (const unsigned char*)&version,
                  1);
}

static void answer_drag(const BylineWindow* window, const char* type,
                        long accepted, long action)
{
  XEvent event = {.xclient = {.type = ClientMessage,
                              .window = window->drag_source,
                              .message_type = atom(window, type),
                              .format = 32}};
  event.xclient.data.l[0] = (long)window->id;
  event.xclient.data.l[1] = accepted;
  event.xclient.data.l[strcmp(type, "XdndFinished") ? 4 : 2] = action;
  XSendEvent(window->display, window->drag_source, False, 0, &event);
  XFlush(window->display);
}

/* Whether the source's own list of types, of more than three, has files */
static bool lists_files(const BylineWindow* window, Atom files)
{
  Atom type;
  int format;
  unsigned long n = 0, rest;
  unsigned char* data = NULL;
  bool found = false;
  if (XGetWindowProperty(window->display, window->drag_source,
                         atom(window, "XdndTypeList"), 0, 256, False, XA_ATOM,
                         &type, &format, &n, &rest, &data) != Success) {
    return false;
  }
  for (unsigned long i = 0; data && format == 32 && i < n; ++i) {
    found |= ((const Atom*)(void*)data)[i] == files;
  }
  if (data) {
    XFree(data);
  }
  return found;
}

static void on_enter(BylineWindow* window, const XClientMessageEvent* message)
{
  const Atom files = atom(window, "text/uri-list");
  window->drag_source = (Window)message->data.l[0];
  bool has = message->data.l[1] & 1 && lists_files(window, files);
  for (int i = 2; i < 5; ++i) {
    has |= (Atom)message->data.l[i] == files;
  }
  window->drag_type = has ? files : None;
}

static void on_release(BylineWindow* window, const XClientMessageEvent* message)
{
  if (window->drag_type) {
    XConvertSelection(window->display, atom(window, "XdndSelection"),
                      window->drag_type, atom(window, "BylineDrop"), window->id,
                      (Time)message->data.l[2]);
  } else {
    answer_drag(window, "XdndFinished", 0, None);
  }
  XFlush(window->display);
}

void byline_window_on_drag(BylineWindow* window,
                           const XClientMessageEvent* message)
{
  const Atom type = message->message_type;
  if (message->format != 32 || !window->events.drop) {
    return;
  }
  if (type == atom(window, "XdndEnter")) {
    on_enter(window, message);
  }
  if (!window->drag_source ||
      (Window)message->data.l[0] != window->drag_source) {
    return;
  }
  if (type == atom(window, "XdndPosition")) {
    answer_drag(window, "XdndStatus", window->drag_type ? 1 : 0,
                window->drag_type ? (long)atom(window, "XdndActionCopy")
                                  : None);
  } else if (type == atom(window, "XdndLeave")) {
    window->drag_source = window->drag_type = None;
  } else if (type == atom(window, "XdndDrop")) {
    on_release(window, message);
  }
}

static int hex(char c)
{
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The path of the first file: URI as a path, in place; NULL if it is none */
static char* first_path(char* list)
{
  static const char scheme[] = "file://";
  if (strncmp(list, scheme, sizeof(scheme) - 1) != 0) {
    return NULL;
  }
  const char* from = strchr(list + sizeof(scheme) - 1, '/'); // after the host
  char* to = list;
  for (; from && *from && *from != '\r' && *from != '\n'; ++from) {
    const bool coded = from[0] == '%' && hex(from[1]) >= 0 && hex(from[2]) >= 0;
    *to = coded ? (char)(16 * hex(from[1]) + hex(from[2])) : *from;
    if (!*to++) {
      return NULL;
    }
    from += coded ? 2 : 0;
  }
  *to = '\0';
  return to > list ? list : NULL;
}

void byline_window_on_drop(BylineWindow* window, const XSelectionEvent* event)
{
  Atom type;
  int format = 0;
  unsigned long n, rest;
  unsigned char* data = NULL;
  if (event->property &&
      XGetWindowProperty(window->display, window->id, event->property, 0,
                         LONGEST_DROP / 4, True, AnyPropertyType, &type,
                         &format, &n, &rest, &data) != Success) {
    data = NULL;
  }
  char* const path = data && format == 8 ? first_path((char*)data) : NULL;
  if (window->drag_source) {
    answer_drag(window, "XdndFinished", path ? 1 : 0,
                path ? (long)atom(window, "XdndActionCopy") : None);
  }
  window->drag_source = window->drag_type = None;
  if (path && window->events.drop) {
    window->events.drop(window->events.user, path);
  }
  if (data) {
    XFree(data);
  }
}
