/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the desktop shows of a window beside the window itself. */

#include "icon.h"
#include "window_parts.h"

#include <X11/Xatom.h>
#include <X11/Xutil.h>

#include <stdlib.h>
#include <string.h>

/* Sizes from which window managers choose, by the square */
static const int icon_sizes[] = {16, 24, 32, 48, 64, 128};
enum { ICONS = sizeof(icon_sizes) / sizeof(*icon_sizes) };

/* Xlib takes values of 32 bits as longs.  Cairo's colours are multiplied by
   their opacity, a desktop's are not. */
static unsigned long plain_color(uint32_t pixel)
{
  const unsigned long alpha = pixel >> 24;
  unsigned long color = alpha << 24;
  for (unsigned shift = 0; alpha && shift < 24; shift += 8) {
    color |= ((pixel >> shift & 255) * 255 + alpha / 2) / alpha << shift;
  }
  return color;
}

/* Append an icon; where there is no memory for it, there is none */
static size_t add_icon(unsigned long* values, int size)
{
  cairo_surface_t* const surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size, size);
  cairo_t* const cr = cairo_create(surface);
  size_t n = 0;
  byline_icon_draw(cr, size);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
    const uint32_t* const pixels =
        (const uint32_t*)(void*)cairo_image_surface_get_data(surface);
    values[n++] = (unsigned long)size;
    values[n++] = (unsigned long)size;
    for (int i = 0; i < size * size; ++i) { // rows are as long as the icon
      values[n++] = plain_color(pixels[i]);
    }
  }
  cairo_surface_destroy(surface);
  return n;
}

void byline_window_set_icon(const BylineWindow* window)
{
  size_t size = 0;
  for (int i = 0; i < ICONS; ++i) {
    size += 2 + (size_t)icon_sizes[i] * (size_t)icon_sizes[i];
  }
  unsigned long* const values = calloc(size, sizeof(*values));
  if (!values) {
    return;
  }
  size_t n = 0;
  for (int i = 0; i < ICONS; ++i) {
    n += add_icon(values + n, icon_sizes[i]);
  }
  XChangeProperty(window->display, window->id,
                  XInternAtom(window->display, "_NET_WM_ICON", False),
                  XA_CARDINAL, 32, PropModeReplace,
                  (const unsigned char*)values, (int)n);
  free(values);
}

void byline_window_set_names(const BylineWindow* window, const char* title)
{
  Display* const display = window->display;
  const Atom utf8 = XInternAtom(display, "UTF8_STRING", False);
  static const char* const names[] = {"_NET_WM_NAME", "_NET_WM_ICON_NAME"};
  Xutf8SetWMProperties(display, window->id, title, title, NULL, 0, NULL, NULL,
                       NULL); // for old window managers
  for (int i = 0; i < 2; ++i) {
    XChangeProperty(display, window->id, XInternAtom(display, names[i], False),
                    utf8, 8, PropModeReplace, (const unsigned char*)title,
                    (int)strlen(title));
  }
}

/* A window manager is asked; without one, nobody does it */
void byline_window_ask_full_screen(const BylineWindow* window, bool full)
{
  Display* const display = window->display;
  XEvent event = {
      .xclient = {.type = ClientMessage,
                  .window = window->id,
                  .message_type = XInternAtom(display, "_NET_WM_STATE", False),
                  .format = 32}};
  event.xclient.data.l[0] = full;
  event.xclient.data.l[1] =
      (long)XInternAtom(display, "_NET_WM_STATE_FULLSCREEN", False);
  event.xclient.data.l[3] = 1; // from an application
  XSendEvent(display, DefaultRootWindow(display), False,
             SubstructureNotifyMask | SubstructureRedirectMask, &event);
}
