/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/separation_phrases.h"

#include "voice/voice_picture.h"

#include <math.h>
#include <string.h>

/* Ranges of the speeds' logarithms, and the chance of a pause */
#define VOICE_SPEED 0.18f
#define MUSIC_SPEED 0.25f
#define P_GAP 0.3f

/* A voice pauses after so many samples, if it does, and fades */
#define SHORTEST_PHRASE (BYLINE_VOICE_RATE / 2)
#define LONGEST_PHRASE (4 * BYLINE_VOICE_RATE)
#define FADE 320

/* Hermite's cubic between x[1] and x[2] */
static float between(const int16_t* x, float place)
{
  const float a = x[0];
  const float b = x[1];
  const float c = x[2];
  const float d = x[3];
  const float slope = 0.5f * (c - a);
  const float v = b - c;
  const float w = slope + v;
  const float e = w + v + 0.5f * (d - b);
  return (((e * place - w - e) * place + slope) * place + b) / 32768.0f;
}

/* Samples `begin` and on, played at `speed`; as many as there are, up to `n` */
static size_t play(const int16_t* from, size_t n_from, size_t begin,
                   double speed, float* to, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    const double place = (double)begin + (double)i * speed;
    const size_t whole = (size_t)place;
    if (whole + 4 > n_from) {
      return i;
    }
    to[i] = between(from + whole, (float)(place - (double)whole));
  }
  return n;
}

static void fade(float* sound, size_t n)
{
  for (size_t i = 0; i < FADE && i < n; ++i) {
    sound[i] *= (float)i / FADE;
    sound[n - 1 - i] *= (float)i / FADE;
  }
}

void byline_voice_draw_sound(const BylineVoiceShelf* shelf, bool voice,
                             size_t n_samples, BylineRandom* random,
                             float* const sound[2])
{
  const size_t group = (size_t)byline_random_below(random, shelf->n_groups);
  const size_t first = shelf->first[group];
  const size_t n_group = shelf->first[group + 1] - first;
  const float range = voice ? VOICE_SPEED : MUSIC_SPEED;
  const double speed =
      exp((double)byline_random_uniform(random, -range, range));
  memset(sound[0], 0, n_samples * sizeof(float));
  memset(sound[1], 0, n_samples * sizeof(float));
  size_t done = 0;
  for (unsigned tries = 0; done < n_samples && tries < 40; ++tries) {
    const BylineVoiceRecording* const r =
        &shelf->recordings[first + byline_random_below(random, n_group)];
    const size_t wanted = (size_t)((double)(n_samples - done) * speed) + 8;
    const size_t begin =
        r->n > wanted ? (size_t)byline_random_below(random, r->n - wanted) : 0;
    size_t left = n_samples - done;
    if (voice) {
      const size_t phrase =
          SHORTEST_PHRASE +
          (size_t)byline_random_below(random, LONGEST_PHRASE - SHORTEST_PHRASE);
      left = phrase < left ? phrase : left;
    }
    const size_t n = play(r->mid, r->n, begin, speed, sound[0] + done, left);
    if (voice) {
      fade(sound[0] + done, n);
    } else if (r->side) {
      play(r->side, r->n, begin, speed, sound[1] + done, left);
    }
    done += n;
    if (voice && byline_random_uniform(random, 0, 1) < P_GAP) {
      done += (size_t)byline_random_below(random, BYLINE_VOICE_RATE / 2);
    }
  }
}
