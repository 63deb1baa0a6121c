/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file stars.h
   Constellations as music has them, for tests.
*/

#ifndef BYLINE_TESTS_UNIT_STARS_H
#define BYLINE_TESTS_UNIT_STARS_H

#include "byline/random.h"
#include "recordings/constellation.h"

#include <math.h>
#include <stdlib.h>

/** Peaks of `seconds` of something: 13 a second. */
static inline BylineConstellation stars_compose(uint64_t seed, double seconds)
{
  BylineRandom random = byline_random_begin(seed, 0);
  const size_t room = (size_t)(seconds * 20) + 16;
  BylineConstellation c = {.peaks = calloc(room, sizeof(*c.peaks)),
                           .capacity = room,
                           .duration = seconds};
  const double hops = seconds / BYLINE_PEAK_HOP;
  for (double time = 0; c.n < room; ++c.n) {
    time += byline_random_uniform(&random, 0, 9.6f);
    if (time >= hops) {
      break;
    }
    c.peaks[c.n] = (BylinePeak){
        .time = (uint32_t)time,
        .frequency = (uint16_t)(100 + byline_random_below(&random, 3200)),
        .level = byline_random_uniform(&random, -60, 0)};
  }
  return c;
}

/** What is done to them. */
typedef struct {
  double begin;   ///< Seconds that are cut off
  double seconds; ///< That are left
  double speed;   ///< Tempo and pitch; 0: as it was
  float lost;     ///< Share of peaks that are missing
} StarsChange;

static inline BylineConstellation stars_change(const BylineConstellation* from,
                                               const StarsChange* change,
                                               uint64_t seed)
{
  BylineRandom random = byline_random_begin(seed, 1);
  const double speed = change->speed > 0 ? change->speed : 1;
  BylineConstellation c = {.peaks = calloc(from->n + 1, sizeof(*c.peaks)),
                           .capacity = from->n + 1,
                           .duration = change->seconds / speed};
  for (size_t i = 0; i < from->n; ++i) {
    const BylinePeak* const peak = &from->peaks[i];
    const double time = peak->time - change->begin / BYLINE_PEAK_HOP;
    const double frequency = peak->frequency +
                             BYLINE_PEAK_OCTAVE * log2(speed) +
                             (double)byline_random_uniform(&random, -1, 1);
    if (time >= 0 && time < change->seconds / BYLINE_PEAK_HOP &&
        byline_random_uniform(&random, 0, 1) >= change->lost) {
      c.peaks[c.n++] = (BylinePeak){.time = (uint32_t)(time / speed),
                                    .frequency = (uint16_t)lrint(frequency),
                                    .level = peak->level};
    }
  }
  return c;
}

#endif // BYLINE_TESTS_UNIT_STARS_H
