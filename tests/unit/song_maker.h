/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Songs to be known again: melodies of a few voices with a beat, each seed
   another one, at any speed; and an index of them. */

#ifndef BYLINE_TESTS_SONG_MAKER_H
#define BYLINE_TESTS_SONG_MAKER_H

#include "byline/random.h"
#include "recordings/index_writer.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { SONG_RATE = 22050, SONG_VOICES = 3 };

/* What voice `v` of a song plays at note `k`: a frequency in Hz and a level */
static inline double song_note(uint64_t seed, unsigned v, uint64_t k,
                               double* level)
{
  BylineRandom random = byline_random_begin(seed, v * 1000003u + k);
  const int step = (int)(byline_random_uniform(&random, 0, 24));
  *level = (double)byline_random_uniform(&random, 0.2f, 1);
  return 110 * exp2(v + step / 12.0);
}

/* A moment of a song, `time` seconds from its begin, at its own speed */
static inline float song_sample(uint64_t seed, double time)
{
  double sum = 0;
  for (unsigned v = 0; v < SONG_VOICES; ++v) {
    const double length = 0.21 + 0.13 * v;
    const double place = time / length;
    const uint64_t k = (uint64_t)place;
    double level = 0;
    const double hz = song_note(seed, v, k, &level);
    const double since = (place - (double)k) * length;
    const double decay = exp(-6 * since) * fmin(since * 200, 1);
    for (int h = 1; h < 5; ++h) {
      sum += level * decay / h * sin(2 * M_PI * hz * h * since);
    }
  }
  return (float)(0.15 * sum);
}

/* `n` samples of a song from `time` of it on, played at `speed`, pitch and
   all; to be freed with free() */
static inline float* song_play(uint64_t seed, double time, double speed,
                               size_t n)
{
  float* const samples = malloc(n * sizeof(*samples));
  for (size_t i = 0; samples && i < n; ++i) {
    samples[i] = song_sample(seed, time + speed * (double)i / SONG_RATE);
  }
  return samples;
}

/* Add a song of some seconds to an index that is being written */
static inline bool song_add(BylineRecordingsWriter* writer, uint64_t seed,
                            double seconds, const BylineRecordingTags* tags)
{
  const size_t n = (size_t)(seconds * SONG_RATE);
  float* const samples = song_play(seed, 0, 1, n);
  BylineSketcher* sketcher = NULL;
  BylineConstellation constellation = {0};
  bool good =
      samples && byline_sketcher_new(SONG_RATE, &sketcher) == BYLINE_OK &&
      byline_sketcher_feed(sketcher, samples, samples, n) == BYLINE_OK &&
      byline_sketcher_finish(sketcher, &constellation) == BYLINE_OK;
  good = good && byline_recordings_writer_add(writer, tags, &constellation) ==
                     BYLINE_OK;
  byline_constellation_free(&constellation);
  byline_sketcher_free(sketcher);
  free(samples);
  return good;
}

#endif // BYLINE_TESTS_SONG_MAKER_H
