/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/music_activity.h"

#include "spectrum/music_weights.h"

#include <math.h>

/* Bounds of a doubt, and what rules are sure of */
#define MOST_DOUBT 8.0f

/* How long doubts are averaged, in seconds; above which they prevail, and above
   which over music that was heard: a song has odd passages */
#define SENSE_SECONDS 5.0
#define NO_MUSIC_DOUBT 2.0f
#define MUSIC_ENDS_DOUBT 3.0f

/* One sound, at whatever level, or two by turns: noise, tones, hum, clicks */
#define ONE_SOUND 0.8f
#define TWO_SOUNDS 0.45f

/* As loud all the time that it sounds, whatever it does: oscillators, sirens,
   beeps, modems */
#define STEADY 0.15f

/* Hardly a partial at a time, or two where they repeat exactly: pings, Morse
   code, telephones */
#define FEW_BANDS 0.25f
#define FEW_PITCHES 6.0f
#define FEW_PEAKS 1.2f
#define FEW_PEAKS_REPEATED 2.2f
#define REPEATED 0.7f

/* Onsets do not repeat */
#define NO_BEAT 0.3f

/* Nothing that is held, and nothing that repeats or hardly more than one sound:
   wind, rain, crowds, bursts of noise */
#define NOISE_LIKENESS 0.06f
#define NOISE_HELD 0.006f
#define NOISE_REST 2.0f

/* Hardly a pitch, and no beat: babble, typewriters, some speech */
#define PITCHLESS_LIKENESS 0.15f
#define PITCHLESS_BANDS 10.0f

bool byline_music_can_judge(const BylineFrontEnd* fe)
{
  const double rate = (double)fe->sample_rate / fe->hop;
  return fe->n_mels >= 96 && fe->n_mels <= 160 && rate >= 20 && rate <= 40 &&
         fe->min_frequency <= 100 && fe->max_frequency >= 8000;
}

bool byline_music_breaks_rules(
    const float features[static BYLINE_MUSIC_FEATURES])
{
  const float* const f = features;
  const bool few_sounds =
      f[BYLINE_MUSIC_REST_1] < ONE_SOUND || f[BYLINE_MUSIC_REST_2] < TWO_SOUNDS;
  const float few_peaks =
      f[BYLINE_MUSIC_BEAT] > REPEATED ? FEW_PEAKS_REPEATED : FEW_PEAKS;
  const bool few_partials = f[BYLINE_MUSIC_PEAKS] < few_peaks &&
                            f[BYLINE_MUSIC_OCCUPANCY] < FEW_BANDS &&
                            f[BYLINE_MUSIC_PITCHES] < FEW_PITCHES;
  const bool no_tone =
      f[BYLINE_MUSIC_LIKENESS] < NOISE_LIKENESS &&
      f[BYLINE_MUSIC_HELD] < NOISE_HELD &&
      (f[BYLINE_MUSIC_BEAT] < NO_BEAT || f[BYLINE_MUSIC_REST_1] < NOISE_REST);
  const bool no_pitch = f[BYLINE_MUSIC_LIKENESS] < PITCHLESS_LIKENESS &&
                        f[BYLINE_MUSIC_PITCHES] < PITCHLESS_BANDS &&
                        f[BYLINE_MUSIC_BEAT] < NO_BEAT;
  const bool steady = f[BYLINE_MUSIC_LOUDNESS] < STEADY;
  return few_sounds || steady || few_partials || no_tone || no_pitch;
}

float byline_music_doubt(const float features[static BYLINE_MUSIC_FEATURES])
{
  if (byline_music_breaks_rules(features)) {
    return MOST_DOUBT;
  }
  float doubt = music_bias;
  for (size_t i = 0; i < BYLINE_MUSIC_FEATURES; ++i) {
    doubt += music_weights[i] * features[i];
  }
  return fmaxf(-MOST_DOUBT, fminf(doubt, MOST_DOUBT));
}

float byline_music_doubt_about(const BylineFrontEnd* front_end,
                               const float* columns, size_t n_frames)
{
  if (!byline_music_can_judge(front_end)) {
    return 0;
  }
  float features[BYLINE_MUSIC_FEATURES];
  byline_music_measure(front_end, columns, n_frames, features);
  return byline_music_doubt(features);
}

bool byline_music_sense(BylineMusicSense* sense, float doubt, double elapsed)
{
  const float weight =
      sense->begun ? (float)(1 - exp(-elapsed / SENSE_SECONDS)) : 1;
  sense->doubt += weight * (doubt - sense->doubt);
  sense->music =
      sense->doubt <= (sense->music ? MUSIC_ENDS_DOUBT : NO_MUSIC_DOUBT);
  sense->begun = true;
  return sense->music;
}
