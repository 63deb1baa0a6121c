/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/band_groups.h"

#include <string.h>

void byline_band_group_read(const BylineMap* map, size_t clip, size_t channel,
                            size_t group, float* curve)
{
  const size_t n_bands = map->shape.rows;
  const size_t end = byline_band_group_begin(n_bands, group + 1);
  const float share = 1 / byline_band_group_size(n_bands, group);
  memset(curve, 0, map->shape.columns * sizeof(*curve));
  for (size_t r = byline_band_group_begin(n_bands, group); r < end; ++r) {
    const float* const cells = byline_map_row(map, clip, r) + channel;
    for (size_t i = 0; i < map->shape.columns; ++i) {
      curve[i] += share * cells[i * map->pitch];
    }
  }
}
