/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What a network costs, in numbers and as a table. */

#include "nn/network.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t layer_multiply_adds(const BylineNetwork* network, unsigned i,
                                    const BylineMapShape* shapes)
{
  const BylineLayer* const layer = network->layers[i];
  BylineMapShape inputs[BYLINE_MAX_INPUTS];
  byline_layer_inputs(layer, shapes, inputs);
  return layer->kind->multiply_adds
             ? layer->kind->multiply_adds(layer, inputs, &shapes[i])
             : 0;
}

uint64_t byline_network_multiply_adds(const BylineNetwork* network,
                                      size_t n_frames)
{
  BylineMapShape* const shapes = calloc(network->n_layers, sizeof(*shapes));
  uint64_t total = 0;
  if (shapes && byline_network_infer(network, n_frames, shapes) == BYLINE_OK) {
    for (unsigned i = 0; i < network->n_layers; ++i) {
      total += layer_multiply_adds(network, i, shapes);
    }
  }
  free(shapes);
  return total;
}

static size_t count_parameters(const BylineLayer* layer)
{
  size_t n = 0;
  for (unsigned t = 0; t < layer->n_tensors; ++t) {
    const BylineTensor* const tensor = &layer->tensors[t];
    n += tensor->trainable || tensor->solved ? tensor->n_values : 0;
  }
  return n;
}

static void print_table(FILE* out, const BylineNetwork* network,
                        const BylineMapShape* shapes)
{
  size_t n_parameters = 0;
  uint64_t n_multiply_adds = 0;
  fprintf(out, "%-32s %-14s %15s %12s %14s\n", "layer", "kind", "output",
          "parameters", "multiply-adds");
  for (unsigned i = 0; i < network->n_layers; ++i) {
    const BylineLayer* const layer = network->layers[i];
    const size_t parameters = count_parameters(layer);
    const uint64_t cost = layer_multiply_adds(network, i, shapes);
    char shape[48];
    snprintf(shape, sizeof(shape), "%" PRIu32 "x%" PRIu32 "x%" PRIu32,
             shapes[i].channels, shapes[i].rows, shapes[i].columns);
    fprintf(out, "%-32s %-14s %15s %12zu %14" PRIu64 "\n", layer->name,
            layer->kind->name, shape, parameters, cost);
    n_parameters += parameters;
    n_multiply_adds += cost;
  }
  fprintf(out, "%-32s %-14s %15s %12zu %14" PRIu64 "\n", "total", "", "",
          n_parameters, n_multiply_adds);
}

char* byline_network_describe(const BylineNetwork* network, size_t n_frames)
{
  char* text = NULL;
  size_t size = 0;
  BylineMapShape* const shapes = calloc(network->n_layers, sizeof(*shapes));
  FILE* const out = shapes ? open_memstream(&text, &size) : NULL;
  if (out) {
    if (byline_network_infer(network, n_frames, shapes) == BYLINE_OK) {
      print_table(out, network, shapes);
    } else {
      fprintf(out, "%s\n", byline_error_message());
    }
    if (fclose(out) != 0) {
      free(text);
      text = NULL;
    }
  }
  free(shapes);
  return text;
}
