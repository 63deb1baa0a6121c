/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/window.h"

static uint32_t either(uint32_t value, uint32_t otherwise)
{
  return value ? value : otherwise;
}

BylineWindow byline_window_complete(const BylineWindow* window)
{
  BylineWindow w = *window;
  w.rows = either(w.rows, 1);
  w.columns = either(w.columns, 1);
  w.row_stride = either(w.row_stride, w.rows);
  w.column_stride = either(w.column_stride, w.columns);
  return w;
}

BylineStatus byline_window_infer(const BylineWindow* window,
                                 const BylineLayer* layer,
                                 const BylineMapShape* inputs,
                                 BylineMapShape* output)
{
  const uint32_t rows = inputs[0].rows + 2 * window->row_padding;
  const uint32_t columns = inputs[0].columns + 2 * window->column_padding;
  if (rows < window->rows || columns < window->columns) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: a picture of %u x %u is too small for windows of "
                        "%u x %u; use longer clips or fewer stages",
                        layer->name, inputs[0].rows, inputs[0].columns,
                        window->rows, window->columns);
  }
  if ((uint64_t)window->rows * window->columns > BYLINE_MAX_WINDOW) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: windows of %u x %u are too large, %u pixels at "
                        "most",
                        layer->name, window->rows, window->columns,
                        BYLINE_MAX_WINDOW);
  }
  *output = (BylineMapShape){
      .channels = inputs[0].channels,
      .rows = (rows - window->rows) / window->row_stride + 1,
      .columns = (columns - window->columns) / window->column_stride + 1,
  };
  return BYLINE_OK;
}

/* Rows or columns from `begin` to `end` - 1 */
typedef struct {
  size_t begin;
  size_t end;
} Range;

/* A window's rows or columns, cut at the edges */
static Range cut(size_t first, size_t length, size_t padding, size_t size)
{
  const size_t end = first + length - padding;
  return (Range){.begin = first > padding ? first - padding : 0,
                 .end = end < size ? end : size};
}

static void find_pixels(const BylineWindow* window, const BylineMap* x,
                        BylineWindowPlace* place)
{
  const Range rows = cut(place->row * window->row_stride, window->rows,
                         window->row_padding, x->shape.rows);
  const Range columns =
      cut(place->column * window->column_stride, window->columns,
          window->column_padding, x->shape.columns);
  size_t n = 0;
  for (size_t r = rows.begin; r < rows.end; ++r) {
    for (size_t i = columns.begin; i < columns.end; ++i) {
      place->offsets[n++] = (ptrdiff_t)(place->clip * x->clip_step +
                                        r * x->row_step + i * x->pitch);
    }
  }
  place->pixels = (BylineWindowPixels){
      .offsets = place->offsets, .n = n, .pitch = x->pitch};
}

void byline_window_each(const BylineWindow* window, const BylinePass* pass,
                        const BylineMap* x, const BylineMapShape* output,
                        BylineWindowTask task, size_t begin, size_t end)
{
  BylineWindowPlace place;
  place.index = begin * output->rows * output->columns;
  for (place.clip = begin; place.clip < end; ++place.clip) {
    for (place.row = 0; place.row < output->rows; ++place.row) {
      for (place.column = 0; place.column < output->columns; ++place.column) {
        find_pixels(window, x, &place);
        task(pass, &place);
        ++place.index;
      }
    }
  }
}
