/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Convolutions of which only inference is left. */

#include "nn/convolution_layer.h"

#include <stdlib.h>
#include <string.h>

void byline_convolution_absorb(BylineLayer* base,
                               const BylineAbsorbed* absorbed)
{
  BylineConvolutionLayer* const layer = (BylineConvolutionLayer*)base;
  BylineTensor* const weight = &base->tensors[0];
  const size_t n = weight->n_values / layer->sizes.channels;
  for (size_t o = 0; o < layer->sizes.channels; ++o) {
    for (size_t i = 0; i < n; ++i) {
      weight->values[o * n + i] *= absorbed->scale[o];
    }
    const float bias = layer->sizes.bias ? base->tensors[1].values[o] : 0;
    layer->bias[o] = absorbed->shift[o] + bias * absorbed->scale[o];
  }
  layer->shift = true;
  layer->relu = absorbed->relu;
  if (absorbed->add != BYLINE_NO_LAYER) {
    base->inputs[1] = absorbed->add;
    base->n_inputs = 2;
  }
}

/* Kernels as tiles multiply them; NULL when out of memory */
static float* transform(const BylineConvolutionLayer* layer)
{
  const BylineTensor* const weight = &layer->base.tensors[0];
  const size_t n_kernels = weight->n_values / 9;
  const size_t size = layer->winograd.places.kernel_size;
  float* const transformed = malloc(n_kernels * size * sizeof(float));
  if (transformed) {
    byline_winograd_transform(&layer->winograd, weight->values, n_kernels,
                              transformed);
  }
  return transformed;
}

/* Get memory for packed weights */
static BylineStatus allocate(BylineConvolutionLayer* layer, size_t n)
{
  layer->packed = aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64);
  return layer->packed ? BYLINE_OK
                       : byline_error(BYLINE_ERROR_MEMORY,
                                      "no memory to pack %s", layer->base.name);
}

static BylineStatus pack(BylineConvolutionLayer* layer,
                         const BylineCorrelation* c,
                         const BylineKernels* kernels, const float* weights)
{
  const BylineStatus status =
      allocate(layer, byline_convolution_packed_size(c, kernels));
  if (status == BYLINE_OK) {
    byline_correlation_pack(c, kernels, weights, layer->packed, 0,
                            byline_correlation_blocks(c, kernels));
  }
  return status;
}

static BylineStatus pack_tiles(BylineConvolutionLayer* layer,
                               const BylineCorrelation* c,
                               BylineTileSides sides,
                               const BylineKernels* kernels)
{
  byline_winograd_cut(c, sides, &layer->winograd);
  float* const transformed = transform(layer);
  const BylineStatus status =
      transformed ? pack(layer, &layer->winograd.places, kernels, transformed)
                  : byline_no_memory(layer->base.name);
  free(transformed);
  return status;
}

static BylineStatus pack_row_tiles(BylineConvolutionLayer* layer,
                                   const BylineCorrelation* c,
                                   const BylineKernels* kernels)
{
  const BylineStatus status = allocate(layer, byline_row_tiles_packed_size(c));
  if (status == BYLINE_OK) {
    byline_row_tiles_pack(c, kernels, layer->base.tensors[0].values,
                          layer->packed);
    layer->row_tiles = true;
  }
  return status;
}

BylineStatus byline_convolution_freeze(BylineLayer* base,
                                       const BylineMapShape* output,
                                       const BylineKernels* kernels)
{
  BylineConvolutionLayer* const layer = (BylineConvolutionLayer*)base;
  BylineCorrelation c;
  byline_convolution_forward_correlation(layer, kernels, &c);
  if (layer->sizes.bias && !layer->shift) {
    memcpy(layer->bias, base->tensors[1].values,
           base->tensors[1].n_values * sizeof(float));
  }
  /* The network's input, layer 0, is not laid out for vectors */
  if (base->inputs[0] == 0 && base->n_inputs == 1 &&
      byline_row_tiles_can_be(&c)) {
    return pack_row_tiles(layer, &c, kernels);
  }
  const BylineTileSides sides = base->inputs[0] > 0 && !c.narrow
                                    ? byline_winograd_sides(&c, output->rows)
                                    : (BylineTileSides){0};
  return sides.rows ? pack_tiles(layer, &c, sides, kernels)
                    : pack(layer, &c, kernels, base->tensors[0].values);
}
