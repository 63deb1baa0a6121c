/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a host's mixer strip shows: the name over a bar, in colours of its own,
   since hosts draw it on black or on anything. */

#include "view_strip.h"
#include "view_paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* At a width of UNITS, all sizes are in pixels */
enum { UNITS = 100, LEAST_WIDTH = 16, MOST_WIDTH = 4096 };

static const double margin = 5, name_height = 32, bar_height = 10;
static const double smallest = 9, largest = 15;

struct BylineStripBrush {
  BylinePen* pen;             ///< For its text
  BylinePalette palette;      ///< Dark
  cairo_surface_t* surface;   ///< The last picture; NULL before
  bool drawn;                 ///< It shows `strip`
  BylineStrip strip;          ///< ...
  BylineStripPicture picture; ///< The same, for others
};

static BylineStripBrush* make_brush(void)
{
  BylineStripBrush* const brush = calloc(1, sizeof(*brush));
  if (!brush) {
    return NULL;
  }
  brush->pen = byline_pen_new();
  if (!brush->pen) {
    free(brush);
    return NULL;
  }
  byline_palette_init(&brush->palette, byline_color_dark(),
                      byline_color_rgb(0xffffff));
  return brush;
}

static void free_brush(BylineStripBrush* brush)
{
  if (!brush) {
    return;
  }
  cairo_surface_destroy(brush->surface);
  byline_pen_free(brush->pen);
  free(brush);
}

/* A surface of this size, the last one if it has it already */
static bool set_size(BylineStripBrush* brush, int width, int height)
{
  BylineStripPicture* const picture = &brush->picture;
  if (brush->surface && picture->width == width && picture->height == height) {
    return true;
  }
  cairo_surface_destroy(brush->surface);
  brush->drawn = false;
  brush->surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status(brush->surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy(brush->surface);
    brush->surface = NULL;
    return false;
  }
  picture->data = cairo_image_surface_get_data(brush->surface);
  picture->stride = cairo_image_surface_get_stride(brush->surface);
  picture->width = width;
  picture->height = height;
  return true;
}

static bool counts(const BylineStrip* strip)
{
  return strip->has_model && (strip->state == BYLINE_STATE_KNOWN ||
                              strip->state == BYLINE_STATE_UNKNOWN);
}

static bool names(const BylineStrip* strip)
{
  return counts(strip) && strip->state == BYLINE_STATE_KNOWN && *strip->artist;
}

static const char* words(const BylineStrip* strip)
{
  if (!strip->has_model) {
    return "No model";
  }
  if (names(strip)) {
    return strip->artist;
  }
  return strip->state == BYLINE_STATE_SILENCE   ? "Silence"
         : strip->state == BYLINE_STATE_UNKNOWN ? "Unknown artist"
                                                : "Listening\xe2\x80\xa6";
}

static void draw_name(BylineStripBrush* brush, cairo_t* cr, BylineRect area,
                      double unit)
{
  char text[BYLINE_TEXT_SIZE] = "";
  BylineTextStyle style = {0, true, BYLINE_ALIGN_LEFT, 2, false};
  byline_text_copy(text, words(&brush->strip));
  if (area.h < 2 * smallest * unit) {
    style.lines = 1;
  }
  style.size = byline_text_fit(brush->pen, text, &style, area, smallest * unit,
                               largest * unit);
  byline_text_draw(brush->pen, cr, text, &style, area,
                   names(&brush->strip) ? brush->palette.text
                                        : brush->palette.dim);
}

/* The bar and, right of it, the same as a number */
static void draw_bar(BylineStripBrush* brush, cairo_t* cr, BylineRect area,
                     double unit)
{
  char text[16];
  const BylineStrip* const strip = &brush->strip;
  const BylineTextStyle style = {smallest * unit, false, BYLINE_ALIGN_RIGHT, 1,
                                 false};
  const double number = 31 * unit, height = 4 * unit;
  const double width = area.w - number;
  const double y = area.y + (area.h - height) / 2;
  byline_view_fill_round(cr, area.x, y, width, height, height / 2,
                         brush->palette.track);
  if (!counts(strip)) {
    return;
  }
  byline_view_fill_round(
      cr, area.x, y, width * strip->percent / 100, height, height / 2,
      names(strip) ? brush->palette.artists[0] : brush->palette.neutral);
  snprintf(text, sizeof(text), "%d%%",
           strip->percent < 100 ? strip->percent : 99); // nobody is certain
  area.x += area.w - (int)number;
  area.w = (int)number;
  byline_text_draw(brush->pen, cr, text, &style, area, brush->palette.text);
}

/* The bar only where there is room for it below the name */
static void draw(BylineStripBrush* brush)
{
  const BylineStripPicture* const picture = &brush->picture;
  const double unit = picture->width / (double)UNITS;
  const BylineRect all = {0, 0, picture->width, picture->height};
  BylineRect name = byline_rect_inset(all, (int)lround(margin * unit));
  cairo_t* const cr = cairo_create(brush->surface);
  byline_color_set(cr, brush->palette.background);
  cairo_paint(cr);
  const int bar = (int)lround(bar_height * unit);
  if (name.h >= bar + (int)lround(smallest * 1.3 * unit)) {
    draw_bar(brush, cr, byline_rect_bottom(name, bar), unit);
    name.h -= bar;
  }
  draw_name(brush, cr, name, unit);
  cairo_destroy(cr);
  cairo_surface_flush(brush->surface);
}

static const BylineStripPicture* paint(BylineStripBrush* brush,
                                       const BylineStrip* strip, int width,
                                       int most_height)
{
  if (width < LEAST_WIDTH || width > MOST_WIDTH || most_height < 1) {
    return NULL;
  }
  const double unit = width / (double)UNITS;
  const int wanted =
      (int)lround((name_height + bar_height + 2 * margin) * unit);
  const int height = wanted < most_height ? wanted : most_height;
  if (!set_size(brush, width, height)) {
    return NULL;
  }
  if (!brush->drawn || !byline_strips_match(strip, &brush->strip)) {
    brush->strip = *strip;
    draw(brush);
    brush->drawn = true;
  }
  return &brush->picture;
}

__attribute__((visibility("default"))) const BylineStripPainter*
byline_strip_painter(void)
{
  static const BylineStripPainter painter = {make_brush, free_brush, paint};
  return &painter;
}
