/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file map.h
   Feature maps: what layers pass on to each other.

   A batch of maps lies in memory as clips x rows x columns x channels, the
   channels rounded up to BYLINE_CHANNEL_UNIT with zeros.  Around every clip's
   picture there may be a halo of zero pixels, as wide as the convolutions that
   read it want their padding: to them, edges are like everything else.
*/

#ifndef BYLINE_NN_MAP_H
#define BYLINE_NN_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The size of one clip's feature map. */
typedef struct {
  uint32_t channels; ///< Pictures on top of each other
  uint32_t rows;     ///< Down, such as mel bands
  uint32_t columns;  ///< Along time
} BylineMapShape;

/** Zero pixels around a map. */
typedef struct {
  uint32_t top;    ///< Rows
  uint32_t bottom; ///< Rows
  uint32_t left;   ///< Columns
  uint32_t right;  ///< Columns
} BylineHalo;

/** A batch of feature maps in memory; steps are in floats. */
typedef struct {
  BylineMapShape shape; ///< Of one clip
  BylineHalo halo;      ///< Around one clip
  size_t pitch;         ///< From one column to the next: channels, rounded up
  size_t row_step;      ///< From one row to the next
  size_t clip_step;     ///< From one clip to the next
  float* data;          ///< Clip 0, row 0, column 0, channel 0; may be NULL
} BylineMap;

/** Channels rounded up as they are in memory. */
size_t byline_channel_pitch(size_t channels);

/**
   Lay out a map, without memory yet.

   @param packed Leave channels as they are, not rounded up: for the network's
   input, which is only ever read one number at a time.
*/
BylineMap byline_map_layout(const BylineMapShape* shape, const BylineHalo* halo,
                            bool packed);

/** Floats that a batch of `n_clips` takes, halos included. */
size_t byline_map_size(const BylineMap* map, size_t n_clips);

/** Put a map into memory of byline_map_size() floats. */
void byline_map_place(BylineMap* map, float* memory);

/** Set the halo of clips `begin` to `end` - 1 to zero. */
void byline_map_clear_halo(const BylineMap* map, size_t begin, size_t end);

/** Set clips `begin` to `end` - 1 to zero, halo and all. */
void byline_map_clear(const BylineMap* map, size_t begin, size_t end);

/** The first pixel of a row. */
static inline float* byline_map_row(const BylineMap* map, size_t clip,
                                    size_t row)
{
  return map->data + clip * map->clip_step + row * map->row_step;
}

/** Copy a row of one channel. */
static inline void byline_map_read_row(const BylineMap* map, size_t clip,
                                       size_t channel, size_t row, float* cells)
{
  const float* const from = byline_map_row(map, clip, row) + channel;
  for (size_t i = 0; i < map->shape.columns; ++i) {
    cells[i] = from[i * map->pitch];
  }
}

/** Widen `halo` where `other` is wider. */
void byline_halo_extend(BylineHalo* halo, const BylineHalo* other);

#endif // BYLINE_NN_MAP_H
