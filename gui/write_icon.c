/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Write the program's picture as SVG, for menus of desktops.
   usage: write_icon FILE */

#include "icon.h"

#include <cairo-svg.h>

#include <stdio.h>

enum { SIZE = 128 };

int main(int argc, char** argv)
{
  if (argc != 2) {
    fputs("usage: write_icon FILE\n", stderr);
    return 2;
  }
  cairo_surface_t* const surface =
      cairo_svg_surface_create(argv[1], SIZE, SIZE);
  cairo_t* const cr = cairo_create(surface);
  byline_icon_draw(cr, SIZE);
  cairo_destroy(cr);
  cairo_surface_finish(surface);
  const cairo_status_t status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    fprintf(stderr, "write_icon: %s: %s\n", argv[1],
            cairo_status_to_string(status));
    return 1;
  }
  return 0;
}
