/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_waterfall.h"

#include "byline/plugin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Column numbers stay far below what a double counts exactly */
static const int64_t last_column = (int64_t)1 << 50;

/* The reference for the colours moves in steps, since everything is painted
   anew when it does, and does not follow sound fainter than -40 dB */
enum { LOUD_STEP = 20, LOUD_MIN = 140 };

static void forget(BylineWaterfall* w, int64_t end)
{
  w->first = w->end = end;
  w->loudest = LOUD_MIN;
  w->image_end = 0;
}

bool byline_waterfall_configure(BylineWaterfall* w, int bands, double rate,
                                double min_frequency, double max_frequency)
{
  if (bands < 1 || bands > BYLINE_WATERFALL_BANDS ||
      !(rate >= 1 && rate <= 1000) || !(min_frequency >= 0) ||
      !(max_frequency > min_frequency && max_frequency < 1e6)) {
    bands = 0;
  }
  if (bands && bands == w->bands && rate == w->rate &&
      min_frequency == w->min_frequency && max_frequency == w->max_frequency) {
    return true;
  }
  free(w->cells);
  w->cells = bands ? calloc((size_t)bands, BYLINE_WATERFALL_COLUMNS) : NULL;
  w->bands = w->cells ? bands : 0;
  w->rate = rate;
  w->min_frequency = min_frequency;
  w->max_frequency = max_frequency;
  forget(w, 0);
  return w->cells || !bands;
}

bool byline_waterfall_resize(BylineWaterfall* w, int width, int height,
                             double span, const uint32_t colors[256])
{
  cairo_surface_t* image = NULL;
  if (width > 0 && height > 0) {
    image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
      cairo_surface_destroy(image);
      return false;
    }
  }
  if (w->image) {
    cairo_surface_destroy(w->image);
  }
  w->image = image;
  w->image_end = 0;
  w->span = span;
  w->colors = colors;
  return true;
}

void byline_waterfall_clear(BylineWaterfall* w)
{
  if (w->image) {
    cairo_surface_destroy(w->image);
  }
  free(w->cells);
  memset(w, 0, sizeof(*w));
}

static uint8_t* column(const BylineWaterfall* w, int64_t number)
{
  return w->cells +
         (size_t)(number % BYLINE_WATERFALL_COLUMNS) * (size_t)w->bands;
}

/* Loudness asks for a brighter reference at once, and never for a darker one:
   a quiet passage shall look quiet */
static void follow_loudness(BylineWaterfall* w, const uint8_t* cells, size_t n)
{
  int loudest = w->loudest;
  for (size_t i = 0; i < n; ++i) {
    loudest = cells[i] > loudest ? cells[i] : loudest;
  }
  if (loudest <= w->loudest) {
    return;
  }
  w->loudest = (loudest + LOUD_STEP - 1) / LOUD_STEP * LOUD_STEP;
  w->image_end = 0;
}

void byline_waterfall_add(BylineWaterfall* w, int64_t first,
                          const uint8_t* cells, size_t n)
{
  if (!w->bands || first < 0 || n > BYLINE_WATERFALL_COLUMNS ||
      first > last_column) {
    return;
  }
  const int64_t gap = first - w->end;
  if (gap < 0 || gap > BYLINE_WATERFALL_COLUMNS) {
    forget(w, first);
  }
  for (; w->end < first; ++w->end) {
    memset(column(w, w->end), 0, (size_t)w->bands);
  }
  for (size_t i = 0; i < n; ++i, ++w->end) {
    memcpy(column(w, w->end), cells + i * (size_t)w->bands, (size_t)w->bands);
  }
  if (w->end - w->first > BYLINE_WATERFALL_COLUMNS) {
    w->first = w->end - BYLINE_WATERFALL_COLUMNS;
  }
  follow_loudness(w, cells, n * (size_t)w->bands);
}

static double pixels_per_column(const BylineWaterfall* w)
{
  return cairo_image_surface_get_width(w->image) / (w->span * w->rate);
}

/* The level that pixel column `number` shows in a band: the loudest of the
   columns that fall into it */
static uint8_t level(const BylineWaterfall* w, int64_t number, int band)
{
  const double scale = pixels_per_column(w);
  int64_t from = (int64_t)floor((double)number / scale);
  int64_t to = (int64_t)floor((double)(number + 1) / scale);
  to = to > from ? to : from + 1;
  from = from > w->first ? from : w->first;
  uint8_t loudest = 0;
  for (int64_t c = from; c < to && c < w->end; ++c) {
    const uint8_t cell = column(w, c)[band];
    loudest = cell > loudest ? cell : loudest;
  }
  return loudest;
}

static uint32_t color(const BylineWaterfall* w, double cell)
{
  const double db = (cell - w->loudest) * (double)BYLINE_CELL_DB;
  const double t = 1 + db / BYLINE_WATERFALL_RANGE;
  return w->colors[(int)(255 * fmin(fmax(t, 0), 1))];
}

/* Paint one pixel column, with straight lines between the bands' middles */
static void paint_column(BylineWaterfall* w, int64_t number)
{
  const int width = cairo_image_surface_get_width(w->image);
  const int height = cairo_image_surface_get_height(w->image);
  const int stride = cairo_image_surface_get_stride(w->image) / 4;
  uint8_t levels[BYLINE_WATERFALL_BANDS] = {0};
  for (int band = 0; band < w->bands; ++band) {
    levels[band] = level(w, number, band);
  }
  uint32_t* pixel =
      (uint32_t*)(void*)cairo_image_surface_get_data(w->image) + number % width;
  for (int y = 0; y < height; ++y, pixel += stride) {
    double at = (height - y - 0.5) * w->bands / height - 0.5;
    at = fmin(fmax(at, 0), w->bands - 1);
    const int low = (int)at;
    const int high = low + 1 < w->bands ? low + 1 : low;
    *pixel = color(w, levels[low] + (at - low) * (levels[high] - levels[low]));
  }
}

/* Paint what is not painted yet, at most the whole picture */
static void update(BylineWaterfall* w)
{
  const int width = cairo_image_surface_get_width(w->image);
  const int64_t end =
      (int64_t)floor((double)w->end * pixels_per_column(w) + 1e-9);
  int64_t from = w->image_end;
  if (from < end - width || from > end || from == 0) {
    from = end - width;
  }
  if (from == end) {
    return;
  }
  cairo_surface_flush(w->image);
  for (int64_t number = from > 0 ? from : 0; number < end; ++number) {
    paint_column(w, number);
  }
  cairo_surface_mark_dirty(w->image);
  w->image_end = end;
}

static void fill(cairo_t* cr, uint32_t rgb, int x, int y, int width, int height)
{
  byline_color_set(cr, byline_color_rgb(rgb));
  cairo_rectangle(cr, x, y, width, height);
  cairo_fill(cr);
}

/* Copy `width` pixel columns, from `from` of the picture on */
static void copy(const BylineWaterfall* w, cairo_t* cr, int from, int x, int y,
                 int width)
{
  cairo_set_source_surface(cr, w->image, x - from, y);
  cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle(cr, x, y, width, cairo_image_surface_get_height(w->image));
  cairo_fill(cr);
}

void byline_waterfall_draw(BylineWaterfall* w, cairo_t* cr, int x, int y)
{
  if (!w->image || !w->colors) {
    return;
  }
  const int width = cairo_image_surface_get_width(w->image);
  const int height = cairo_image_surface_get_height(w->image);
  if (!w->bands || w->end == w->first) {
    fill(cr, w->colors[0], x, y, width, height);
    return;
  }
  update(w);
  const int oldest = (int)(w->image_end % width);
  copy(w, cr, oldest, x, y, width - oldest);
  copy(w, cr, 0, x + width - oldest, y, oldest);
  if (w->image_end < width) {
    fill(cr, w->colors[0], x, y, width - (int)w->image_end, height);
  }
}

double byline_waterfall_now(const BylineWaterfall* w)
{
  return w->bands ? (double)w->end / w->rate : 0;
}

static double mel(double hz)
{
  return 2595 * log10(1 + hz / 700);
}

double byline_waterfall_height(const BylineWaterfall* w, double hz)
{
  if (!w->bands) {
    return -1;
  }
  /* The bands' middles lie evenly on the mel scale, one step from its ends */
  const double low = mel(w->min_frequency);
  const double high = mel(w->max_frequency);
  const double band = (mel(hz) - low) / (high - low) * (w->bands + 1) - 1;
  return (band + 0.5) / w->bands;
}
