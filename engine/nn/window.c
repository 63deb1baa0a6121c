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
  *output = (BylineMapShape){
      .channels = inputs[0].channels,
      .rows = (rows - window->rows) / window->row_stride + 1,
      .columns = (columns - window->columns) / window->column_stride + 1,
  };
  return BYLINE_OK;
}

static BylineRange cut(size_t first, size_t length, size_t padding, size_t size)
{
  const size_t end = first + length - padding;
  return (BylineRange){.begin = first > padding ? first - padding : 0,
                       .end = end < size ? end : size};
}

BylineRange byline_window_rows(const BylineWindow* window, size_t row,
                               const BylineMap* x)
{
  return cut(row * window->row_stride, window->rows, window->row_padding,
             x->shape.rows);
}

BylineRange byline_window_columns(const BylineWindow* window, size_t column,
                                  const BylineMap* x)
{
  return cut(column * window->column_stride, window->columns,
             window->column_padding, x->shape.columns);
}
