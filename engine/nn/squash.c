/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Measurements in standard deviations from their mean, and outliers squashed:

       y = L tanh((x - mean) / (L deviation)),  L = 2

   so that what was never met is not extrapolated to.  Its two tensors are
   solved for, not trained. */

#include "nn/layers.h"

#include <math.h>

/* Deviations that nothing exceeds */
#define LIMIT 2.0f

enum { MEAN, DEVIATION };

float byline_squash(float x, float mean, float deviation)
{
  return LIMIT * tanhf((x - mean) / (LIMIT * deviation));
}

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  (void)layer;
  *output = inputs[0];
  return BYLINE_OK;
}

static void initialize(BylineLayer* base, BylineRandom* random)
{
  (void)random;
  byline_tensor_fill(&base->tensors[MEAN], 0);
  byline_tensor_fill(&base->tensors[DEVIATION], 1);
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  const float* const means = layer->tensors[MEAN].values;
  const float* const deviations = layer->tensors[DEVIATION].values;
  byline_map_clear(pass->output, 0, pass->batch);
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    const float* const x = byline_map_row(pass->inputs[0], clip, 0);
    float* const y = byline_map_row(pass->output, clip, 0);
    for (size_t i = 0; i < pass->output->shape.channels; ++i) {
      y[i] = byline_squash(x[i], means[i], deviations[i]);
    }
  }
}

static const BylineLayerKind kind = {
    .name = "squash",
    .infer = infer,
    .initialize = initialize,
    .forward = forward,
};

unsigned byline_squash_add(BylineNetwork* network, const char* name,
                           unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  const uint32_t n = byline_network_map(network, input)->channels;
  if (!byline_layer_add_tensor(layer, "mean", 1, &n) ||
      !byline_layer_add_tensor(layer, "deviation", 1, &n)) {
    byline_network_out_of_memory(network);
  }
  return byline_network_add(network, layer);
}
