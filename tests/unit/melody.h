/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file melody.h
   Songs that nobody has written: plucked notes at random, at any speed and
   pitch.
*/

#ifndef BYLINE_TESTS_MELODY_H
#define BYLINE_TESTS_MELODY_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MELODY_RATE 16000.0

/** How a song is played. */
typedef struct {
  uint32_t song; ///< Which one
  double begin;  ///< Where in it, in seconds
  double tempo;  ///< 1.06: 6 % faster
  double pitch;  ///< 1.06: 6 % higher
} Melody;

static inline double melody_random(uint32_t* state)
{
  *state = *state * 1664525u + 1013904223u;
  return (*state >> 8) / 16777216.0;
}

/** Add `n` samples of a song to what is there. */
static inline void melody_add(const Melody* m, float* sound, size_t n)
{
  uint32_t state = m->song * 2654435761u + 12345u;
  const double end = m->begin + (double)n / MELODY_RATE * m->tempo;
  for (double at = 0; at < end;) {
    /* Two notes an octave or so apart, then a rest */
    const double length = 0.12 + 0.06 * floor(4 * melody_random(&state));
    for (int voice = 0; voice < 2; ++voice) {
      const double note = floor(24 * melody_random(&state));
      const double f = (voice ? 440 : 165) * exp2(note / 12) * m->pitch;
      const double loud = 0.05 + 0.1 * melody_random(&state);
      const double begin = (at - m->begin) / m->tempo * MELODY_RATE;
      for (double i = begin < 0 ? 0 : ceil(begin);
           i < (double)n && i - begin < 0.5 * MELODY_RATE; ++i) {
        const double t = (i - begin) / MELODY_RATE;
        sound[(size_t)i] +=
            (float)(loud * exp(-6 * t) *
                    (sin(2 * M_PI * f * t) + 0.5 * sin(4 * M_PI * f * t)));
      }
    }
    at += length;
  }
}

/** Fill `sound` with a song. */
static inline void melody_play(const Melody* m, float* sound, size_t n)
{
  memset(sound, 0, n * sizeof(*sound));
  melody_add(m, sound, n);
}

#endif // BYLINE_TESTS_MELODY_H
