/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/network.h"
#include "nn/layers.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns that inputs are taken to have while building */
#define NOMINAL_FRAMES 16384

/* Where byline_network_min_frames() gives up */
#define MAX_MIN_FRAMES 65536

void byline_network_set_prefix(BylineNetwork* network, const char* prefix)
{
  network->prefix = prefix;
}

void byline_network_out_of_memory(BylineNetwork* network)
{
  network->status = byline_no_memory("the network");
}

void* byline_layer_new(BylineNetwork* network, const BylineLayerKind* kind,
                       size_t size, const char* name, unsigned n_inputs,
                       const unsigned* inputs)
{
  assert(size >= sizeof(BylineLayer));
  assert(n_inputs <= BYLINE_MAX_INPUTS);
  if (network->status != BYLINE_OK) {
    return NULL;
  }
  BylineLayer* const layer = calloc(1, size);
  const size_t length = strlen(network->prefix) + strlen(name) + 1;
  char* const copy = malloc(length);
  if (!layer || !copy) {
    free(copy);
    free(layer);
    byline_network_out_of_memory(network);
    return NULL;
  }
  snprintf(copy, length, "%s%s", network->prefix, name);
  layer->kind = kind;
  layer->name = copy;
  layer->n_inputs = n_inputs;
  if (n_inputs) {
    memcpy(layer->inputs, inputs, n_inputs * sizeof(*inputs));
  }
  return layer;
}

static bool grow(BylineNetwork* network)
{
  if (network->n_layers < network->capacity) {
    return true;
  }
  const unsigned capacity = network->capacity ? 2 * network->capacity : 64;
  BylineLayer** const layers =
      realloc(network->layers, capacity * sizeof(BylineLayer*));
  if (!layers) {
    return false;
  }
  network->layers = layers;
  BylineMapShape* const shapes =
      realloc(network->shapes, capacity * sizeof(*shapes));
  if (!shapes) {
    return false;
  }
  network->shapes = shapes;
  network->capacity = capacity;
  return true;
}

void byline_layer_inputs(const BylineLayer* layer, const BylineMapShape* shapes,
                         BylineMapShape inputs[BYLINE_MAX_INPUTS])
{
  for (unsigned i = 0; i < layer->n_inputs; ++i) {
    inputs[i] = shapes[layer->inputs[i]];
  }
}

unsigned byline_network_add(BylineNetwork* network, BylineLayer* layer)
{
  if (network->status != BYLINE_OK || !grow(network)) {
    if (network->status == BYLINE_OK) {
      byline_network_out_of_memory(network);
    }
    byline_layer_free(layer);
    return 0;
  }
  const unsigned index = network->n_layers++;
  network->layers[index] = layer;
  if (index == 0) {
    network->shapes[0] = (BylineMapShape){
        network->shape.n_channels, network->shape.n_mels, NOMINAL_FRAMES};
    return 0;
  }
  BylineMapShape inputs[BYLINE_MAX_INPUTS];
  byline_layer_inputs(layer, network->shapes, inputs);
  network->status = layer->kind->infer(layer, inputs, &network->shapes[index]);
  return index;
}

const BylineMapShape* byline_network_map(const BylineNetwork* network,
                                         unsigned layer)
{
  assert(network->status != BYLINE_OK || layer < network->n_layers);
  static const BylineMapShape nothing = {1, 1, 1};
  return network->status == BYLINE_OK ? &network->shapes[layer] : &nothing;
}

static bool collect_tensors(BylineNetwork* network)
{
  for (unsigned i = 0; i < network->n_layers; ++i) {
    network->n_tensors += network->layers[i]->n_tensors;
  }
  network->tensors = calloc(network->n_tensors, sizeof(BylineTensor*));
  size_t n = 0;
  for (unsigned i = 0; network->tensors && i < network->n_layers; ++i) {
    for (unsigned t = 0; t < network->layers[i]->n_tensors; ++t) {
      network->tensors[n++] = &network->layers[i]->tensors[t];
    }
  }
  return network->tensors != NULL;
}

BylineStatus byline_network_finish(BylineNetwork* network,
                                   const char* architecture, unsigned features,
                                   BylineNetwork** out)
{
  assert(network->status != BYLINE_OK || features < network->n_layers);
  *out = NULL;
  if (network->status == BYLINE_OK) {
    network->features = features;
    network->architecture = strdup(architecture);
    if (!network->architecture || !collect_tensors(network)) {
      byline_network_out_of_memory(network);
    }
  }
  if (network->status != BYLINE_OK) {
    const BylineStatus status = network->status;
    byline_network_free(network);
    return status;
  }
  *out = network;
  return BYLINE_OK;
}

void byline_network_free(BylineNetwork* network)
{
  if (!network) {
    return;
  }
  for (unsigned i = 0; i < network->n_layers; ++i) {
    byline_layer_free(network->layers[i]);
  }
  free(network->layers);
  free(network->shapes);
  free(network->tensors);
  free(network->architecture);
  free(network);
}

const char* byline_network_architecture(const BylineNetwork* network)
{
  return network->architecture;
}

const BylineNetworkShape* byline_network_shape(const BylineNetwork* network)
{
  return &network->shape;
}

void byline_network_initialize(BylineNetwork* network, uint64_t seed)
{
  for (unsigned i = 0; i < network->n_layers; ++i) {
    BylineLayer* const layer = network->layers[i];
    if (layer->kind->initialize) {
      BylineRandom random = byline_random_begin(seed, i);
      layer->kind->initialize(layer, &random);
    }
  }
}

size_t byline_network_tensor_count(const BylineNetwork* network)
{
  return network->n_tensors;
}

const BylineTensor* byline_network_tensor(const BylineNetwork* network,
                                          size_t index)
{
  assert(index < network->n_tensors);
  return network->tensors[index];
}

BylineStatus byline_network_infer(const BylineNetwork* network, size_t n_frames,
                                  BylineMapShape* shapes)
{
  if (n_frames == 0 || n_frames > UINT32_MAX / 2) {
    return byline_error(BYLINE_ERROR_USAGE, "an input of %zu columns",
                        n_frames);
  }
  shapes[0] = (BylineMapShape){network->shape.n_channels, network->shape.n_mels,
                               (uint32_t)n_frames};
  for (unsigned i = 1; i < network->n_layers; ++i) {
    const BylineLayer* const layer = network->layers[i];
    BylineMapShape inputs[BYLINE_MAX_INPUTS];
    byline_layer_inputs(layer, shapes, inputs);
    const BylineStatus status = layer->kind->infer(layer, inputs, &shapes[i]);
    if (status != BYLINE_OK) {
      return status;
    }
  }
  return BYLINE_OK;
}

size_t byline_network_min_frames(const BylineNetwork* network)
{
  BylineMapShape* const shapes = calloc(network->n_layers, sizeof(*shapes));
  size_t n = 1;
  while (shapes && n < MAX_MIN_FRAMES &&
         byline_network_infer(network, n, shapes) != BYLINE_OK) {
    ++n;
  }
  free(shapes);
  return n;
}

size_t byline_network_outputs(const BylineNetwork* network, size_t n_frames)
{
  BylineMapShape* const shapes = calloc(network->n_layers, sizeof(*shapes));
  size_t n = 0;
  if (shapes && byline_network_infer(network, n_frames, shapes) == BYLINE_OK) {
    const BylineMapShape* const last = &shapes[network->n_layers - 1];
    n = (size_t)last->channels * last->rows * last->columns;
  }
  free(shapes);
  return n;
}
