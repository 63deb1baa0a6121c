/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file band_groups.h
   Groups of neighbouring bands, about alike many in each: 16, or as many as
   there are bands.
*/

#ifndef BYLINE_NN_BAND_GROUPS_H
#define BYLINE_NN_BAND_GROUPS_H

#include "nn/map.h"

#include <stddef.h>
#include <string.h>

/** Most groups. */
#define BYLINE_MAX_BAND_GROUPS 16

/** How many groups `n_bands` have. */
static inline size_t byline_band_groups(size_t n_bands)
{
  return n_bands < BYLINE_MAX_BAND_GROUPS ? n_bands : BYLINE_MAX_BAND_GROUPS;
}

/** The first band of a group; of the one behind the last, `n_bands`. */
static inline size_t byline_band_group_begin(size_t n_bands, size_t group)
{
  const size_t n = byline_band_groups(n_bands);
  return (group * n_bands + n - 1) / n;
}

/** The group that a band is in. */
static inline size_t byline_band_group_of(size_t n_bands, size_t band)
{
  return band * byline_band_groups(n_bands) / n_bands;
}

/** How many bands a group has. */
static inline float byline_band_group_size(size_t n_bands, size_t group)
{
  return (float)(byline_band_group_begin(n_bands, group + 1) -
                 byline_band_group_begin(n_bands, group));
}

/**
   Average the bands of a group, whose rows a clip's channel has.

   @param[out] curve As many numbers as the map has columns.
*/
static inline void byline_band_group_read(const BylineMap* map, size_t clip,
                                          size_t channel, size_t group,
                                          float* curve)
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

#endif // BYLINE_NN_BAND_GROUPS_H
