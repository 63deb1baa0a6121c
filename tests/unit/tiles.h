/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests of convolutions in tiles have in common: maps of noise, packed
   weights, and how alike two answers must be. */

#ifndef BYLINE_TESTS_TILES_H
#define BYLINE_TESTS_TILES_H

#include "byline/random.h"
#include "nn/correlation.h"
#include "tests/unit/levels.h"

#include <math.h>
#include <stdlib.h>

/* Clips of a map */
enum { TILES_BATCH = 2 };

/* Normal numbers; to be freed */
static inline float* tiles_numbers(size_t n, float deviation,
                                   BylineRandom* random)
{
  float* const values = aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64);
  assert_non_null(values);
  for (size_t i = 0; i < n; ++i) {
    values[i] = deviation * byline_random_normal(random);
  }
  return values;
}

/* A map of noise; halo and channels added by rounding are 0.  Returns its
   memory. */
static inline float* tiles_map(BylineMap* map, const BylineMapShape* shape,
                               const BylineHalo* halo, bool packed,
                               BylineRandom* random)
{
  *map = byline_map_layout(shape, halo, packed);
  float* const memory =
      tiles_numbers(byline_map_size(map, TILES_BATCH), 0, random);
  byline_map_place(map, memory);
  for (size_t clip = 0; clip < TILES_BATCH; ++clip) {
    for (size_t r = 0; r < shape->rows; ++r) {
      for (size_t i = 0; i < shape->columns; ++i) {
        float* const pixel = byline_map_row(map, clip, r) + i * map->pitch;
        for (size_t c = 0; c < shape->channels; ++c) {
          pixel[c] = byline_random_normal(random);
        }
      }
    }
  }
  return memory;
}

/* Weights packed for correlations; to be freed */
static inline float* tiles_pack(const BylineCorrelation* c,
                                const BylineKernels* kernels,
                                const float* weights, BylineRandom* random)
{
  const size_t n = byline_correlation_blocks(c, kernels);
  float* const packed =
      tiles_numbers(byline_correlation_packed_size(c, kernels, n), 0, random);
  byline_correlation_pack(c, kernels, weights, packed, 0, n);
  return packed;
}

/* Sums of large numbers round more */
static inline void tiles_compare(const BylineMap* y, const BylineMap* expected,
                                 float tolerance)
{
  for (size_t clip = 0; clip < TILES_BATCH; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      const float* const a = byline_map_row(y, clip, r);
      const float* const b = byline_map_row(expected, clip, r);
      for (size_t i = 0; i < y->shape.columns * y->pitch; ++i) {
        assert_float_equal(a[i], b[i], tolerance * fmaxf(1, fabsf(b[i])));
      }
    }
  }
}

#endif // BYLINE_TESTS_TILES_H
