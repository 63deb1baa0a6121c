/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/map.h"
#include "nn/kernels.h"

#include <assert.h>
#include <string.h>

size_t byline_channel_pitch(size_t channels)
{
  return (channels + BYLINE_CHANNEL_UNIT - 1) / BYLINE_CHANNEL_UNIT *
         BYLINE_CHANNEL_UNIT;
}

BylineMap byline_map_layout(const BylineMapShape* shape, const BylineHalo* halo,
                            bool packed)
{
  assert(shape->channels > 0 && shape->rows > 0);
  const size_t pitch =
      packed ? shape->channels : byline_channel_pitch(shape->channels);
  const size_t row_step =
      pitch * ((size_t)halo->left + shape->columns + halo->right);
  return (BylineMap){
      .shape = *shape,
      .halo = *halo,
      .pitch = pitch,
      .row_step = row_step,
      .clip_step = row_step * ((size_t)halo->top + shape->rows + halo->bottom),
  };
}

size_t byline_map_size(const BylineMap* map, size_t n_clips)
{
  return n_clips * map->clip_step;
}

void byline_map_place(BylineMap* map, float* memory)
{
  map->data =
      memory + map->halo.top * map->row_step + map->halo.left * map->pitch;
}

void byline_map_clear_halo(const BylineMap* map, size_t begin, size_t end)
{
  assert(map->data && begin <= end);
  const BylineHalo* const halo = &map->halo;
  const size_t left = halo->left * map->pitch;
  const size_t right = halo->right * map->pitch;
  const size_t width = map->shape.columns * map->pitch;
  if (!(halo->top | halo->bottom | halo->left | halo->right)) {
    return;
  }
  for (size_t clip = begin; clip < end; ++clip) {
    float* const top = byline_map_row(map, clip, 0) - left;
    memset(top - halo->top * map->row_step, 0,
           halo->top * map->row_step * sizeof(float));
    for (size_t r = 0; r < map->shape.rows; ++r) {
      float* const row = byline_map_row(map, clip, r);
      memset(row - left, 0, left * sizeof(float));
      memset(row + width, 0, right * sizeof(float));
    }
    memset(top + map->shape.rows * map->row_step, 0,
           halo->bottom * map->row_step * sizeof(float));
  }
}

void byline_map_clear(const BylineMap* map, size_t begin, size_t end)
{
  assert(map->data && begin <= end);
  const size_t before =
      map->halo.top * map->row_step + map->halo.left * map->pitch;
  memset(map->data + begin * map->clip_step - before, 0,
         (end - begin) * map->clip_step * sizeof(float));
}

static void widen(uint32_t* value, uint32_t other)
{
  if (other > *value) {
    *value = other;
  }
}

void byline_halo_extend(BylineHalo* halo, const BylineHalo* other)
{
  widen(&halo->top, other->top);
  widen(&halo->bottom, other->bottom);
  widen(&halo->left, other->left);
  widen(&halo->right, other->right);
}
