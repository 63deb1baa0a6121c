/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Rectified linear units.  When frozen, a convolution before one does this
   while storing (see fuse.c). */

#include "nn/relu.h"
#include "nn/layers.h"

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const y = pass->output;
  const size_t n = y->shape.columns * y->pitch;
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      const float* const from = byline_map_row(pass->inputs[0], clip, r);
      float* const to = byline_map_row(y, clip, r);
      for (size_t i = 0; i < n; ++i) {
        to[i] = from[i] > 0 ? from[i] : 0;
      }
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_later(layer, pass, forward_share, NULL);
}

static void backward_share(const BylineLayer* layer, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const dx = pass->d_inputs[0];
  const size_t n = dx->shape.columns * dx->pitch;
  byline_map_clear_halo(dx, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < dx->shape.rows; ++r) {
      const float* const y = byline_map_row(pass->output, clip, r);
      const float* const dy = byline_map_row(pass->d_output, clip, r);
      float* const to = byline_map_row(dx, clip, r);
      for (size_t i = 0; i < n; ++i) {
        to[i] = (pass->add_d_inputs[0] ? to[i] : 0) + (y[i] > 0 ? dy[i] : 0);
      }
    }
  }
}

static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_later(layer, pass, backward_share, NULL);
  }
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_OUTPUT;
}

static const BylineLayerKind kind = {
    .name = "ReLU",
    .queues = true,
    .in_place = 1,
    .reads = reads,
    .infer = byline_infer_same,
    .forward = forward,
    .backward = backward,
};

bool byline_layer_is_relu(const BylineLayer* layer)
{
  return layer->kind == &kind;
}

unsigned byline_relu_add(BylineNetwork* network, const char* name,
                         unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  return layer ? byline_network_add(network, layer) : 0;
}
