/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Maximum over windows of pixels.  Padding takes no part in the maximum. */

#include "nn/layers.h"
#include "nn/window.h"

#include <string.h>

typedef struct {
  BylineLayer base;
  BylineWindow window;
} MaxPool;

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  return byline_window_infer(&((const MaxPool*)base)->window, base, inputs,
                             output);
}

static void forward_pixel(const MaxPool* layer, const BylineMap* x, size_t clip,
                          size_t row, size_t column, float* y)
{
  const BylineRange rows = byline_window_rows(&layer->window, row, x);
  const BylineRange columns = byline_window_columns(&layer->window, column, x);
  const size_t pitch = x->pitch;
  memcpy(y, byline_map_row(x, clip, rows.begin) + columns.begin * pitch,
         pitch * sizeof(float));
  for (size_t r = rows.begin; r < rows.end; ++r) {
    const float* const from = byline_map_row(x, clip, r);
    for (size_t i = columns.begin; i < columns.end; ++i) {
      for (size_t c = 0; c < pitch; ++c) {
        const float value = from[i * pitch + c];
        y[c] = value > y[c] ? value : y[c];
      }
    }
  }
}

/* The gradient goes to the first pixel that has the maximum.  `left` is what
   has not found its pixel yet. */
static void backward_pixel(const MaxPool* layer, const BylinePass* pass,
                           size_t clip, size_t row, size_t column, float* left)
{
  const BylineMap* const x = pass->inputs[0];
  const BylineRange rows = byline_window_rows(&layer->window, row, x);
  const BylineRange columns = byline_window_columns(&layer->window, column, x);
  const size_t pitch = x->pitch;
  const float* const y =
      byline_map_row(pass->output, clip, row) + column * pitch;
  memcpy(left, byline_map_row(pass->d_output, clip, row) + column * pitch,
         pitch * sizeof(float));
  for (size_t r = rows.begin; r < rows.end; ++r) {
    for (size_t i = columns.begin; i < columns.end; ++i) {
      const float* const from = byline_map_row(x, clip, r) + i * pitch;
      float* const to = byline_map_row(pass->d_inputs[0], clip, r) + i * pitch;
      for (size_t c = 0; c < pitch; ++c) {
        const float g = from[c] == y[c] ? left[c] : 0;
        to[c] += g;
        left[c] -= g;
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
        forward_pixel((const MaxPool*)base, pass->inputs[0], clip, r, i,
                      byline_map_row(y, clip, r) + i * y->pitch);
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
  const BylineMap* const y = pass->output;
  for (size_t clip = begin; clip < end; ++clip) {
    if (!pass->add_d_inputs[0]) {
      byline_map_clear(pass->d_inputs[0], clip, clip + 1);
    }
    for (size_t r = 0; r < y->shape.rows; ++r) {
      for (size_t i = 0; i < y->shape.columns; ++i) {
        backward_pixel((const MaxPool*)base, pass, clip, r, i,
                       byline_pass_scratch(pass, thread));
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

static void measure(const BylineLayer* base, const BylineLayout* layout,
                    BylineLayerMemory* memory)
{
  (void)base;
  memory->scratch =
      layout->training ? byline_channel_pitch(layout->output->channels) : 0;
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_INPUT(0) | BYLINE_READS_OUTPUT;
}

static const BylineLayerKind kind = {
    .name = "max pool",
    .reads = reads,
    .infer = infer,
    .measure = measure,
    .forward = forward,
    .backward = backward,
};

unsigned byline_max_pool_add(BylineNetwork* network, const char* name,
                             unsigned input, const BylineWindow* window)
{
  MaxPool* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->window = byline_window_complete(window);
  return byline_network_add(network, &layer->base);
}
