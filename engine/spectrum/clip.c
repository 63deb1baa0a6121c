/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"

#include <math.h>

/* A picture that varies less than this, in dB, is taken for flat */
#define MIN_DEVIATION 1e-3

/* The loudest cell */
static float peak_of(const float* cells, size_t n)
{
  float peak = BYLINE_SILENCE_DB;
  for (size_t i = 0; i < n; ++i) {
    peak = cells[i] > peak ? cells[i] : peak;
  }
  return peak;
}

static float clamp(float cell, float floor)
{
  return cell > floor ? cell : floor;
}

void byline_clip_normalize(const BylineFrontEnd* front_end,
                           const float* columns, size_t n_frames, float* image)
{
  const size_t n_mels = front_end->n_mels;
  const size_t n = n_mels * n_frames;
  const float floor = peak_of(columns, n) - front_end->dynamic_range;

  /* Relative to the floor, sums stay small and no precision is lost */
  double sum = 0;
  double square_sum = 0;
  for (size_t i = 0; i < n; ++i) {
    const double x = (double)(clamp(columns[i], floor) - floor);
    sum += x;
    square_sum += x * x;
  }
  const double mean = sum / (double)(n ? n : 1);
  const double variance = square_sum / (double)(n ? n : 1) - mean * mean;
  const double deviation = sqrt(fmax(variance, 0.0));
  const float scale =
      deviation > MIN_DEVIATION ? (float)(1.0 / deviation) : 0.0f;
  const float centre = floor + (float)mean;

  for (size_t band = 0; band < n_mels; ++band) {
    float* const row = image + band * n_frames;
    for (size_t frame = 0; frame < n_frames; ++frame) {
      const float cell = columns[frame * n_mels + band];
      row[frame] = scale * (clamp(cell, floor) - centre);
    }
  }
}
