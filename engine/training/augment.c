/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/augment.h"

#include "spectrum/mel.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* Where a value between cells comes from */
typedef struct {
  size_t cell;  ///< The lower of two neighbours
  float weight; ///< Of the upper one
} Place;

/* The place `x` among `n` cells; beyond the ends, the outermost cell. */
static Place place(double x, size_t n)
{
  if (!(x > 0) || n < 2) {
    return (Place){.cell = 0, .weight = 0};
  }
  if (x >= (double)(n - 1)) {
    return (Place){.cell = n - 2, .weight = 1};
  }
  const size_t cell = (size_t)x;
  return (Place){.cell = cell, .weight = (float)(x - (double)cell)};
}

static float between(float a, float b, float weight)
{
  return a + weight * (b - a);
}

/* For each band, where its sound was before it was sped up: between which two
   centres of bands. */
static void find_bands(const BylineFrontEnd* front_end, double speed,
                       Place* places)
{
  const uint32_t n = front_end->n_mels;
  uint32_t below = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const double before = byline_mel_edge(front_end, i + 1) / speed;
    while (below + 2 < n && byline_mel_edge(front_end, below + 2) <= before) {
      ++below;
    }
    const double low = byline_mel_edge(front_end, below + 1);
    const double high = byline_mel_edge(front_end, below + 2);
    places[i] = place(below + (before - low) / (high - low), n);
  }
}

size_t byline_augment_speed_frames(size_t n_frames, double speed)
{
  return (size_t)ceil((double)(n_frames - 1) * speed) + 2;
}

void byline_augment_speed(const BylineFrontEnd* front_end, const float* columns,
                          double speed, size_t n_frames, float* out)
{
  assert(speed > 0);
  assert(front_end->n_mels <= BYLINE_AUGMENT_MAX_MELS);
  Place bands[BYLINE_AUGMENT_MAX_MELS];
  /* A single band has a neighbour of no weight, but it is read */
  float column[BYLINE_AUGMENT_MAX_MELS] = {0};
  const size_t n_mels = front_end->n_mels;
  const size_t n_cells = byline_front_end_cells(front_end);
  const size_t n_columns = byline_augment_speed_frames(n_frames, speed);
  find_bands(front_end, speed, bands);
  for (size_t t = 0; t < n_frames; ++t) {
    const Place time = place((double)t * speed, n_columns);
    for (size_t first = 0; first < n_cells; first += n_mels) {
      const float* const a = columns + time.cell * n_cells + first;
      const float* const b = a + n_cells;
      for (size_t i = 0; i < n_mels; ++i) {
        column[i] = between(a[i], b[i], time.weight);
      }
      for (size_t i = 0; i < n_mels; ++i) {
        const float* const cell = column + bands[i].cell;
        out[t * n_cells + first + i] =
            between(cell[0], cell[1], bands[i].weight);
      }
    }
  }
}

void byline_augment_tilt(const BylineFrontEnd* front_end, float* columns,
                         size_t n_frames, double tilt, BylineRandom* random)
{
  assert(front_end->n_mels <= BYLINE_AUGMENT_MAX_MELS);
  enum { N_COSINES = 3 };
  float gain[BYLINE_AUGMENT_MAX_MELS] = {0};
  const size_t n_mels = front_end->n_mels;
  for (int k = 1; k <= N_COSINES; ++k) {
    const double amplitude = tilt / k * (double)byline_random_normal(random);
    for (size_t i = 0; i < n_mels; ++i) {
      const double phase = pi * k * ((double)i + 0.5) / (double)n_mels;
      gain[i] += (float)(amplitude * cos(phase));
    }
  }
  const size_t n = n_frames * byline_front_end_channels(front_end);
  for (size_t t = 0; t < n; ++t) {
    for (size_t i = 0; i < n_mels; ++i) {
      columns[t * n_mels + i] += gain[i];
    }
  }
}

void byline_augment_warp(const float* columns, size_t n_frames, size_t n_cells,
                         size_t most, BylineRandom* random, float* out)
{
  assert(n_frames > 0);
  const double last = (double)(n_frames - 1);
  const double furthest = fmin((double)most, last / 8);
  const double to = last * (double)byline_random_uniform(random, 0.25f, 0.75f);
  const double from =
      to + furthest * (double)byline_random_uniform(random, -1, 1);
  for (size_t t = 0; t < n_frames; ++t) {
    const double x = (double)t;
    const double source = x < to
                              ? x * from / to
                              : last - (last - x) * (last - from) / (last - to);
    const Place time = place(source, n_frames);
    const float* const a = columns + time.cell * n_cells;
    const float* const b = n_frames > 1 ? a + n_cells : a;
    for (size_t i = 0; i < n_cells; ++i) {
      out[t * n_cells + i] = between(a[i], b[i], time.weight);
    }
  }
}

/* Draw a stretch of up to `most` of `n` places. */
static void draw_stretch(BylineRandom* random, size_t n, size_t most,
                         size_t* begin, size_t* length)
{
  assert(n > 0);
  const size_t longest = most < n ? most : n;
  *length = (size_t)byline_random_below(random, longest + 1);
  *begin = (size_t)byline_random_below(random, n - *length + 1);
}

void byline_augment_mask(float* image, size_t n_mels, size_t n_frames,
                         const BylineMasks* masks, BylineRandom* random)
{
  size_t begin;
  size_t length;
  for (size_t k = 0; k < masks->time_masks; ++k) {
    draw_stretch(random, n_frames, masks->time_mask_frames, &begin, &length);
    for (size_t i = 0; i < n_mels; ++i) {
      memset(image + i * n_frames + begin, 0, length * sizeof(*image));
    }
  }
  for (size_t k = 0; k < masks->band_masks; ++k) {
    draw_stretch(random, n_mels, masks->band_mask_bands, &begin, &length);
    memset(image + begin * n_frames, 0, length * n_frames * sizeof(*image));
  }
}

float byline_augment_beta(BylineRandom* random, double alpha)
{
  assert(alpha > 0);
  for (;;) {
    const double u = (double)byline_random_uniform(random, 0, 1);
    const double v = (double)byline_random_uniform(random, 0, 1);
    const double x = pow(u, 1 / alpha);
    const double y = pow(v, 1 / alpha);
    if (x + y > 0 && x + y <= 1) {
      return (float)(x / (x + y));
    }
  }
}
