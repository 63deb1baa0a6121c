/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"

#include <assert.h>
#include <math.h>

/* A picture that varies less than this, in dB, is taken for flat */
#define MIN_DEVIATION 1e-3

/* What a clip is measured by */
typedef struct {
  float floor;  ///< Cells below count as this, in dB
  float centre; ///< The mean, in dB
  float scale;  ///< 1 / the standard deviation, or 0
} Measure;

/* The first channel of a clip */
typedef struct {
  const float* columns;
  size_t n_frames;
  size_t n_cells; ///< Of a column
  size_t n_mels;
} Channel;

static float peak_of(const Channel* channel)
{
  float peak = BYLINE_SILENCE_DB;
  for (size_t frame = 0; frame < channel->n_frames; ++frame) {
    const float* const cells = channel->columns + frame * channel->n_cells;
    for (size_t i = 0; i < channel->n_mels; ++i) {
      peak = cells[i] > peak ? cells[i] : peak;
    }
  }
  return peak;
}

static float clamp(float cell, float floor)
{
  return cell > floor ? cell : floor;
}

static Measure measure(const Channel* channel, float dynamic_range)
{
  const float floor = peak_of(channel) - dynamic_range;
  const size_t n = channel->n_frames * channel->n_mels;

  /* Relative to the floor, sums stay small and no precision is lost */
  double sum = 0;
  double square_sum = 0;
  for (size_t frame = 0; frame < channel->n_frames; ++frame) {
    const float* const cells = channel->columns + frame * channel->n_cells;
    for (size_t i = 0; i < channel->n_mels; ++i) {
      const double x = (double)(clamp(cells[i], floor) - floor);
      sum += x;
      square_sum += x * x;
    }
  }
  const double mean = sum / (double)(n ? n : 1);
  const double variance = square_sum / (double)(n ? n : 1) - mean * mean;
  const double deviation = sqrt(fmax(variance, 0.0));
  return (Measure){.floor = floor,
                   .centre = floor + (float)mean,
                   .scale = deviation > MIN_DEVIATION ? (float)(1.0 / deviation)
                                                      : 0.0f};
}

void byline_clip_normalize(const BylineFrontEnd* front_end,
                           const float* columns, size_t n_frames, float* image)
{
  assert(n_frames > 0);
  const size_t n_cells = byline_front_end_cells(front_end);
  const Channel first = {columns, n_frames, n_cells, front_end->n_mels};
  const Measure m = measure(&first, front_end->dynamic_range);
  for (size_t i = 0; i < n_cells; ++i) {
    float* const row = image + i * n_frames;
    for (size_t frame = 0; frame < n_frames; ++frame) {
      const float cell = columns[frame * n_cells + i];
      row[frame] = m.scale * (clamp(cell, m.floor) - m.centre);
    }
  }
}
