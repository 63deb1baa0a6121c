/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Freezing: batch normalisation, addition and ReLU become part of the
   convolution before them. */

#include "nn/batch_norm.h"
#include "nn/convolution.h"
#include "nn/layers.h"

#include <stdlib.h>

static unsigned count_readers(const BylineNetwork* network, unsigned index)
{
  unsigned n = index == network->features;
  for (unsigned i = index + 1; i < network->n_layers; ++i) {
    const BylineLayer* const layer = network->layers[i];
    for (unsigned k = 0; k < layer->n_inputs; ++k) {
      n += layer->inputs[k] == index;
    }
  }
  return n;
}

/* Can layer `index` be left to the convolution before it?  What it adds must
   be there before the convolution runs. */
static bool can_fuse(const BylineNetwork* network, unsigned index)
{
  const BylineLayer* const layer = network->layers[index];
  if (!byline_layer_is_batch_norm(layer)) {
    return false;
  }
  const unsigned before = layer->inputs[0];
  return byline_layer_is_convolution(network->layers[before]) &&
         count_readers(network, before) == 1 &&
         (layer->n_inputs == 1 || layer->inputs[1] < before);
}

BylineStatus byline_network_fuse(BylineNetwork* network)
{
  for (unsigned i = 0; i < network->n_layers; ++i) {
    BylineLayer* const layer = network->layers[i];
    if (!can_fuse(network, i)) {
      continue;
    }
    const size_t n = network->shapes[i].channels;
    float* const numbers = calloc(2 * n, sizeof(float));
    if (!numbers) {
      return byline_error(BYLINE_ERROR_MEMORY, "no memory to freeze %s",
                          layer->name);
    }
    byline_batch_norm_affine(layer, numbers, numbers + n);
    byline_convolution_absorb(
        network->layers[layer->inputs[0]],
        &(BylineAbsorbed){
            .scale = numbers,
            .shift = numbers + n,
            .relu = byline_batch_norm_relu(layer),
            .add = layer->n_inputs > 1 ? layer->inputs[1] : BYLINE_NO_LAYER,
        });
    layer->skipped = true;
    free(numbers);
  }
  return BYLINE_OK;
}
