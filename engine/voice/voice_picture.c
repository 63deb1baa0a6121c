/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "voice/voice_picture.h"

#include <math.h>
#include <string.h>

/* Bands as wide as a bin, from bin 1 on; above them the width grows so that
   the highest band ends at half the rate */
#define N_NARROW 60
#define HIGHEST 7900.0

/* Of channel 0 and 1: (dB - MIDDLE) / RANGE after clamping */
#define LOWEST_DB (-50.0f)
#define HIGHEST_DB 30.0f
#define MIDDLE_DB (-10.0f)
#define RANGE_DB 20.0f

/* Music falls by about 4.5 dB an octave, above TILT_FROM Hz */
#define TILT_DB 4.5f
#define TILT_FROM 300.0f

/* The running level forgets in so many seconds */
#define LEVEL_SECONDS 4.0

/* Powers in FFT units, a sine of full scale being about 65000: what counts as
   nothing at all, in mid and side (so that silence has no side), and the lowest
   level that columns are measured by */
#define NOTHING 1e-12f
#define NO_SIDE 1e-15f
#define LOWEST_LEVEL 1e-4

/* Sides that count, below the mid */
#define SIDE_DB 20.0f

void byline_voice_bands(float frequencies[BYLINE_VOICE_BANDS])
{
  const double bin = (double)BYLINE_VOICE_RATE / BYLINE_VOICE_WINDOW;
  const double ratio =
      pow(HIGHEST / (N_NARROW * bin), 1.0 / (BYLINE_VOICE_BANDS - N_NARROW));
  double frequency = 0;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    frequency = i < N_NARROW ? bin * (double)(i + 1) : frequency * ratio;
    frequencies[i] = (float)frequency;
  }
}

/* A triangle between the neighbours' middles, of area 1 */
static size_t init_band(BylineVoiceBands* bands, size_t i, float* weights)
{
  const float bin = (float)BYLINE_VOICE_RATE / BYLINE_VOICE_WINDOW;
  const float low = i ? bands->frequencies[i - 1] : 0;
  const float middle = bands->frequencies[i];
  const float high = i + 1 < BYLINE_VOICE_BANDS ? bands->frequencies[i + 1]
                                                : BYLINE_VOICE_RATE / 2.0f;
  size_t n = 0;
  float sum = 0;
  bands->begin[i] = 0;
  for (size_t k = 1; k < BYLINE_VOICE_BINS; ++k) {
    const float f = bin * (float)k;
    const float weight =
        fminf((f - low) / (middle - low), (high - f) / (high - middle));
    if (weight > 1e-6f) {
      bands->begin[i] = n ? bands->begin[i] : (uint16_t)k;
      weights[n++] = weight;
      sum += weight;
    }
  }
  bands->end[i] = (uint16_t)(bands->begin[i] + n);
  for (size_t k = 0; k < n; ++k) {
    weights[k] /= sum;
  }
  return n;
}

void byline_voice_bands_init(BylineVoiceBands* bands)
{
  byline_voice_bands(bands->frequencies);
  size_t n = 0;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    n += init_band(bands, i, bands->weights + n);
    bands->tilt[i] =
        TILT_DB * log2f(fmaxf(bands->frequencies[i], TILT_FROM) / TILT_FROM);
  }
}

void byline_voice_bands_gather(const BylineVoiceBands* bands,
                               const float power[BYLINE_VOICE_BINS],
                               float gathered[BYLINE_VOICE_BANDS])
{
  const float* weight = bands->weights;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    float sum = 0;
    for (size_t k = bands->begin[i]; k < bands->end[i]; ++k) {
      sum += *weight++ * power[k];
    }
    gathered[i] = sum;
  }
}

void byline_voice_picture_init(BylineVoicePicture* picture,
                               const BylineVoiceBands* bands)
{
  picture->bands = bands;
  picture->level = (BylineVoiceLevel){0};
  picture->n = 0;
  /* Before the sound there was silence, without a side */
  for (size_t k = 0; k < BYLINE_VOICE_BEFORE; ++k) {
    for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
      picture->past[k][0][i] = (LOWEST_DB - MIDDLE_DB) / RANGE_DB;
      picture->past[k][1][i] = -1;
    }
  }
}

static float decibels(float power)
{
  return 10 * log10f(power);
}

/* The running level, this column included */
static float update_level(BylineVoiceLevel* level, const float* mid)
{
  const double forget =
      exp(-(double)BYLINE_VOICE_HOP / BYLINE_VOICE_RATE / LEVEL_SECONDS);
  double power = 0;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    power += (double)mid[i];
  }
  level->sum = level->sum * forget + power / BYLINE_VOICE_BANDS;
  level->weight = level->weight * forget + 1;
  return (float)(level->sum / level->weight + LOWEST_LEVEL);
}

void byline_voice_picture_add(BylineVoicePicture* picture,
                              const float mid[BYLINE_VOICE_BANDS],
                              const float side[BYLINE_VOICE_BANDS],
                              float* image, size_t stride)
{
  const size_t channel = BYLINE_VOICE_BANDS * stride;
  const float level = decibels(update_level(&picture->level, mid));
  float(*const past)[BYLINE_VOICE_BANDS] =
      picture->past[picture->n++ % BYLINE_VOICE_BEFORE];
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    const float own = decibels(mid[i] + NOTHING);
    const float tilted = own - level + picture->bands->tilt[i];
    const float below = decibels(side[i] + NO_SIDE) - own;
    float* const pixel = image + i * stride;
    pixel[0] =
        (fminf(fmaxf(tilted, LOWEST_DB), HIGHEST_DB) - MIDDLE_DB) / RANGE_DB;
    pixel[channel] = past[0][i];
    pixel[2 * channel] = past[1][i];
    pixel[3 * channel] = 2 * (float)i / (BYLINE_VOICE_BANDS - 1) - 1;
    past[0][i] = pixel[0];
    past[1][i] = fminf(fmaxf(below, -SIDE_DB), 0) / (SIDE_DB / 2) + 1;
  }
}

float byline_voice_mask_at(const BylineVoiceBands* bands,
                           const float mask[BYLINE_VOICE_BANDS],
                           double frequency)
{
  const float f = (float)frequency;
  size_t low = 0;
  size_t high = BYLINE_VOICE_BANDS - 1;
  if (f <= bands->frequencies[low] || f >= bands->frequencies[high]) {
    return mask[f <= bands->frequencies[low] ? low : high];
  }
  while (high - low > 1) {
    const size_t middle = (low + high) / 2;
    *(bands->frequencies[middle] <= f ? &low : &high) = middle;
  }
  const float share = (f - bands->frequencies[low]) /
                      (bands->frequencies[high] - bands->frequencies[low]);
  return mask[low] + share * (mask[high] - mask[low]);
}
