/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/average.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct BylineAverage {
  BylineNetwork* network;
  double decay;
  size_t n_tensors;
  float** values; ///< One block per tensor
};

BylineStatus byline_average_new(BylineNetwork* network, double decay,
                                BylineAverage** out)
{
  assert(decay >= 0 && decay < 1);
  *out = NULL;
  const size_t n = byline_network_tensor_count(network);
  BylineAverage* const average = calloc(1, sizeof(*average));
  float** const values = calloc(n, sizeof(*values));
  if (!average || !values) {
    free(average);
    free(values);
    return byline_no_memory("averaged weights");
  }
  *average = (BylineAverage){
      .network = network, .decay = decay, .n_tensors = n, .values = values};
  for (size_t i = 0; i < n; ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    const size_t size = tensor->n_values * sizeof(float);
    values[i] = malloc(size);
    if (!values[i]) {
      byline_average_free(average);
      return byline_no_memory("averaged weights");
    }
    memcpy(values[i], tensor->values, size);
  }
  *out = average;
  return BYLINE_OK;
}

void byline_average_free(BylineAverage* average)
{
  if (average) {
    for (size_t i = 0; i < average->n_tensors; ++i) {
      free(average->values[i]);
    }
    free(average->values);
    free(average);
  }
}

void byline_average_update(BylineAverage* average, uint64_t step)
{
  const double young = (1 + (double)step) / (10 + (double)step);
  const double decay = young < average->decay ? young : average->decay;
  const float share = (float)(1 - decay);
  for (size_t i = 0; i < average->n_tensors; ++i) {
    const BylineTensor* const tensor =
        byline_network_tensor(average->network, i);
    float* const values = average->values[i];
    for (size_t j = 0; j < tensor->n_values; ++j) {
      values[j] += share * (tensor->values[j] - values[j]);
    }
  }
}

void byline_average_swap(BylineAverage* average)
{
  for (size_t i = 0; average && i < average->n_tensors; ++i) {
    const BylineTensor* const tensor =
        byline_network_tensor(average->network, i);
    float* const values = average->values[i];
    for (size_t j = 0; j < tensor->n_values; ++j) {
      const float value = values[j];
      values[j] = tensor->values[j];
      tensor->values[j] = value;
    }
  }
}

float* byline_average_values(BylineAverage* average, size_t index)
{
  assert(index < average->n_tensors);
  return average->values[index];
}
