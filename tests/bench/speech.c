/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/speech.h"

#include "dataset/sound.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOWEST 70.0 /* Pitches of voices, in Hz */
#define HIGHEST 450.0

static void append(Speech* speech, const BylineSound* sound)
{
  speech->samples =
      realloc(speech->samples, (speech->n + sound->n + 1) * sizeof(float));
  if (!speech->samples) {
    exit(1);
  }
  for (size_t i = 0; i < sound->n; ++i) {
    speech->samples[speech->n++] =
        0.5f * (sound->channels[0][i] + sound->channels[1][i]);
  }
}

float speech_power(const float* x, size_t n)
{
  float sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += x[i] * x[i];
  }
  return sum / (float)n;
}

/* Leave out gaps, and make all recordings equally loud */
static void add_file(Speech* speech, const char* path, double seconds)
{
  BylineSound sound;
  if (byline_sound_read(path, seconds, &sound) != BYLINE_OK ||
      byline_sound_resample(&sound, SPEECH_RATE) != BYLINE_OK) {
    fprintf(stderr, "sing: %s\n", byline_error_message());
    return;
  }
  const size_t begin = speech->n;
  append(speech, &sound);
  byline_sound_free(&sound);
  float* const x = speech->samples + begin;
  float loudest = 1e-9f;
  for (size_t i = 0; begin + i + SPEECH_FRAME <= speech->n; i += SPEECH_FRAME) {
    loudest = fmaxf(loudest, speech_power(x + i, SPEECH_FRAME));
  }
  size_t n = 0;
  for (size_t i = 0; begin + i + SPEECH_FRAME <= speech->n; i += SPEECH_FRAME) {
    if (speech_power(x + i, SPEECH_FRAME) > loudest * 1e-4f) {
      memmove(x + n, x + i, SPEECH_FRAME * sizeof(float));
      n += SPEECH_FRAME;
    }
  }
  speech->n = begin + n;
  const float gain = 0.1f / sqrtf(n ? speech_power(x, n) : 1);
  for (size_t i = 0; i < n; ++i) {
    x[i] *= gain;
  }
}

/* The pitch in Hz, or 0 where nothing is voiced */
static float find_pitch(const float* x)
{
  float energy[SPEECH_REACH + 1] = {0}; /* Of the first samples */
  for (size_t i = 0; i < SPEECH_REACH; ++i) {
    energy[i + 1] = energy[i] + x[i] * x[i];
  }
  if (energy[SPEECH_REACH] < 1e-5f * SPEECH_REACH) {
    return 0;
  }
  float best = 0;
  size_t best_lag = 0;
  const size_t shortest = (size_t)(SPEECH_RATE / HIGHEST);
  const size_t longest = (size_t)(SPEECH_RATE / LOWEST);
  for (size_t lag = shortest; lag <= longest; ++lag) {
    const size_t n = SPEECH_REACH - lag;
    float sum = 0;
    for (size_t i = 0; i < n; ++i) {
      sum += x[i] * x[i + lag];
    }
    const float value =
        sum / (sqrtf(energy[n] * (energy[SPEECH_REACH] - energy[lag])) + 1e-9f);
    /* A lag twice as long is as good: it must be better to win */
    if (value > best + 0.03f) {
      best = value;
      best_lag = lag;
    }
  }
  return best > 0.6f ? (float)SPEECH_RATE / (float)best_lag : 0;
}

static int compare(const void* a, const void* b)
{
  const float x = *(const float*)a;
  const float y = *(const float*)b;
  return (x > y) - (x < y);
}

/* Pitches without jumps of single frames; returns the speaker's middle */
static float smooth(float* pitches, size_t n)
{
  float* const sorted = malloc((n + 1) * sizeof(float));
  float* const copy = malloc((n + 1) * sizeof(float));
  if (!sorted || !copy) {
    exit(1);
  }
  memcpy(copy, pitches, n * sizeof(float));
  for (size_t i = 2; i + 2 < n; ++i) {
    float near[5];
    memcpy(near, copy + i - 2, sizeof(near));
    qsort(near, 5, sizeof(float), compare);
    pitches[i] = near[2];
  }
  size_t n_voiced = 0;
  for (size_t i = 0; i < n; ++i) {
    if (pitches[i] > 0) {
      sorted[n_voiced++] = pitches[i];
    }
  }
  qsort(sorted, n_voiced, sizeof(float), compare);
  const float middle = n_voiced ? sorted[n_voiced / 2] : 150;
  free(sorted);
  free(copy);
  return middle;
}

void speech_read(Speech* speech, char** paths, size_t n_paths, double seconds)
{
  for (size_t i = 0; i < n_paths && (double)speech->n < seconds * SPEECH_RATE;
       ++i) {
    add_file(speech, paths[i], seconds);
  }
}

void speech_find_pitches(Speech* speech)
{
  speech->n_frames = (speech->n - SPEECH_REACH) / SPEECH_FRAME;
  speech->pitches = malloc((speech->n_frames + 1) * sizeof(float));
  if (!speech->pitches) {
    exit(1);
  }
  for (size_t f = 0; f < speech->n_frames; ++f) {
    speech->pitches[f] = find_pitch(speech->samples + f * SPEECH_FRAME);
  }
  speech->middle = smooth(speech->pitches, speech->n_frames);
}

void speech_free(Speech* speech)
{
  free(speech->samples);
  free(speech->pitches);
  *speech = (Speech){0};
}
