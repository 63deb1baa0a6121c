/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Effects of level, width, noise and rooms. */

#include "dataset/effects.h"

#include <math.h>
#include <stdlib.h>

/* The compressor's threshold, and how fast it follows */
#define THRESHOLD_DB (-24.0)
#define ATTACK 0.005
#define RELEASE 0.100

/* How much of a room's sound is echo */
#define WET 0.35f

BylineStatus byline_effect_gain(BylineSound* sound, double gain,
                                BylineRandom* random)
{
  (void)random;
  const float factor = (float)pow(10, gain / 20);
  for (int c = 0; c < 2; ++c) {
    for (size_t i = 0; i < sound->n; ++i) {
      sound->channels[c][i] *= factor;
    }
  }
  return BYLINE_OK;
}

/* Both channels are turned down alike, by the louder one's peaks. */
BylineStatus byline_effect_compress(BylineSound* sound, double ratio,
                                    BylineRandom* random)
{
  (void)random;
  const double attack = exp(-1 / (ATTACK * sound->rate));
  const double release = exp(-1 / (RELEASE * sound->rate));
  const double threshold = pow(10, THRESHOLD_DB / 20);
  double envelope = 0;
  for (size_t i = 0; i < sound->n; ++i) {
    float* const left = &sound->channels[0][i];
    float* const right = &sound->channels[1][i];
    const double peak = (double)fmaxf(fabsf(*left), fabsf(*right));
    const double pole = peak > envelope ? attack : release;
    envelope = peak + pole * (envelope - peak);
    if (envelope > threshold) {
      const double gain = pow(envelope / threshold, 1 / ratio - 1);
      *left = (float)(gain * (double)*left);
      *right = (float)(gain * (double)*right);
    }
  }
  return BYLINE_OK;
}

BylineStatus byline_effect_width(BylineSound* sound, double factor,
                                 BylineRandom* random)
{
  (void)random;
  for (size_t i = 0; i < sound->n; ++i) {
    float* const left = &sound->channels[0][i];
    float* const right = &sound->channels[1][i];
    const float mid = (*left + *right) / 2;
    const float side = (float)factor * ((*left - *right) / 2);
    *left = mid + side;
    *right = mid - side;
  }
  return BYLINE_OK;
}

BylineStatus byline_effect_noise(BylineSound* sound, double snr,
                                 BylineRandom* random)
{
  const float level =
      (float)(sqrt(byline_sound_power(sound)) * pow(10, -snr / 20));
  for (int c = 0; c < 2; ++c) {
    for (size_t i = 0; i < sound->n; ++i) {
      sound->channels[c][i] += level * byline_random_normal(random);
    }
  }
  return BYLINE_OK;
}

/* A delay line with feedback: echoes that fall by 60 dB in `seconds`. */
static BylineStatus add_comb(const float* input, size_t n, size_t delay,
                             double decay_samples, float* output)
{
  float* const line = calloc(delay, sizeof(*line));
  if (!line) {
    return byline_no_memory(NULL);
  }
  const float feedback = (float)pow(10, -3 * (double)delay / decay_samples);
  size_t at = 0;
  for (size_t i = 0; i < n; ++i) {
    const float echo = line[at];
    line[at] = input[i] + feedback * echo;
    at = at + 1 < delay ? at + 1 : 0;
    output[i] += echo;
  }
  free(line);
  return BYLINE_OK;
}

/* Parallel combs (Schroeder 1962, "Natural sounding artificial
   reverberation"); the delays are drawn anew for each room and ear. */
BylineStatus byline_effect_reverb(BylineSound* sound, double seconds,
                                  BylineRandom* random)
{
  enum { N_COMBS = 12 };
  BylineSound echoes;
  BylineStatus status = byline_sound_new(sound->n, sound->rate, &echoes);
  for (int c = 0; status == BYLINE_OK && c < 2; ++c) {
    for (int k = 0; status == BYLINE_OK && k < N_COMBS; ++k) {
      const double delay = (double)byline_random_uniform(random, 0.02f, 0.08f);
      status = add_comb(sound->channels[c], sound->n,
                        (size_t)(delay * sound->rate) + 1,
                        seconds * sound->rate, echoes.channels[c]);
    }
    for (size_t i = 0; status == BYLINE_OK && i < sound->n; ++i) {
      sound->channels[c][i] = (1 - WET) * sound->channels[c][i] +
                              WET / N_COMBS * echoes.channels[c][i];
    }
  }
  byline_sound_free(&echoes);
  return status;
}
