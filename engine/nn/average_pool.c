/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Average over windows of pixels. */

#include "nn/layers.h"
#include "nn/window.h"

#include <string.h>

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

static void forward_window(const BylinePass* pass,
                           const BylineWindowPlace* place)
{
  const BylineMap* const map = pass->output;
  const BylineWindowPixels* const pixels = &place->pixels;
  const float share = 1 / (float)pixels->n;
  float* restrict const y =
      byline_map_row(map, place->clip, place->row) + place->column * map->pitch;
  memset(y, 0, pixels->pitch * sizeof(float));
  for (size_t t = 0; t < pixels->n; ++t) {
    const float* restrict const x = pass->inputs[0]->data + pixels->offsets[t];
    for (size_t c = 0; c < pixels->pitch; ++c) {
      y[c] += share * x[c];
    }
  }
}

static void backward_window(const BylinePass* pass,
                            const BylineWindowPlace* place)
{
  const BylineMap* const map = pass->d_output;
  const BylineWindowPixels* const pixels = &place->pixels;
  const float share = 1 / (float)pixels->n;
  const float* restrict const dy =
      byline_map_row(map, place->clip, place->row) + place->column * map->pitch;
  for (size_t t = 0; t < pixels->n; ++t) {
    float* restrict const dx = pass->d_inputs[0]->data + pixels->offsets[t];
    for (size_t c = 0; c < pixels->pitch; ++c) {
      dx[c] += share * dy[c];
    }
  }
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  byline_map_clear_halo(pass->output, begin, end);
  byline_window_each(&((const AveragePool*)base)->window, pass, pass->inputs[0],
                     &pass->output->shape, forward_window, begin, end);
}

static void forward(const BylineLayer* base, const BylinePass* pass)
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
    byline_window_each(&((const AveragePool*)base)->window, pass, dx,
                       &pass->output->shape, backward_window, clip, clip + 1);
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
