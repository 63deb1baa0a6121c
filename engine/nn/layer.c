/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/layer.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(BYLINE_MAX_INPUTS < 31, "a bit for each input and the output");

/* A loop being run: what the pool passes through */
typedef struct {
  const BylineLayer* layer;
  const BylinePass* pass;
  BylineLayerTask task;
} Loop;

static void run_share(void* context, unsigned thread, size_t begin, size_t end)
{
  const Loop* const loop = context;
  loop->task(loop->layer, loop->pass, thread, begin, end);
}

void byline_pass_run(const BylineLayer* layer, const BylinePass* pass,
                     BylineLayerTask task, size_t n_items)
{
  assert(task && pass->batch > 0);
  Loop loop = {.layer = layer, .pass = pass, .task = task};
  byline_thread_pool_run(pass->pool, run_share, &loop, n_items);
}

BylineStatus byline_infer_same(const BylineLayer* layer,
                               const BylineMapShape* inputs,
                               BylineMapShape* output)
{
  (void)layer;
  *output = inputs[0];
  return BYLINE_OK;
}

BylineStatus byline_infer_equal(const BylineLayer* layer,
                                const BylineMapShape* inputs)
{
  if (memcmp(&inputs[0], &inputs[1], sizeof(*inputs)) == 0) {
    return BYLINE_OK;
  }
  return byline_error(
      BYLINE_ERROR_USAGE, "%s: maps of %u x %u x %u and %u x %u x %u differ",
      layer->name, inputs[0].channels, inputs[0].rows, inputs[0].columns,
      inputs[1].channels, inputs[1].rows, inputs[1].columns);
}

static size_t count_values(const BylineTensor* tensor)
{
  size_t n = 1;
  for (unsigned i = 0; i < tensor->n_dimensions; ++i) {
    n *= tensor->dimensions[i];
  }
  return n;
}

static char* full_name(const char* layer, const char* name)
{
  const size_t size = strlen(layer) + strlen(name) + 2;
  char* const text = malloc(size);
  if (text) {
    snprintf(text, size, "%s.%s", layer, name);
  }
  return text;
}

BylineTensor* byline_layer_add_tensor(BylineLayer* layer, const char* name,
                                      unsigned n_dimensions,
                                      const uint32_t* dimensions)
{
  assert(layer->n_tensors < BYLINE_MAX_TENSORS);
  assert(n_dimensions >= 1 && n_dimensions <= 4);
  BylineTensor* const tensor = &layer->tensors[layer->n_tensors++];
  *tensor = (BylineTensor){
      .name = full_name(layer->name, name),
      .n_dimensions = n_dimensions,
      .trainable = true,
      .decays = n_dimensions > 1,
  };
  memcpy(tensor->dimensions, dimensions, n_dimensions * sizeof(*dimensions));
  tensor->n_values = count_values(tensor);
  tensor->values = calloc(tensor->n_values, sizeof(float));
  return tensor->name && tensor->values ? tensor : NULL;
}

void byline_tensor_fill(BylineTensor* tensor, float value)
{
  for (size_t i = 0; i < tensor->n_values; ++i) {
    tensor->values[i] = value;
  }
}

void byline_tensor_fill_he(BylineTensor* tensor, size_t fan,
                           BylineRandom* random)
{
  assert(fan > 0);
  const float deviation = sqrtf(2.0f / (float)fan);
  for (size_t i = 0; i < tensor->n_values; ++i) {
    tensor->values[i] = deviation * byline_random_normal(random);
  }
}

void byline_layer_free(BylineLayer* layer)
{
  if (!layer) {
    return;
  }
  if (layer->kind->free) {
    layer->kind->free(layer);
  }
  for (unsigned i = 0; i < layer->n_tensors; ++i) {
    free((char*)(size_t)layer->tensors[i].name);
    free(layer->tensors[i].values);
  }
  free(layer->name);
  free(layer);
}
