/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Average over windows of pixels. */

#include "nn/layers.h"
#include "nn/window.h"

typedef struct {
  BylineLayer base;
  BylineWindow window;
} AveragePool;

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  return byline_window_infer(&((const AveragePool*)base)->window, base, inputs,
                             output);
}

static float share_of(const BylineWindow* window)
{
  return 1.0f / (float)(window->rows * window->columns);
}

static void average(const BylineWindow* window, const BylineMap* x, size_t clip,
                    size_t row, size_t column, float* y)
{
  const BylineRange rows = byline_window_rows(window, row, x);
  const BylineRange columns = byline_window_columns(window, column, x);
  const float share = share_of(window);
  for (size_t c = 0; c < x->pitch; ++c) {
    y[c] = 0;
  }
  for (size_t r = rows.begin; r < rows.end; ++r) {
    for (size_t i = columns.begin; i < columns.end; ++i) {
      const float* const pixel = byline_map_row(x, clip, r) + i * x->pitch;
      for (size_t c = 0; c < x->pitch; ++c) {
        y[c] += share * pixel[c];
      }
    }
  }
}

static void spread(const BylineWindow* window, const BylineMap* dx, size_t clip,
                   size_t row, size_t column, const float* dy)
{
  const BylineRange rows = byline_window_rows(window, row, dx);
  const BylineRange columns = byline_window_columns(window, column, dx);
  const float share = share_of(window);
  for (size_t r = rows.begin; r < rows.end; ++r) {
    for (size_t i = columns.begin; i < columns.end; ++i) {
      float* const pixel = byline_map_row(dx, clip, r) + i * dx->pitch;
      for (size_t c = 0; c < dx->pitch; ++c) {
        pixel[c] += share * dy[c];
      }
    }
  }
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const BylineMap* const y = pass->output;
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      for (size_t i = 0; i < y->shape.columns; ++i) {
        average(&((const AveragePool*)base)->window, pass->inputs[0], clip, r,
                i, byline_map_row(y, clip, r) + i * y->pitch);
      }
    }
  }
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  byline_pass_run(base, pass, forward_share, pass->batch);
}

static void backward_share(const BylineLayer* base, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const BylineMap* const dy = pass->d_output;
  for (size_t clip = begin; clip < end; ++clip) {
    if (!pass->add_d_inputs[0]) {
      byline_map_clear(pass->d_inputs[0], clip, clip + 1);
    }
    for (size_t r = 0; r < dy->shape.rows; ++r) {
      for (size_t i = 0; i < dy->shape.columns; ++i) {
        spread(&((const AveragePool*)base)->window, pass->d_inputs[0], clip, r,
               i, byline_map_row(dy, clip, r) + i * dy->pitch);
      }
    }
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_run(base, pass, backward_share, pass->batch);
  }
}

static const BylineLayerKind kind = {
    .name = "average pool",
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_average_pool_add(BylineNetwork* network, const char* name,
                                 unsigned input, const BylineWindow* window)
{
  AveragePool* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->window = byline_window_complete(window);
  return byline_network_add(network, &layer->base);
}
