/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/speech.h"

#include <math.h>
#include <string.h>

#define N_FORMANTS 3

static const double pi = 3.14159265358979323846;

/* The first formants of a man's vowels (i, e, a, o, u, and one in the middle),
   in Hz, after Peterson and Barney 1952 */
static const double vowels[][N_FORMANTS] = {
    {270, 2290, 3010}, {530, 1840, 2480}, {730, 1090, 2440},
    {570, 840, 2410},  {300, 870, 2240},  {490, 1350, 1690}};

static const double bandwidths[N_FORMANTS] = {70, 100, 150};

/* A resonator, with what it has given out last */
typedef struct {
  double frequency;
  double before[2];
} Formant;

/* Who speaks, and what is being said */
typedef struct {
  BylineRandom* random;
  double rate;
  double pitch;  ///< The voice's mean, in Hz
  double tract;  ///< Its formants, relative to a man's
  double tempo;  ///< Syllables a second
  double phase;  ///< Of the glottis, 0 to 1
  double breath; ///< A fricative's last sample
  Formant formants[N_FORMANTS];
} Speaker;

static double draw(Speaker* s, double low, double high)
{
  return (double)byline_random_uniform(s->random, (float)low, (float)high);
}

static double resonate(Formant* f, double bandwidth, double rate, double x)
{
  const double r = exp(-pi * bandwidth / rate);
  const double b = 2 * r * cos(2 * pi * f->frequency / rate);
  const double c = -r * r;
  const double y = (1 - b - c) * x + b * f->before[0] + c * f->before[1];
  f->before[1] = f->before[0];
  f->before[0] = y;
  return y;
}

/* A fricative: noise whose low frequencies are taken out */
static size_t hiss(Speaker* s, float* samples, size_t n)
{
  const double most = (double)n;
  const size_t length = (size_t)fmin(most, draw(s, 0.03, 0.12) * s->rate);
  const double colour = draw(s, 0.5, 1);
  const double level = draw(s, 0.02, 0.1);
  for (size_t i = 0; i < length; ++i) {
    const double x = (double)byline_random_normal(s->random);
    const double shape = sin(pi * (double)i / (double)length);
    samples[i] = (float)(level * shape * (x - colour * s->breath));
    s->breath = x;
  }
  return length;
}

/* A vowel, at a pitch that falls from the beginning of a phrase to its end */
static size_t voice(Speaker* s, double pitch, float* samples, size_t n)
{
  const size_t n_vowels = sizeof(vowels) / sizeof(vowels[0]);
  const double* const vowel = vowels[byline_random_below(s->random, n_vowels)];
  const double seconds = draw(s, 0.4, 1.2) / s->tempo;
  const size_t length = (size_t)fmin((double)n, seconds * s->rate);
  const double glide = 1 - exp(-1 / (0.03 * s->rate));
  const double bend = draw(s, -0.25, 0.15);
  const double level = draw(s, 0.3, 1);
  for (size_t i = 0; i < length; ++i) {
    const double place = (double)i / (double)length;
    const double jitter = 0.02 * (double)byline_random_normal(s->random);
    s->phase += pitch * (1 + bend * place + jitter) / s->rate;
    s->phase -= floor(s->phase);
    /* Opens slowly, closes at once; 1 at most */
    double y =
        s->phase < 0.6 ? 31.25 * s->phase * s->phase * (0.6 - s->phase) : 0;
    for (size_t k = 0; k < N_FORMANTS; ++k) {
      Formant* const f = &s->formants[k];
      f->frequency += glide * (s->tract * vowel[k] - f->frequency);
      y = resonate(f, bandwidths[k], s->rate, y);
    }
    const double shape = fmin(1, 8 * place) * fmin(1, 3 * (1 - place));
    samples[i] = (float)(level * shape * y);
  }
  return length;
}

static size_t pause(Speaker* s, double low, double high, size_t n)
{
  return (size_t)fmin((double)n, draw(s, low, high) * s->rate);
}

static size_t say_phrase(Speaker* s, float* samples, size_t n)
{
  const size_t n_syllables = 2 + (size_t)byline_random_below(s->random, 12);
  const double start = s->pitch * draw(s, 1, 1.4);
  size_t i = 0;
  for (size_t k = 0; k < n_syllables && i < n; ++k) {
    const double fall = (double)k / (double)n_syllables;
    const double pitch = start * (1 - 0.35 * fall) * exp2(draw(s, -0.15, 0.15));
    if (draw(s, 0, 1) < 0.6) {
      i += hiss(s, samples + i, n - i);
    }
    i += voice(s, pitch, samples + i, n - i);
    i += pause(s, 0.01, 0.08, n - i);
  }
  return i + pause(s, 0.15, 0.8, n - i);
}

void byline_speech_make(BylineRandom* random, double rate, float* samples,
                        size_t n)
{
  Speaker s = {.random = random, .rate = rate};
  s.pitch = 85 * exp2(draw(&s, 0, 1.5));
  s.tract = draw(&s, 0.9, 1.3);
  s.tempo = draw(&s, 3, 6.5);
  for (size_t k = 0; k < N_FORMANTS; ++k) {
    s.formants[k].frequency = s.tract * vowels[0][k];
  }
  memset(samples, 0, n * sizeof(*samples));
  for (size_t i = 0; i < n;) {
    i += say_phrase(&s, samples + i, n - i);
  }
  /* Vowels to the level of fricatives, none beyond full scale */
  float peak = 1e-6f;
  for (size_t i = 0; i < n; ++i) {
    peak = fmaxf(peak, fabsf(samples[i]));
  }
  for (size_t i = 0; i < n; ++i) {
    samples[i] *= 0.7f / peak;
  }
}
