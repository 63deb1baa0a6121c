/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Freezing: batch normalisation, addition and ReLU become part of the
   convolution before them. */

#include "nn/batch_norm.h"
#include "nn/convolution.h"
#include "nn/layers.h"
#include "nn/relu.h"
#include "nn/sum.h"

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

/* Could convolution `before` do what layer `index` does with its output?  What
   is added must be there before the convolution runs. */
static bool can_absorb(const BylineNetwork* network, unsigned index,
                       unsigned before, unsigned added)
{
  const BylineLayer* const convolution = network->layers[before];
  return byline_layer_is_convolution(convolution) &&
         convolution->n_inputs == 1 && count_readers(network, before) == 1 &&
         before < index && (added == BYLINE_NO_LAYER || added < before);
}

/* Leave layer `index`, which scales and shifts, to convolution `before` */
static BylineStatus absorb(BylineNetwork* network, unsigned index,
                           unsigned before, unsigned added, bool relu)
{
  BylineLayer* const layer = network->layers[index];
  const size_t n = network->shapes[index].channels;
  float* const numbers = calloc(2 * n, sizeof(float));
  if (!numbers) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory to freeze %s",
                        layer->name);
  }
  if (byline_layer_is_batch_norm(layer)) {
    byline_batch_norm_affine(layer, numbers, numbers + n);
  } else {
    for (size_t c = 0; c < n; ++c) {
      numbers[c] = 1;
    }
  }
  byline_convolution_absorb(
      network->layers[before],
      &(BylineAbsorbed){
          .scale = numbers, .shift = numbers + n, .relu = relu, .add = added});
  layer->inputs[0] = before;
  layer->skipped = true;
  free(numbers);
  return BYLINE_OK;
}

static BylineStatus fuse_norm(BylineNetwork* network, unsigned index)
{
  const BylineLayer* const layer = network->layers[index];
  const unsigned before = layer->inputs[0];
  const unsigned added =
      layer->n_inputs > 1 ? layer->inputs[1] : BYLINE_NO_LAYER;
  return can_absorb(network, index, before, added)
             ? absorb(network, index, before, added,
                      byline_batch_norm_relu(layer))
             : BYLINE_OK;
}

static BylineStatus fuse_sum(BylineNetwork* network, unsigned index)
{
  const BylineLayer* const layer = network->layers[index];
  for (unsigned k = 0; k < 2; ++k) {
    const unsigned before = layer->inputs[k];
    const unsigned added = layer->inputs[1 - k];
    if (can_absorb(network, index, before, added)) {
      return absorb(network, index, before, added, byline_sum_relu(layer));
    }
  }
  return BYLINE_OK;
}

static BylineStatus fuse_relu(BylineNetwork* network, unsigned index)
{
  const unsigned before = network->layers[index]->inputs[0];
  return can_absorb(network, index, before, BYLINE_NO_LAYER)
             ? absorb(network, index, before, BYLINE_NO_LAYER, true)
             : BYLINE_OK;
}

static BylineStatus fuse(BylineNetwork* network)
{
  BylineStatus status = BYLINE_OK;
  for (unsigned i = 0; status == BYLINE_OK && i < network->n_layers; ++i) {
    if (byline_layer_is_batch_norm(network->layers[i])) {
      status = fuse_norm(network, i);
    } else if (byline_layer_is_sum(network->layers[i])) {
      status = fuse_sum(network, i);
    } else if (byline_layer_is_relu(network->layers[i])) {
      status = fuse_relu(network, i);
    }
  }
  return status;
}

BylineStatus byline_network_freeze(BylineNetwork* network)
{
  if (network->frozen) {
    return BYLINE_OK;
  }
  network->frozen = true;
  BylineStatus status = fuse(network);
  for (unsigned i = 0; status == BYLINE_OK && i < network->n_layers; ++i) {
    BylineLayer* const layer = network->layers[i];
    if (layer->kind->freeze && !layer->skipped) {
      status =
          layer->kind->freeze(layer, &network->shapes[i], network->kernels);
    }
  }
  return status;
}
