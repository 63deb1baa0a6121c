/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/training_tiles.h"

/* Rows of pictures that are large enough */
#define FEWEST_ROWS 16

static size_t count_kernels(const BylineCorrelation* c)
{
  return (size_t)c->n_outputs * c->n_inputs;
}

static size_t packed_size(const BylineWinograd* tiles,
                          const BylineKernels* kernels)
{
  const BylineCorrelation* const places = &tiles->places;
  return byline_correlation_packed_size(
      places, kernels, byline_correlation_blocks(places, kernels));
}

bool byline_training_tiles(const BylineCorrelation* c,
                           const BylineMapShape* output, BylineWinograd* tiles)
{
  const bool plain = c->groups == 1 && c->n_taps == 9 && c->x_row_stride == 1 &&
                     c->x_column_stride == 1 && c->y_row_stride == 1 &&
                     c->y_column_stride == 1 && c->taps[0].column == -1 &&
                     c->taps[8].column == 1;
  const BylineTileSides sides = plain && output->rows >= FEWEST_ROWS
                                    ? byline_winograd_sides(c, output->rows)
                                    : (BylineTileSides){0};
  if (sides.rows == 0) {
    return false;
  }
  byline_winograd_cut(c, sides, tiles);
  tiles->places.transposed = c->transposed;
  return true;
}

size_t byline_training_tiles_size(const BylineWinograd* tiles,
                                  const BylineKernels* kernels)
{
  const BylineCorrelation* const places = &tiles->places;
  return packed_size(tiles, kernels) +
         count_kernels(places) * (9 + places->kernel_size);
}

void byline_training_tiles_pack(const BylineCorrelation* c,
                                const BylineWinograd* tiles,
                                const BylineKernels* kernels,
                                const float* weights, float* packed)
{
  const size_t n = count_kernels(c);
  float* const turned = packed + packed_size(tiles, kernels);
  float* const transformed = turned + 9 * n;
  /* On the way back kernels are turned around */
  for (size_t k = 0; k < n; ++k) {
    for (unsigned t = 0; t < 9; ++t) {
      turned[k * 9 + t] = weights[k * 9 + c->taps[t].weight];
    }
  }
  byline_winograd_transform(tiles, turned, n, transformed);
  byline_correlation_pack(&tiles->places, kernels, transformed, packed, 0,
                          byline_correlation_blocks(&tiles->places, kernels));
}
