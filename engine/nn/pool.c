/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/pool.h"

typedef struct {
  BylineLayer base;
  BylinePoolWindow window;
} Pool;

static uint32_t either(uint32_t value, uint32_t otherwise)
{
  return value ? value : otherwise;
}

/* Put in the values that stand for those left 0. */
static BylinePoolWindow complete(const BylinePoolWindow* window)
{
  BylinePoolWindow w = *window;
  w.rows = either(w.rows, 1);
  w.columns = either(w.columns, 1);
  w.row_stride = either(w.row_stride, w.rows);
  w.column_stride = either(w.column_stride, w.columns);
  return w;
}

BylineStatus byline_pool_infer(const BylineLayer* base,
                               const BylineMapShape* inputs,
                               BylineMapShape* output)
{
  const BylinePoolWindow* const window = &((const Pool*)base)->window;
  const uint32_t rows = inputs[0].rows + 2 * window->row_padding;
  const uint32_t columns = inputs[0].columns + 2 * window->column_padding;
  if (rows < window->rows || columns < window->columns) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: a picture of %u x %u is too small for windows of "
                        "%u x %u; use longer clips or fewer stages",
                        base->name, inputs[0].rows, inputs[0].columns,
                        window->rows, window->columns);
  }
  if ((uint64_t)window->rows * window->columns > BYLINE_MAX_POOL_PIXELS) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: windows of %u x %u are too large, %u pixels at "
                        "most",
                        base->name, window->rows, window->columns,
                        BYLINE_MAX_POOL_PIXELS);
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

static void find_pixels(const BylinePoolWindow* window, const BylineMap* x,
                        size_t clip, size_t row, size_t column,
                        BylineWindowPlace* place)
{
  const Range rows = cut(row * window->row_stride, window->rows,
                         window->row_padding, x->shape.rows);
  const Range columns = cut(column * window->column_stride, window->columns,
                            window->column_padding, x->shape.columns);
  size_t n = 0;
  for (size_t r = rows.begin; r < rows.end; ++r) {
    for (size_t i = columns.begin; i < columns.end; ++i) {
      place->offsets[n++] =
          (ptrdiff_t)(clip * x->clip_step + r * x->row_step + i * x->pitch);
    }
  }
  place->pixels = (BylineWindowPixels){
      .offsets = place->offsets, .n = n, .pitch = x->pitch};
}

/* How many windows begin before the picture does, and how many do not reach
   beyond its end */
static Range find_whole(uint32_t size, uint32_t stride, uint32_t padding,
                        const BylineMap* x, const BylineMap* y)
{
  const size_t n = y->shape.columns;
  const size_t begin = (padding + stride - 1) / stride;
  const size_t end = (x->shape.columns + padding - size) / stride + 1;
  return (Range){.begin = begin < n ? begin : n, .end = end < n ? end : n};
}

/* Make a clip's output pixels: row by row, but for windows that are cut off at
   the left or right. */
static void infer(const BylineLayer* base, const BylinePass* pass, size_t clip)
{
  const BylinePoolKind* const kind = (const BylinePoolKind*)base->kind;
  const BylinePoolWindow* const window = &((const Pool*)base)->window;
  const BylineMap* const x = pass->inputs[0];
  const BylineMap* const y = pass->output;
  const Range whole = find_whole(window->columns, window->column_stride,
                                 window->column_padding, x, y);
  BylineWindowPlace place = {.index = 0};
  for (size_t r = 0; r < y->shape.rows; ++r) {
    const Range rows = cut(r * window->row_stride, window->rows,
                           window->row_padding, x->shape.rows);
    for (size_t i = 0; i < y->shape.columns; ++i) {
      if (i == whole.begin && whole.begin < whole.end) {
        const size_t first = i * window->column_stride - window->column_padding;
        kind->infer_row(
            pass,
            &(BylineWindowRow){.x = byline_map_row(x, clip, rows.begin) +
                                    first * x->pitch,
                               .y = byline_map_row(y, clip, r) + i * y->pitch,
                               .x_step = window->column_stride * x->pitch,
                               .n_pixels = whole.end - whole.begin,
                               .n_rows = (unsigned)(rows.end - rows.begin),
                               .n_columns = window->columns});
        i = whole.end - 1;
        continue;
      }
      find_pixels(window, x, clip, r, i, &place);
      place.output = byline_map_row(y, clip, r) + i * y->pitch;
      kind->forward(pass, &place);
    }
  }
}

/* Visit all windows of a clip: those of `x`, each with a pixel of `y`. */
static void visit(const BylineLayer* base, const BylinePass* pass,
                  const BylineMap* x, const BylineMap* y, size_t clip,
                  BylineWindowTask task)
{
  const BylinePoolWindow* const window = &((const Pool*)base)->window;
  BylineWindowPlace place;
  place.index = clip * y->shape.rows * y->shape.columns;
  for (size_t r = 0; r < y->shape.rows; ++r) {
    place.output = byline_map_row(y, clip, r);
    for (size_t i = 0; i < y->shape.columns; ++i) {
      find_pixels(window, x, clip, r, i, &place);
      task(pass, &place);
      place.output += y->pitch;
      ++place.index;
    }
  }
}

/* Its layer's table is what every pooling layer's kind begins with. */
static const BylinePoolKind* kind_of(const BylineLayer* base)
{
  return (const BylinePoolKind*)base->kind;
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  byline_map_clear_halo(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    if (kind_of(base)->infer_row && !pass->training) {
      infer(base, pass, clip);
    } else {
      visit(base, pass, pass->inputs[0], pass->output, clip,
            kind_of(base)->forward);
    }
  }
}

void byline_pool_forward(const BylineLayer* base, const BylinePass* pass)
{
  byline_pass_run(base, pass, forward_share, pass->batch);
}

static void backward_share(const BylineLayer* base, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const BylineMap* const dx = pass->d_inputs[0];
  for (size_t clip = begin; clip < end; ++clip) {
    if (!pass->add_d_inputs[0]) {
      byline_map_clear(dx, clip, clip + 1);
    }
    visit(base, pass, dx, pass->d_output, clip, kind_of(base)->backward);
  }
}

void byline_pool_backward(const BylineLayer* base, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_run(base, pass, backward_share, pass->batch);
  }
}

unsigned byline_pool_add(BylineNetwork* network, const BylinePoolKind* kind,
                         const char* name, unsigned input,
                         const BylinePoolWindow* window)
{
  Pool* const layer =
      byline_layer_new(network, &kind->layer, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->window = complete(window);
  return byline_network_add(network, &layer->base);
}
