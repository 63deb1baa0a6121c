/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* WaveNet: A. van den Oord et al., 2016, "WaveNet: a generative model for raw
   audio", as a classifier.

   Causal convolutions along time, whose dilation doubles from layer to layer of
   a stack, with gated activations, residual and skip connections.  Mel bands
   are its input channels; with a single band it reads a waveform.  What
   the skip connections gather is pooled over time by the head. */

#include "models/models.h"

#include <stdio.h>

enum { WIDTH, SKIP, LAYERS, STACKS, KERNEL, DROPOUT };

/* What goes from layer to layer */
typedef struct {
  unsigned residual;
  unsigned skip; ///< The sum so far, or BYLINE_NO_LAYER
} Flow;

static unsigned add_projection(BylineNetwork* network, const char* layer,
                               const char* name, unsigned input, uint32_t n)
{
  char text[64];
  snprintf(text, sizeof(text), "%s.%s", layer, name);
  return byline_convolution_add(
      network, text, input,
      &(BylineConvolution){.channels = n, .bias = true, .linear = true});
}

static unsigned add_sum(BylineNetwork* network, const char* layer,
                        const char* name, unsigned a, unsigned b)
{
  char text[64];
  snprintf(text, sizeof(text), "%s.%s", layer, name);
  return byline_sum_add(network, text, a, b, false);
}

/* `last`: nobody reads the residual */
static Flow add_layer(BylineNetwork* network, const char* layer, Flow flow,
                      const BylineSize* sizes, uint32_t dilation, bool last)
{
  char name[64];
  const uint32_t width = byline_whole(&sizes[WIDTH]);
  snprintf(name, sizeof(name), "%s.dilated", layer);
  const unsigned both = byline_convolution_add(
      network, name, flow.residual,
      &(BylineConvolution){.channels = 2 * width,
                           .columns = byline_whole(&sizes[KERNEL]),
                           .column_dilation = dilation,
                           .causal = true,
                           .bias = true,
                           .linear = true});
  snprintf(name, sizeof(name), "%s.gate", layer);
  const unsigned gated = byline_gate_add(network, name, both);
  const unsigned skip =
      add_projection(network, layer, "skip", gated, byline_whole(&sizes[SKIP]));
  if (flow.skip == BYLINE_NO_LAYER) {
    flow.skip = skip;
  } else {
    flow.skip = add_sum(network, layer, "skips", skip, flow.skip);
  }
  if (!last) {
    const unsigned residual =
        add_projection(network, layer, "residual", gated, width);
    flow.residual = add_sum(network, layer, "sum", residual, flow.residual);
  }
  return flow;
}

static unsigned build(BylineNetwork* network, const BylineSize* sizes,
                      unsigned* features)
{
  const uint32_t n_stacks = byline_whole(&sizes[STACKS]);
  const uint32_t n_layers = byline_whole(&sizes[LAYERS]);
  unsigned layer = byline_rows_to_channels_add(network, "bands", 0);
  layer = byline_convolution_add(
      network, "front", layer,
      &(BylineConvolution){.channels = byline_whole(&sizes[WIDTH]),
                           .columns = 2,
                           .causal = true,
                           .bias = true,
                           .linear = true});
  Flow flow = {layer, BYLINE_NO_LAYER};
  for (uint32_t stack = 0; stack < n_stacks; ++stack) {
    for (uint32_t i = 0; i < n_layers; ++i) {
      char name[32];
      snprintf(name, sizeof(name), "stack%u.layer%u", stack + 1, i);
      flow = add_layer(network, name, flow, sizes, 1u << i,
                       stack + 1 == n_stacks && i + 1 == n_layers);
    }
  }
  layer = byline_relu_add(network, "skips.relu", flow.skip);
  layer = byline_convolution_add(
      network, "out", layer,
      &(BylineConvolution){.channels = byline_whole(&sizes[SKIP]),
                           .bias = true});
  layer = byline_relu_add(network, "out.relu", layer);
  return byline_head_add(network, layer, sizes[DROPOUT].values[0], features);
}

static const BylineSize sizes_known[] = {
    {"width", 1, 512, true, 1, {32}, 1},
    {"skip", 1, 1024, true, 1, {64}, 1},
    {"layers", 1, 12, true, 1, {6}, 1},
    {"stacks", 1, 8, true, 1, {2}, 1},
    {"kernel", 2, 8, true, 1, {2}, 1},
    {"dropout", 0, 0.9, false, 1, {0.2}, 1},
};

const BylineArchitecture byline_wavenet = {
    .name = "wavenet",
    .sizes = sizes_known,
    .n_sizes = sizeof(sizes_known) / sizeof(*sizes_known),
    .build = build,
};
