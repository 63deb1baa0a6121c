/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Logits that count differently where a clip has less treble t (treble_pool.c)
   than what was learnt:

       y = (missing + (there - missing) o) x,
       o = 1 / (1 + exp(-((t - mean) / deviation + 1.5) / 0.3)),

   so that of what is multiplied (product.c) the one answers where treble is
   there, and the other where it is missing.  Too much of it is no matter:
   nothing was lost.  Both tensors are solved for, not trained.  The numbers are
   in the middle of those with which most clips of validation songs were named,
   as they are and filtered (training/README.md). */

#include "nn/layers.h"
#include "nn/logistic.h"

/* Deviations below the mean where half is left, and how soft that edge is */
#define EDGE 1.5f
#define SOFTNESS 0.3f

enum { MEAN, DEVIATION };

typedef struct {
  BylineLayer base;
  float missing; ///< How much logits count where treble is missing
  float there;   ///< The same where it is there
} TrebleGate;

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
  const TrebleGate* const gate = (const TrebleGate*)layer;
  const float mean = layer->tensors[MEAN].values[0];
  const float deviation = layer->tensors[DEVIATION].values[0];
  byline_map_clear(pass->output, 0, pass->batch);
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    const float treble = *byline_map_row(pass->inputs[1], clip, 0);
    const float open =
        byline_logistic(((treble - mean) / deviation + EDGE) / SOFTNESS);
    const float weight = gate->missing + (gate->there - gate->missing) * open;
    const float* const x = byline_map_row(pass->inputs[0], clip, 0);
    float* const y = byline_map_row(pass->output, clip, 0);
    for (size_t i = 0; i < pass->output->shape.channels; ++i) {
      y[i] = weight * x[i];
    }
  }
}

static const BylineLayerKind kind = {
    .name = "treble gate",
    .infer = infer,
    .initialize = initialize,
    .forward = forward,
};

unsigned byline_treble_gate_add(BylineNetwork* network, const char* name,
                                unsigned input, unsigned treble, float missing,
                                float there)
{
  const unsigned inputs[] = {input, treble};
  TrebleGate* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 2, inputs);
  if (!layer) {
    return 0;
  }
  layer->missing = missing;
  layer->there = there;
  const uint32_t one = 1;
  if (!byline_layer_add_tensor(&layer->base, "mean", 1, &one) ||
      !byline_layer_add_tensor(&layer->base, "deviation", 1, &one)) {
    byline_network_out_of_memory(network);
  }
  return byline_network_add(network, &layer->base);
}
