/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "level.h"

#include "byline/front_end.h"

#include <math.h>

/* Seconds over which the power is averaged */
#define MEMORY 0.3

/* Louder than any sound; keeps the sum finite */
#define MAX_POWER 1e9f

BylineLevel byline_level_begin(double sample_rate)
{
  const double samples = MEMORY * sample_rate;
  return (BylineLevel){.step = samples > 1 ? (float)(1 / samples) : 1.0f};
}

static float power_of(float x)
{
  const float power = x * x;
  return power < MAX_POWER ? power : 0.0f; // false for NaN as well
}

void byline_level_hear(BylineLevel* level, const float* left,
                       const float* right, size_t n)
{
  float power = level->power;
  for (size_t i = 0; i < n; ++i) {
    const float now = 0.5f * (power_of(left[i]) + power_of(right[i]));
    power += level->step * (now - power);
  }
  level->power = power;
}

float byline_level_db(const BylineLevel* level)
{
  const float db = 10.0f * log10f(level->power + 1e-30f);
  return db > BYLINE_SILENCE_DB ? db : BYLINE_SILENCE_DB;
}
