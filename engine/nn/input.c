/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The network's input: what the plan's user wrote, channel by channel, is laid
   out channels last and given the halo that the first convolution wants. */

#include "nn/layers.h"

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const y = pass->output;
  const size_t n_channels = y->shape.channels;
  const size_t n_columns = y->shape.columns;
  const size_t n_rows = y->shape.rows;
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t c = 0; c < n_channels; ++c) {
      for (size_t r = 0; r < n_rows; ++r) {
        const float* const from =
            pass->input + ((clip * n_channels + c) * n_rows + r) * n_columns;
        float* const to = byline_map_row(y, clip, r) + c;
        for (size_t i = 0; i < n_columns; ++i) {
          to[i * n_channels] = from[i];
        }
      }
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

/* Nothing is before the input */
static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  (void)layer;
  (void)pass;
}

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  (void)layer;
  *output = inputs[0];
  return BYLINE_OK;
}

static const BylineLayerKind kind = {
    .name = "input",
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_input_add(BylineNetwork* network)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), "input", 0, NULL);
  return layer ? byline_network_add(network, layer) : 0;
}
