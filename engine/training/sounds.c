/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/sounds.h"

#include "training/speech.h"

#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* Where a sound is made */
typedef struct {
  BylineRandom* random;
  double rate;
  float* samples;
  size_t n;
} Sound;

static double draw(const Sound* s, double low, double high)
{
  return (double)byline_random_uniform(s->random, (float)low, (float)high);
}

/* A frequency, all octaves alike */
static double draw_frequency(const Sound* s, double low, double high)
{
  return low * exp2(draw(s, 0, log2(high / low)));
}

static double noise(const Sound* s)
{
  return (double)byline_random_normal(s->random);
}

/* One of the shapes that oscillators have; the phase in turns */
static double wave(size_t shape, double phase)
{
  const double x = phase - floor(phase);
  switch (shape) {
  case 0:
    return sin(2 * pi * x);
  case 1:
    return x < 0.5 ? 0.6 : -0.6;
  case 2:
    return 2 * x - 1;
  default:
    return x < 0.5 ? 4 * x - 1 : 3 - 4 * x;
  }
}

/* ---- kinds */

/* One to three held tones, perhaps trembling */
static void make_tones(const Sound* s)
{
  const size_t n_tones = 1 + (size_t)byline_random_below(s->random, 3);
  const double speed = draw(s, 0.1, 8);
  const double depth = draw(s, -1, 1);
  for (size_t k = 0; k < n_tones; ++k) {
    const double turns = draw_frequency(s, 50, 9000) / s->rate;
    const size_t shape = (size_t)byline_random_below(s->random, 4);
    for (size_t i = 0; i < s->n; ++i) {
      s->samples[i] += (float)(0.3 * wave(shape, turns * (double)i));
    }
  }
  for (size_t i = 0; i < s->n; ++i) {
    const double time = (double)i / s->rate;
    s->samples[i] *=
        (float)(1 - fmax(0, depth) * (0.5 + 0.5 * sin(2 * pi * speed * time)));
  }
}

/* A tone that glides between two frequencies, once or again and again */
static void make_sweeps(const Sound* s)
{
  const double low = draw_frequency(s, 30, 1000);
  const double octaves = draw(s, 0.5, 5);
  const double speed = 1 / draw_frequency(s, 0.3, 15);
  const size_t path = 1 + (size_t)byline_random_below(s->random, 3);
  const size_t shape = (size_t)byline_random_below(s->random, 4);
  double phase = 0;
  for (size_t i = 0; i < s->n; ++i) {
    const double time = (double)i / s->rate;
    const double place =
        path == 1 ? sin(2 * pi * speed * time) : wave(path, speed * time);
    phase += low * exp2(octaves * (0.5 + 0.5 * place)) / s->rate;
    s->samples[i] = (float)(0.4 * wave(shape, phase));
  }
}

/* Noise of some colour, perhaps a band of it, perhaps coming and going */
static void make_noise(const Sound* s)
{
  const double tilt = draw(s, -0.95, 0.98);
  const double centre = draw_frequency(s, 100, 8000);
  const double width = draw_frequency(s, 0.05, 4);
  const double drive = draw(s, 0, 1) < 0.5 ? 0 : draw(s, 0.1, 0.8);
  const double speed = draw_frequency(s, 0.1, 6);
  double low = 0;
  double band[2] = {0, 0};
  double slow = 0;
  for (size_t i = 0; i < s->n; ++i) {
    slow += (noise(s) - slow) * speed / s->rate;
    low = tilt * low + noise(s);
    /* State variable filter (Chamberlin 1985) */
    const double f =
        2 * sin(pi * fmin(0.16, centre * exp2(20 * drive * slow) / s->rate));
    band[0] += f * band[1];
    band[1] += f * (low - band[0] - fmin(width, 1.4) * band[1]);
    const double x = width < 1.4 ? band[1] : low;
    s->samples[i] = (float)(0.1 * x * exp(60 * drive * slow));
  }
}

/* Clicks, regular or not, each the same or each another */
static void make_clicks(const Sound* s)
{
  const double seconds = draw_frequency(s, 0.01, 1.5);
  const double disorder = draw(s, 0, 1) < 0.5 ? 0 : 1;
  const double decay = draw_frequency(s, 0.0003, 0.08);
  const double turns = draw_frequency(s, 60, 6000) / s->rate;
  const double grain = draw(s, 0, 1);
  const double floor_level = 0.01 * draw(s, 0, 1) * draw(s, 0, 1);
  double next = 0;
  double age = 1e9;
  double level = 0;
  for (size_t i = 0; i < s->n; ++i) {
    if ((double)i >= next) {
      const double wait = -log(draw(s, 1e-6, 1));
      next += s->rate * seconds * (disorder > 0 ? wait : 1);
      level = disorder > 0 ? draw(s, 0.2, 0.9) : 0.8;
      age = 0;
    }
    const double body =
        grain * noise(s) * 0.4 + (1 - grain) * sin(2 * pi * turns * age);
    s->samples[i] = (float)(level * body * exp(-age / (decay * s->rate)) +
                            floor_level * noise(s));
    age += 1;
  }
}

/* Mains hum: a fundamental and its harmonics, over some noise */
static void make_hum(const Sound* s)
{
  const double turns = (draw(s, 0, 1) < 0.5 ? 50 : 60) / s->rate;
  const double hiss = 0.02 * draw(s, 0, 1);
  double levels[24];
  for (size_t k = 0; k < 24; ++k) {
    levels[k] = draw(s, 0, 1) / (double)(k + 1);
  }
  for (size_t i = 0; i < s->n; ++i) {
    double x = hiss * noise(s);
    for (size_t k = 0; k < 24; ++k) {
      x += 0.3 * levels[k] * sin(2 * pi * turns * (double)(k + 1) * (double)i);
    }
    s->samples[i] = (float)x;
  }
}

/* Signals: one or two tones at a time out of a few, in dots and dashes */
static void make_signals(const Sound* s)
{
  double turns[8];
  for (size_t k = 0; k < 8; ++k) {
    turns[k] = draw_frequency(s, 300, 3000) / s->rate;
  }
  const size_t n_tones = 1 + (size_t)byline_random_below(s->random, 8);
  const double unit = draw_frequency(s, 0.03, 0.6) * s->rate;
  const double gap = draw(s, 0, 1);
  for (size_t i = 0; i < s->n;) {
    const double a = turns[byline_random_below(s->random, n_tones)];
    const double b = turns[byline_random_below(s->random, n_tones)];
    const size_t length = (size_t)(draw(s, 0, 1) < 0.5 ? unit : 2 * unit);
    const size_t end = i + length < s->n ? i + length : s->n;
    for (; i < end; ++i) {
      s->samples[i] = (float)(0.3 * (sin(2 * pi * a * (double)i) +
                                     sin(2 * pi * b * (double)i)));
    }
    i += (size_t)(gap * unit);
  }
}

/* A crowd: hands, few or many, and the room's noise */
static void make_crowd(const Sound* s)
{
  const double hands = draw_frequency(s, 5, 800);
  const double murmur = 0.05 * draw(s, 0, 1);
  double low = 0;
  for (size_t i = 0; i < s->n; ++i) {
    low += 0.1 * (noise(s) - low);
    s->samples[i] = (float)(murmur * low);
  }
  const size_t n_claps = (size_t)(hands * (double)s->n / s->rate);
  for (size_t k = 0; k < n_claps; ++k) {
    const size_t first = (size_t)byline_random_below(s->random, s->n);
    const size_t length = (size_t)(0.02 * s->rate);
    const double turns = draw_frequency(s, 600, 3500) / s->rate;
    const double level = draw(s, 0.05, 0.5);
    for (size_t i = 0; i < length && first + i < s->n; ++i) {
      const double decay = exp(-(double)i / (0.004 * s->rate));
      s->samples[first + i] +=
          (float)(level * decay * noise(s) * sin(2 * pi * turns * (double)i));
    }
  }
}

static void make_speech(const Sound* s)
{
  byline_speech_make(s->random, s->rate, s->samples, s->n);
}

/* ---- */

/* The loudest sample to -6 dB: whatever went into a sound, music is as loud. */
static void normalize(const Sound* s)
{
  float peak = 1e-9f;
  for (size_t i = 0; i < s->n; ++i) {
    peak = fmaxf(peak, fabsf(s->samples[i]));
  }
  for (size_t i = 0; i < s->n; ++i) {
    s->samples[i] *= 0.5f / peak;
  }
}

void byline_sound_make(size_t kind, BylineRandom* random, double rate,
                       float* samples, size_t n)
{
  static void (*const makers[BYLINE_SOUND_KINDS])(const Sound*) = {
      make_speech, make_noise,  make_tones,   make_clicks,
      make_crowd,  make_sweeps, make_signals, make_hum};
  const Sound sound = {
      .random = random, .rate = rate, .samples = samples, .n = n};
  memset(samples, 0, n * sizeof(*samples));
  makers[kind](&sound);
  normalize(&sound);
}
