/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file figure.h
   Pictures: something that can be drawn, into a file or into a page.
*/

#ifndef BYLINE_REPORT_FIGURE_H
#define BYLINE_REPORT_FIGURE_H

#include "byline/status.h"

/* Cairo's cairo_t, for who does not draw and so does not include it */
typedef struct _cairo cairo_t;

/** Something that can be drawn. */
typedef struct {
  double width;                                ///< In pixels, or points
  double height;                               ///< In pixels, or points
  void (*draw)(cairo_t* cr, const void* data); ///< Draw at 0, 0
  const void* data;                            ///< What; the caller's
} BylineFigure;

/**
   Write a picture: SVG when `path` ends in ".svg", PDF when it ends in ".pdf",
   PNG otherwise.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_figure_write(const BylineFigure* figure, const char* path);

/** Write FOLDER/NAME.png and FOLDER/NAME.svg, as byline_figure_write(). */
BylineStatus byline_figure_write_both(const BylineFigure* figure,
                                      const char* folder, const char* name);

/**
   Make the SVG element of a picture, to stand within a page.

   A picture that is wider than the page is made smaller.

   @param prefix Put before all names within it, so that several pictures can
   stand in one page.
   @param max_width The page's, in CSS pixels.
   @param label What it shows, for who cannot see it.
   @param[out] text To be freed with free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_figure_svg(const BylineFigure* figure, const char* prefix,
                               const char* label, double max_width,
                               char** text);

#endif // BYLINE_REPORT_FIGURE_H
