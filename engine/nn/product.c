/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Logits of the product of powers of two distributions, which logits a and b
   stand for: y = v a + w b, whose softmax is softmax(a)^v softmax(b)^w, made to
   sum to 1. */

#include "nn/layers.h"

typedef struct {
  BylineLayer base;
  float powers[2]; ///< Of both inputs
} Product;

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  *output = inputs[0];
  return byline_infer_equal(layer, inputs);
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  const float* const powers = ((const Product*)base)->powers;
  byline_map_clear(pass->output, 0, pass->batch);
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    const float* const a = byline_map_row(pass->inputs[0], clip, 0);
    const float* const b = byline_map_row(pass->inputs[1], clip, 0);
    float* const y = byline_map_row(pass->output, clip, 0);
    for (size_t i = 0; i < pass->output->shape.channels; ++i) {
      y[i] = powers[0] * a[i] + powers[1] * b[i];
    }
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  for (unsigned k = 0; k < 2; ++k) {
    const float power = ((const Product*)base)->powers[k];
    if (!pass->d_inputs[k]) {
      continue;
    }
    if (!pass->add_d_inputs[k]) {
      byline_map_clear(pass->d_inputs[k], 0, pass->batch);
    }
    for (size_t clip = 0; clip < pass->batch; ++clip) {
      const float* const dy = byline_map_row(pass->d_output, clip, 0);
      float* const dx = byline_map_row(pass->d_inputs[k], clip, 0);
      for (size_t i = 0; i < pass->output->shape.channels; ++i) {
        dx[i] += power * dy[i];
      }
    }
  }
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return 0;
}

static const BylineLayerKind kind = {
    .name = "product",
    .reads = reads,
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_product_add(BylineNetwork* network, const char* name,
                            unsigned input, float power, unsigned other,
                            float other_power)
{
  const unsigned inputs[] = {input, other};
  Product* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 2, inputs);
  if (!layer) {
    return 0;
  }
  layer->powers[0] = power;
  layer->powers[1] = other_power;
  return byline_network_add(network, &layer->base);
}
