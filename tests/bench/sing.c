/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes speech sing, to have something like singing whose licence is free.

   usage: sing SEED OUTPUT.wav INPUT...

   Voiced sounds are held and moved to the notes of a melody, with vibrato;
   formants stay where the speaker has them (Rubber Band).  The pitch that
   there is comes from the autocorrelation. */

#include "byline/random.h"
#include "dataset/sound.h"

#include <rubberband/rubberband-c.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 16000
#define FRAME 160   /* 10 ms: how often tempo and pitch change */
#define REACH 640   /* What the autocorrelation sees */
#define LOWEST 70.0 /* Pitches of voices, in Hz */
#define HIGHEST 450.0
#define MAX_SECONDS 180.0

static const float pi = 3.14159265f;

typedef struct {
  float* samples;
  size_t n;
} Mono;

/* A melody in the making */
typedef struct {
  BylineRandom random;
  const int* scale; ///< Semitones of seven degrees
  int degree;       ///< Of the note, over the speaker's middle
  float held;       ///< Seconds that the note has lasted
  float length;     ///< Seconds that it shall last
  float glide;      ///< Semitones, where the pitch is on its way to the note
  float stretch;    ///< How much longer this syllable is
  float phase;      ///< Of the vibrato
  float speed;      ///< Hz
  float depth;      ///< Semitones
} Melody;

static void append(Mono* mono, const BylineSound* sound)
{
  mono->samples =
      realloc(mono->samples, (mono->n + sound->n + 1) * sizeof(float));
  if (!mono->samples) {
    exit(1);
  }
  for (size_t i = 0; i < sound->n; ++i) {
    mono->samples[mono->n++] =
        0.5f * (sound->channels[0][i] + sound->channels[1][i]);
  }
}

static float power(const float* x, size_t n)
{
  float sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += x[i] * x[i];
  }
  return sum / (float)n;
}

/* Leave out gaps, and make all recordings equally loud */
static void add_file(Mono* mono, const char* path)
{
  BylineSound sound;
  if (byline_sound_read(path, MAX_SECONDS, &sound) != BYLINE_OK ||
      byline_sound_resample(&sound, RATE) != BYLINE_OK) {
    fprintf(stderr, "sing: %s\n", byline_error_message());
    return;
  }
  const size_t begin = mono->n;
  append(mono, &sound);
  byline_sound_free(&sound);
  float* const x = mono->samples + begin;
  float loudest = 1e-9f;
  for (size_t i = 0; begin + i + FRAME <= mono->n; i += FRAME) {
    loudest = fmaxf(loudest, power(x + i, FRAME));
  }
  size_t n = 0;
  for (size_t i = 0; begin + i + FRAME <= mono->n; i += FRAME) {
    if (power(x + i, FRAME) > loudest * 1e-4f) {
      memmove(x + n, x + i, FRAME * sizeof(float));
      n += FRAME;
    }
  }
  mono->n = begin + n;
  const float gain = 0.1f / sqrtf(n ? power(x, n) : 1);
  for (size_t i = 0; i < n; ++i) {
    x[i] *= gain;
  }
}

/* The pitch in Hz, or 0 where nothing is voiced */
static float find_pitch(const float* x)
{
  float energy[REACH + 1] = {0}; /* Of the first samples */
  for (size_t i = 0; i < REACH; ++i) {
    energy[i + 1] = energy[i] + x[i] * x[i];
  }
  if (energy[REACH] < 1e-5f * REACH) {
    return 0;
  }
  float best = 0;
  size_t best_lag = 0;
  const size_t shortest = (size_t)(RATE / HIGHEST);
  const size_t longest = (size_t)(RATE / LOWEST);
  for (size_t lag = shortest; lag <= longest; ++lag) {
    const size_t n = REACH - lag;
    float sum = 0;
    for (size_t i = 0; i < n; ++i) {
      sum += x[i] * x[i + lag];
    }
    const float value =
        sum / (sqrtf(energy[n] * (energy[REACH] - energy[lag])) + 1e-9f);
    /* A lag twice as long is as good: it must be better to win */
    if (value > best + 0.03f) {
      best = value;
      best_lag = lag;
    }
  }
  return best > 0.6f ? (float)RATE / (float)best_lag : 0;
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

static void begin_note(Melody* m, bool syllable)
{
  BylineRandom* const r = &m->random;
  const int step = (int)byline_random_below(r, 7) - 3;
  m->degree += step;
  if (m->degree < -3 || m->degree > 9) {
    m->degree -= 2 * step;
  }
  m->held = 0;
  m->length = expf(byline_random_uniform(r, -1.5f, 0.5f));
  m->speed = byline_random_uniform(r, 4.5f, 6.5f);
  m->depth =
      byline_random_below(r, 3) ? byline_random_uniform(r, 0.1f, 0.8f) : 0;
  if (syllable) {
    m->stretch = expf(byline_random_uniform(r, 0.1f, 1.4f));
  }
}

/* Semitones of the melody now; `seconds` pass */
static float sing(Melody* m, float seconds)
{
  const int octave = (m->degree + 70) / 7 - 10;
  const float note = (float)(12 * octave + m->scale[(m->degree + 70) % 7]);
  m->glide += (note - m->glide) * (1 - expf(-seconds / 0.04f));
  m->held += seconds;
  m->phase += 2 * pi * m->speed * seconds;
  const float grown = fminf(fmaxf((m->held - 0.15f) / 0.3f, 0), 1);
  return m->glide + m->depth * grown * sinf(m->phase);
}

static void retrieve(RubberBandState stretcher, Mono* out)
{
  int n = 0;
  while ((n = rubberband_available(stretcher)) > 0) {
    out->samples = realloc(out->samples, (out->n + (size_t)n) * sizeof(float));
    if (!out->samples) {
      exit(1);
    }
    float* const to = out->samples + out->n;
    out->n += rubberband_retrieve(stretcher, &to, (unsigned)n);
  }
}

/* A singer is more even than a speaker */
static void level(Mono* out)
{
  float envelope = 0.01f;
  for (size_t i = 0; i < out->n; ++i) {
    const float x = out->samples[i];
    envelope += (x * x - envelope) / (0.08f * RATE);
    out->samples[i] =
        fmaxf(-1, fminf(1, 0.3f * x / sqrtf(sqrtf(envelope) + 0.03f)));
  }
}

static void make_sing(const Mono* in, const float* pitches, size_t n_frames,
                      float middle, Melody* melody, Mono* out)
{
  const RubberBandState stretcher = rubberband_new(
      RATE, 1,
      RubberBandOptionProcessRealTime | RubberBandOptionFormantPreserved |
          RubberBandOptionPitchHighConsistency,
      1, 1);
  bool voiced = false;
  double scale = 1;
  for (size_t f = 0; f < n_frames; ++f) {
    const bool is_voiced = pitches[f] > 0;
    if ((is_voiced && !voiced) || melody->held > melody->length) {
      begin_note(melody, is_voiced && !voiced);
    }
    voiced = is_voiced;
    const float ratio = voiced ? melody->stretch : 1.1f;
    const float semitones = sing(melody, ratio * FRAME / RATE);
    if (voiced) {
      const float wanted = middle * exp2f(semitones / 12);
      scale = (double)fminf(fmaxf(wanted / pitches[f], 0.5f), 3);
    }
    rubberband_set_time_ratio(stretcher, (double)ratio);
    rubberband_set_pitch_scale(stretcher, scale);
    const float* const block = in->samples + f * FRAME;
    rubberband_process(stretcher, &block, FRAME, f + 1 == n_frames);
    retrieve(stretcher, out);
  }
  rubberband_delete(stretcher);
}

int main(int argc, char** argv)
{
  static const int scales[3][7] = {
      {0, 2, 4, 5, 7, 9, 11}, {0, 2, 3, 5, 7, 8, 10}, {0, 2, 4, 7, 9, 12, 14}};
  if (argc < 4) {
    fprintf(stderr, "usage: sing SEED OUTPUT.wav INPUT...\n");
    return 2;
  }
  const uint64_t seed = strtoull(argv[1], NULL, 10);
  Mono in = {NULL, 0};
  for (int i = 3; i < argc && (double)in.n < MAX_SECONDS * RATE; ++i) {
    add_file(&in, argv[i]);
  }
  if (in.n < 2 * (size_t)RATE) {
    fprintf(stderr, "sing: %s: too little speech\n", argv[2]);
    return 1;
  }
  const size_t n_frames = (in.n - REACH) / FRAME;
  float* const pitches = malloc(n_frames * sizeof(float));
  if (!pitches) {
    return 1;
  }
  for (size_t f = 0; f < n_frames; ++f) {
    pitches[f] = find_pitch(in.samples + f * FRAME);
  }
  const float middle = smooth(pitches, n_frames);
  Melody melody = {.random = byline_random_begin(seed, 0)};
  melody.scale = scales[byline_random_below(&melody.random, 3)];
  begin_note(&melody, true);
  Mono out = {NULL, 0};
  make_sing(&in, pitches, n_frames, middle, &melody, &out);
  level(&out);
  BylineSound sound;
  if (byline_sound_new(out.n, RATE, &sound) != BYLINE_OK) {
    return 1;
  }
  memcpy(sound.channels[0], out.samples, out.n * sizeof(float));
  memcpy(sound.channels[1], out.samples, out.n * sizeof(float));
  const BylineStatus status = byline_sound_write(argv[2], &sound);
  printf("%s: %.0f s of speech, middle %.0f Hz, %.0f s sung\n", argv[2],
         (double)in.n / RATE, (double)middle, (double)out.n / RATE);
  byline_sound_free(&sound);
  free(in.samples);
  free(out.samples);
  free(pitches);
  return status == BYLINE_OK ? 0 : 1;
}
