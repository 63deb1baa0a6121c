/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "models/network_weights.h"

#include <math.h>
#include <stdbool.h>

static bool same_shape(const BylineStoredTensor* stored,
                       const BylineTensor* tensor)
{
  if (stored->n_dimensions != tensor->n_dimensions) {
    return false;
  }
  for (uint32_t i = 0; i < tensor->n_dimensions; ++i) {
    if (stored->dimensions[i] != tensor->dimensions[i]) {
      return false;
    }
  }
  return true;
}

static bool all_finite(const float* values, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    if (!isfinite(values[i])) {
      return false;
    }
  }
  return true;
}

static BylineStatus read_tensor(const char* path, const BylineSafetensors* file,
                                const BylineTensor* tensor)
{
  const BylineStoredTensor* const stored =
      byline_safetensors_find(file, tensor->name);
  if (!stored) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: tensor '%s' is missing, which the architecture "
                        "that the file names needs",
                        path, tensor->name);
  }
  if (stored->element != BYLINE_ELEMENT_F32 &&
      stored->element != BYLINE_ELEMENT_F16) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: tensor '%s' is neither F32 nor F16", path,
                        tensor->name);
  }
  if (!same_shape(stored, tensor)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: tensor '%s' has another shape than the "
                        "architecture that the file names needs",
                        path, tensor->name);
  }
  byline_safetensors_read(file, stored, tensor->values);
  if (!all_finite(tensor->values, tensor->n_values)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: tensor '%s' has values that are not finite", path,
                        tensor->name);
  }
  return BYLINE_OK;
}

BylineStatus byline_network_weights_read(const char* path,
                                         const BylineSafetensors* file,
                                         const BylineNetwork* network)
{
  const size_t n = byline_network_tensor_count(network);
  for (size_t i = 0; i < n; ++i) {
    BYLINE_TRY(read_tensor(path, file, byline_network_tensor(network, i)));
  }
  return BYLINE_OK;
}
