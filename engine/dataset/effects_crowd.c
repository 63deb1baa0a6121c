/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The noise of an audience: a murmur, and hands that clap. */

#include "dataset/effects.h"

#include <math.h>

/* Claps a second, all people together, and how long one lasts, in seconds */
#define CLAP_RATE 40.0
#define CLAP_DECAY 0.004

/* A clap's resonance, in Hz: hollow hands to flat ones */
#define LOWEST_CLAP 600.0f
#define HIGHEST_CLAP 2500.0f

/* How loud the murmur is beside the claps, and how fast it swells, in Hz */
#define MURMUR 0.25f
#define SWELL 0.5

/* A decaying oscillation, as of air between two hands. */
static void add_clap(BylineSound* crowd, size_t begin, BylineRandom* random)
{
  const double frequency =
      (double)byline_random_uniform(random, LOWEST_CLAP, HIGHEST_CLAP);
  const float strength = byline_random_uniform(random, 0.2f, 1);
  const float side = byline_random_uniform(random, 0.2f, 0.8f);
  const size_t length = (size_t)(8 * CLAP_DECAY * crowd->rate);
  for (size_t i = 0; i < length && begin + i < crowd->n; ++i) {
    const double t = (double)i / crowd->rate;
    const float x = strength * (float)(exp(-t / CLAP_DECAY) *
                                       sin(2 * M_PI * frequency * t));
    crowd->channels[0][begin + i] += (1 - side) * x;
    crowd->channels[1][begin + i] += side * x;
  }
}

/* Noise that swells and ebbs; what lies above speech is taken away after. */
static void add_murmur(BylineSound* crowd, BylineRandom* random)
{
  for (int c = 0; c < 2; ++c) {
    const double phase = (double)byline_random_uniform(random, 0, 1);
    for (size_t i = 0; i < crowd->n; ++i) {
      const double turn = phase + SWELL * (double)i / crowd->rate;
      const float swell = 0.7f + 0.3f * (float)sin(2 * M_PI * turn);
      crowd->channels[c][i] = MURMUR * swell * byline_random_normal(random);
    }
  }
}

static BylineStatus make_crowd(BylineSound* crowd, BylineRandom* random)
{
  add_murmur(crowd, random);
  BylineStatus status = byline_effect_highpass(crowd, 150, random);
  BYLINE_THEN(status, byline_effect_lowpass(crowd, 1200, random));
  const size_t n_claps =
      (size_t)(CLAP_RATE * (double)crowd->n / crowd->rate) + 1;
  for (size_t i = 0; i < n_claps; ++i) {
    add_clap(crowd, (size_t)byline_random_below(random, crowd->n), random);
  }
  return status;
}

BylineStatus byline_effect_crowd(BylineSound* sound, double snr,
                                 BylineRandom* random)
{
  BylineSound crowd;
  BylineStatus status = byline_sound_new(sound->n, sound->rate, &crowd);
  BYLINE_THEN(status, make_crowd(&crowd, random));
  if (status == BYLINE_OK) {
    const double power = byline_sound_power(&crowd);
    const float gain = power > 0
                           ? (float)(sqrt(byline_sound_power(sound) / power) *
                                     pow(10, -snr / 20))
                           : 0;
    for (int c = 0; c < 2; ++c) {
      for (size_t i = 0; i < sound->n; ++i) {
        sound->channels[c][i] += gain * crowd.channels[c][i];
      }
    }
  }
  byline_sound_free(&crowd);
  return status;
}
