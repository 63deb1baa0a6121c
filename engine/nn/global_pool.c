/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Global pooling: the average over all pixels of every channel, and behind
   these the maximum.  Artists show in what is always there and in what is there
   once; the average alone would drown the latter. */

#include "nn/layers.h"

#include <string.h>

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  (void)layer;
  *output = (BylineMapShape){2 * inputs[0].channels, 1, 1};
  return BYLINE_OK;
}

static void forward_clip(const BylineMap* x, size_t clip, float* average,
                         float* maximum)
{
  const size_t n = x->shape.channels;
  const float share = 1.0f / (float)((size_t)x->shape.rows * x->shape.columns);
  memset(average, 0, n * sizeof(float));
  memcpy(maximum, byline_map_row(x, clip, 0), n * sizeof(float));
  for (size_t r = 0; r < x->shape.rows; ++r) {
    for (size_t i = 0; i < x->shape.columns; ++i) {
      const float* const pixel = byline_map_row(x, clip, r) + i * x->pitch;
      for (size_t c = 0; c < n; ++c) {
        average[c] += pixel[c];
        maximum[c] = pixel[c] > maximum[c] ? pixel[c] : maximum[c];
      }
    }
  }
  for (size_t c = 0; c < n; ++c) {
    average[c] *= share;
  }
}

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const size_t n = pass->inputs[0]->shape.channels;
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    float* const y = byline_map_row(pass->output, clip, 0);
    forward_clip(pass->inputs[0], clip, y, y + n);
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

/* The maximum's gradient goes to the first pixel that has it.  `left` is what
   has not found its pixel yet. */
static void backward_clip(const BylinePass* pass, size_t clip, float* left)
{
  const BylineMap* const x = pass->inputs[0];
  const BylineMap* const dx = pass->d_inputs[0];
  const size_t n = x->shape.channels;
  const float share = 1.0f / (float)((size_t)x->shape.rows * x->shape.columns);
  const float* const maximum = byline_map_row(pass->output, clip, 0) + n;
  const float* const dy = byline_map_row(pass->d_output, clip, 0);
  memcpy(left, dy + n, n * sizeof(float));
  for (size_t r = 0; r < x->shape.rows; ++r) {
    for (size_t i = 0; i < x->shape.columns; ++i) {
      const float* const from = byline_map_row(x, clip, r) + i * x->pitch;
      float* const to = byline_map_row(dx, clip, r) + i * dx->pitch;
      for (size_t c = 0; c < n; ++c) {
        const float g = from[c] == maximum[c] ? left[c] : 0;
        to[c] += share * dy[c] + g;
        left[c] -= g;
      }
    }
  }
}

static void backward_share(const BylineLayer* layer, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  for (size_t clip = begin; clip < end; ++clip) {
    if (!pass->add_d_inputs[0]) {
      byline_map_clear(pass->d_inputs[0], clip, clip + 1);
    }
    backward_clip(pass, clip, byline_pass_scratch(pass, thread));
  }
}

static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_run(layer, pass, backward_share, pass->batch);
  }
}

static void measure(const BylineLayer* layer, const BylineLayout* layout,
                    BylineLayerMemory* memory)
{
  (void)layer;
  memory->scratch =
      layout->training ? byline_channel_pitch(layout->inputs[0].channels) : 0;
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_INPUT(0) | BYLINE_READS_OUTPUT;
}

static const BylineLayerKind kind = {
    .name = "global pool",
    .reads = reads,
    .infer = infer,
    .measure = measure,
    .forward = forward,
    .backward = backward,
};

unsigned byline_global_pool_add(BylineNetwork* network, const char* name,
                                unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  return layer ? byline_network_add(network, layer) : 0;
}
