/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/music_activity.h"

#include "spectrum/music_weights.h"

#include <math.h>

/* Bounds of a doubt, and what rules are sure of */
#define MOST_DOUBT 8.0f

/* How long doubts are averaged, in seconds, and above which they prevail */
#define SENSE_SECONDS 5.0
#define NO_MUSIC_DOUBT 1.5f

/* One sound, at whatever level, or two by turns: noise, tones, hum, clicks */
#define ONE_SOUND 0.9f
#define TWO_SOUNDS 0.5f

/* Hardly more than one partial at a time: sweeps, telephones, Morse code */
#define FEW_PEAKS 1.6f
#define FEW_BANDS 0.3f
#define FEW_PITCHES 8.0f
#define ONE_PARTIAL 0.058f

/* Nothing that is held, nothing that repeats: wind, rain, crowds */
#define NOISE_LIKENESS 0.06f
#define NOISE_HELD 0.006f
#define NOISE_BEAT 0.3f

bool byline_music_can_judge(const BylineFrontEnd* fe)
{
  const double rate = (double)fe->sample_rate / fe->hop;
  return fe->n_mels >= 96 && fe->n_mels <= 160 && rate >= 20 && rate <= 40 &&
         fe->min_frequency <= 100 && fe->max_frequency >= 8000;
}

static bool breaks_rules(const float* f)
{
  const bool few_sounds =
      f[BYLINE_MUSIC_REST_1] < ONE_SOUND || f[BYLINE_MUSIC_REST_2] < TWO_SOUNDS;
  const bool few_partials = f[BYLINE_MUSIC_OCCUPANCY] < ONE_PARTIAL ||
                            (f[BYLINE_MUSIC_PEAKS] < FEW_PEAKS &&
                             f[BYLINE_MUSIC_OCCUPANCY] < FEW_BANDS &&
                             f[BYLINE_MUSIC_PITCHES] < FEW_PITCHES);
  const bool no_tone = f[BYLINE_MUSIC_LIKENESS] < NOISE_LIKENESS &&
                       f[BYLINE_MUSIC_HELD] < NOISE_HELD &&
                       f[BYLINE_MUSIC_BEAT] < NOISE_BEAT;
  return few_sounds || few_partials || no_tone;
}

float byline_music_doubt(const float features[static BYLINE_MUSIC_FEATURES])
{
  if (breaks_rules(features)) {
    return MOST_DOUBT;
  }
  float doubt = music_bias;
  for (size_t i = 0; i < BYLINE_MUSIC_FEATURES; ++i) {
    doubt += music_weights[i] * features[i];
  }
  return fmaxf(-MOST_DOUBT, fminf(doubt, MOST_DOUBT));
}

bool byline_music_sense(BylineMusicSense* sense, float doubt, double elapsed)
{
  const float weight =
      sense->begun ? (float)(1 - exp(-elapsed / SENSE_SECONDS)) : 1;
  sense->doubt += weight * (doubt - sense->doubt);
  sense->begun = true;
  return sense->doubt <= NO_MUSIC_DOUBT;
}
