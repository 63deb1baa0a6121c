/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/hold.h"

#include <fftw3.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FFT 1024
#define N_BINS (FFT / 2 + 1)
#define SPAN SPEECH_REACH /* Of a window */
#define HIGHEST_PARTIAL 7600.0f
#define N_ITERATIONS 4

/* Frames of output are as long as those of speech */
#define SECONDS ((float)SPEECH_FRAME / SPEECH_RATE)

static const float pi = 3.14159265f;

/* How somebody sings; drawn anew for every phrase or two */
typedef struct {
  float middle;   ///< Of the melody, in Hz
  float formants; ///< How much higher they lie than the speaker's
  float beat;     ///< In seconds
  float vibrato;  ///< Share of notes that have it
  float breath;   ///< Noise beside the partials, amplitude
  float noisy;    ///< Above so many Hz there is noise alone
  float slope;    ///< dB per octave from 500 Hz on
  float ring;     ///< dB at about 3 kHz, the singer's formant
  float untuned;  ///< Semitones, deviation of notes
  float drift;    ///< Semitones, slowly
  const int* scale;
} Style;

typedef struct {
  const Speech* speech;
  float (*envelopes)[N_BINS]; ///< Logarithms, by frame
  float* levels;              ///< Amplitudes, by frame
  BylineRandom random;
  Style style;
  float style_left; ///< Seconds until another
  int degree;
  float target;   ///< Semitones over the middle
  float pitch;    ///< The same, as it moves
  float speed;    ///< Of moving, per second
  float held;     ///< Seconds of the note
  float rate;     ///< Of the vibrato
  float depth;    ///< Semitones
  float onset;    ///< Seconds until it begins
  float turn;     ///< Phase of the vibrato
  float wander;   ///< Semitones: drift and jitter
  float loudness; ///< Of the note, dB
  float swell;    ///< dB per second
  double phase;   ///< Of the voice, in turns
  Speech* out;
  float* window;
  float* in;
  fftwf_complex* bins;
  fftwf_plan forward;
  fftwf_plan inverse;
} Singer;

static bool chance(Singer* s, float probability)
{
  return byline_random_uniform(&s->random, 0, 1) < probability;
}

static float draw(Singer* s, float low, float high)
{
  return byline_random_uniform(&s->random, low, high);
}

/* ---- what the speech is */

/* The envelope over the peaks of a spectrum: smoothed by cepstra up to `cut`,
   raised to the spectrum where it lies below, and again (Roebel and Rodet
   2005) */
static void find_envelope(Singer* s, const float* x, size_t cut, bool voiced,
                          float* envelope)
{
  float spectrum[N_BINS];
  memset(s->in, 0, FFT * sizeof(float));
  for (size_t i = 0; i < SPAN; ++i) {
    s->in[i] = s->window[i] * x[i];
  }
  fftwf_execute(s->forward);
  for (size_t k = 0; k < N_BINS; ++k) {
    const float power =
        s->bins[k][0] * s->bins[k][0] + s->bins[k][1] * s->bins[k][1];
    spectrum[k] = 0.5f * logf(power + 1e-7f);
    envelope[k] = spectrum[k];
  }
  for (unsigned n = 0; n < (voiced ? N_ITERATIONS : 1); ++n) {
    for (size_t k = 0; k < N_BINS; ++k) {
      s->bins[k][0] = n ? fmaxf(spectrum[k], envelope[k]) : spectrum[k];
      s->bins[k][1] = 0;
    }
    fftwf_execute(s->inverse);
    for (size_t i = 1; i < FFT; ++i) {
      const size_t quefrency = i < FFT / 2 ? i : FFT - i;
      const float place = (float)quefrency / (float)cut;
      s->in[i] *= place < 1 ? 0.54f + 0.46f * cosf(pi * place) : 0;
    }
    fftwf_execute(s->forward);
    for (size_t k = 0; k < N_BINS; ++k) {
      envelope[k] = s->bins[k][0] / FFT;
    }
  }
}

static void analyse(Singer* s)
{
  const Speech* const speech = s->speech;
  for (size_t f = 0; f < speech->n_frames; ++f) {
    const float pitch = speech->pitches[f];
    const float* const x = speech->samples + f * SPEECH_FRAME;
    const size_t cut =
        pitch > 0 ? (size_t)(0.75f * SPEECH_RATE / fmaxf(pitch, 110)) : 40;
    find_envelope(s, x, cut, pitch > 0, s->envelopes[f]);
    s->levels[f] = sqrtf(speech_power(x, SPAN)) + 1e-5f;
  }
}

/* ---- the melody */

static void draw_style(Singer* s)
{
  static const int scales[4][7] = {{0, 2, 4, 5, 7, 9, 11},
                                   {0, 2, 3, 5, 7, 8, 10},
                                   {0, 2, 4, 7, 9, 12, 14},
                                   {0, 3, 5, 7, 10, 12, 15}};
  const float middle = s->speech->middle * exp2f(draw(s, -2, 9) / 12);
  s->style = (Style){.middle = fminf(middle, 420),
                     .formants = expf(draw(s, -0.16f, 0.18f)),
                     .beat = draw(s, 0.25f, 0.6f),
                     .vibrato = chance(s, 0.3f) ? 0 : draw(s, 0.2f, 1),
                     .breath = expf(draw(s, -4.5f, -1.8f)),
                     .noisy = draw(s, 3500, 9000),
                     .slope = draw(s, -2.5f, 1.5f),
                     .ring = chance(s, 0.4f) ? draw(s, 0, 9) : 0,
                     .untuned = draw(s, 0.05f, 0.35f),
                     .drift = draw(s, 0, 0.4f),
                     .scale = scales[byline_random_below(&s->random, 4)]};
  s->style_left = draw(s, 8, 25);
}

static void begin_note(Singer* s, bool attack)
{
  int step = (int)byline_random_below(&s->random, 5) - 2;
  step *= chance(s, 0.15f) ? 2 : 1;
  s->degree += step;
  if (s->degree < -4 || s->degree > 8) {
    s->degree -= 2 * step;
  }
  const int octave = (s->degree + 70) / 7 - 10;
  s->target = (float)(12 * octave + s->style.scale[(s->degree + 70) % 7]) +
              s->style.untuned * byline_random_normal(&s->random);
  if (attack && chance(s, 0.4f)) {
    s->pitch = s->target - draw(s, 0.5f, 3);
  } else if (attack && chance(s, 0.5f)) {
    s->pitch = s->target;
  }
  s->speed = 1 / expf(draw(s, -4, -2.2f));
  s->held = 0;
  s->rate = draw(s, 4.5f, 6.8f);
  s->depth = chance(s, s->style.vibrato) ? draw(s, 0.15f, 1.2f) : 0;
  s->onset = draw(s, 0.05f, 0.5f);
  s->loudness = 2.5f * byline_random_normal(&s->random);
  s->swell = draw(s, -8, 6);
}

static float note_length(Singer* s)
{
  static const float beats[8] = {0.5f, 0.5f, 1, 1, 1, 1.5f, 2, 4};
  return fminf(beats[byline_random_below(&s->random, 8)] * s->style.beat *
                   draw(s, 0.9f, 1.1f),
               2.2f);
}

/* The pitch in Hz; a frame passes */
static float move(Singer* s)
{
  s->pitch += (s->target - s->pitch) * (1 - expf(-SECONDS * s->speed));
  s->held += SECONDS;
  s->turn += 2 * pi * s->rate * SECONDS *
             (1 + 0.05f * byline_random_normal(&s->random));
  s->wander += 0.06f * (s->style.drift * byline_random_normal(&s->random)) -
               0.01f * s->wander;
  const float grown = fminf(fmaxf((s->held - s->onset) / 0.3f, 0), 1);
  const float semitones = s->pitch + s->depth * grown * sinf(s->turn) +
                          s->wander + 0.04f * byline_random_normal(&s->random);
  const float pitch = s->style.middle * exp2f(semitones / 12);
  return fminf(fmaxf(pitch, 70), 1000);
}

/* ---- sound */

/* Let `n` samples fit in, those not yet there being 0 */
static void make_room(Speech* out, size_t n)
{
  if (n > out->capacity) {
    const size_t before = out->capacity;
    out->capacity = 2 * n;
    out->samples = realloc(out->samples, out->capacity * sizeof(float));
    if (!out->samples) {
      exit(1);
    }
    memset(out->samples + before, 0, (out->capacity - before) * sizeof(float));
  }
}

/* Excitation of a window: partials of equal strength, and noise */
static void excite(Singer* s, float pitch)
{
  float sigma = 0;
  for (size_t i = 0; i < SPAN; ++i) {
    sigma += s->window[i] * s->window[i];
  }
  const float noise = 1 / sqrtf(sigma);
  const float line = 4.0f / SPAN;
  memset(s->in, 0, FFT * sizeof(float));
  if (pitch <= 0) {
    for (size_t i = 0; i < SPAN; ++i) {
      s->in[i] = noise * byline_random_normal(&s->random);
    }
  } else {
    const float top = fminf(s->style.noisy, HIGHEST_PARTIAL);
    const unsigned n = (unsigned)(top / pitch);
    const double step = (double)pitch / SPEECH_RATE;
    /* Sum of cos(k x), k = 1..n, in closed form (Dirichlet's kernel) */
    for (size_t i = 0; i < SPAN; ++i) {
      const double x = s->phase + ((double)i - SPAN / 2.0) * step;
      const double half = 3.14159265358979324 * (x - floor(x));
      const double sine = sin(half);
      const double sum =
          fabs(sine) < 1e-6 ? n : 0.5 * (sin((2 * n + 1) * half) / sine - 1);
      s->in[i] = line * (float)sum +
                 s->style.breath * noise * byline_random_normal(&s->random);
    }
    s->phase += (double)SPEECH_FRAME * step;
  }
  for (size_t i = 0; i < SPAN; ++i) {
    s->in[i] *= s->window[i];
  }
}

/* Above what partials there are, noise as strong as they would be */
static void add_noise_above(Singer* s)
{
  const size_t first = (size_t)(s->style.noisy * FFT / SPEECH_RATE);
  for (size_t k = first; k < N_BINS; ++k) {
    s->bins[k][0] += 0.2f * byline_random_normal(&s->random);
    s->bins[k][1] += 0.2f * byline_random_normal(&s->random);
  }
}

/* The logarithm of the gain that style adds at a bin */
static float colour(const Style* style, size_t k, float loudness)
{
  const float f = fmaxf((float)k * SPEECH_RATE / FFT, 500);
  const float far = (logf(f) - logf(3000)) / 0.18f;
  const float decibels = (style->slope + 0.25f * loudness) * log2f(f / 500) +
                         style->ring * expf(-far * far);
  return decibels * 0.115129f;
}

/* Between two frames, each weighed */
static float envelope_at(const Singer* s, float place, float bin)
{
  const size_t f = (size_t)place;
  const size_t g = f + 1 < s->speech->n_frames ? f + 1 : f;
  const float part = place - (float)f;
  if (bin >= N_BINS - 1) {
    bin = N_BINS - 1.001f;
  }
  const size_t k = (size_t)bin;
  const float rest = bin - (float)k;
  const float* const a = s->envelopes[f];
  const float* const b = s->envelopes[g];
  const float low = a[k] + rest * (a[k + 1] - a[k]);
  const float high = b[k] + rest * (b[k + 1] - b[k]);
  return low + part * (high - low);
}

/* Add a frame that sounds as the speech does at `place`; pitch 0 for none */
static void sound(Singer* s, float place, float pitch, float loudness)
{
  Speech* const out = s->out;
  excite(s, pitch);
  fftwf_execute(s->forward);
  if (pitch > 0 && s->style.noisy < HIGHEST_PARTIAL) {
    add_noise_above(s);
  }
  const float level = s->levels[(size_t)place];
  /* Singers are more even than speakers */
  const float even = logf(0.1f / level) * 0.6f + loudness * 0.115129f;
  for (size_t k = 0; k < N_BINS; ++k) {
    const float at = envelope_at(s, place, (float)k / s->style.formants);
    const float gain =
        expf(at + even + colour(&s->style, k, pitch > 0 ? loudness : 0)) / FFT;
    s->bins[k][0] *= gain;
    s->bins[k][1] *= gain;
  }
  fftwf_execute(s->inverse);
  make_room(out, out->n + FFT);
  for (size_t i = 0; i < FFT; ++i) {
    const size_t wrapped = (i + FFT - (FFT - SPAN) / 2) % FFT;
    out->samples[out->n + i] += 0.5f * s->in[wrapped];
  }
  out->n += SPEECH_FRAME;
}

/* Frames of speech from `begin` to `end`, as they come: voiced on the note */
static void pass(Singer* s, size_t begin, size_t end, float rate)
{
  for (float place = (float)begin; place < (float)end; place += rate) {
    const bool voiced = s->speech->pitches[(size_t)place] > 0;
    const float pitch = voiced ? move(s) : 0;
    sound(s, place, pitch, voiced ? s->loudness + s->swell * s->held : -3);
  }
}

/* A syllable: to its loudest frame, which is held, and on to its end */
static void sing_syllable(Singer* s, size_t begin, size_t end)
{
  size_t loudest = begin + (end - begin) / 4;
  for (size_t f = loudest; f + (end - begin) / 4 < end; ++f) {
    loudest = s->levels[f] > s->levels[loudest] ? f : loudest;
  }
  begin_note(s, true);
  const float length = note_length(s);
  pass(s, begin, loudest, 1);
  const float room =
      fminf((float)(loudest - begin), (float)(end - loudest)) * 0.5f;
  const float speed = draw(s, 0.2f, 1.5f);
  float time = 0;
  float next = chance(s, 0.25f) ? draw(s, 0.3f, 0.7f) * length : 1e9f;
  for (; time < length; time += SECONDS) {
    if (time > next) {
      begin_note(s, false);
      next = time + draw(s, 0.12f, 0.6f);
    }
    const float place =
        (float)loudest + room * sinf(2 * pi * speed * time) * fminf(time, 1);
    const float shimmer = 0.4f * byline_random_normal(&s->random) +
                          1.2f * (s->depth > 0 ? sinf(s->turn + 1) : 0);
    const float swell = fmaxf(fminf(s->swell * s->held, 6), -10);
    sound(s, place, move(s), s->loudness + swell + shimmer);
  }
  pass(s, loudest, end, 1.2f);
}

static void sing_all(Singer* s, float seconds)
{
  const float* const pitches = s->speech->pitches;
  const size_t n = s->speech->n_frames;
  draw_style(s);
  for (size_t f = 0; f < n && (float)s->out->n < seconds * SPEECH_RATE;) {
    const size_t before = s->out->n;
    size_t end = f + 1;
    const bool voiced = pitches[f] > 0;
    while (end < n && (pitches[end] > 0) == voiced) {
      ++end;
    }
    if (!voiced || end - f < 6) {
      pass(s, f, end - f > 18 ? f + 18 : end, 1);
    }
    while (voiced && end - f >= 6) {
      size_t piece = 12 + (size_t)byline_random_below(&s->random, 20);
      piece = end - f < piece + 10 ? end - f : piece;
      sing_syllable(s, f, f + piece);
      f += piece;
    }
    f = end;
    s->style_left -= (float)(s->out->n - before) / SPEECH_RATE;
    if (s->style_left < 0) {
      draw_style(s);
    }
  }
}

void speech_hold(const Speech* speech, BylineRandom random, float seconds,
                 Speech* out)
{
  Singer s = {.speech = speech, .random = random, .out = out, .speed = 20};
  s.envelopes = malloc(speech->n_frames * sizeof(*s.envelopes));
  s.levels = malloc(speech->n_frames * sizeof(float));
  s.window = malloc(SPAN * sizeof(float));
  s.in = fftwf_alloc_real(FFT);
  s.bins = fftwf_alloc_complex(N_BINS);
  if (!s.envelopes || !s.levels || !s.window || !s.in || !s.bins) {
    exit(1);
  }
  s.forward = fftwf_plan_dft_r2c_1d(FFT, s.in, s.bins, FFTW_ESTIMATE);
  s.inverse = fftwf_plan_dft_c2r_1d(FFT, s.bins, s.in, FFTW_ESTIMATE);
  for (size_t i = 0; i < SPAN; ++i) {
    s.window[i] = 0.5f - 0.5f * cosf(2 * pi * ((float)i + 0.5f) / SPAN);
  }
  analyse(&s);
  sing_all(&s, seconds);
  fftwf_destroy_plan(s.forward);
  fftwf_destroy_plan(s.inverse);
  fftwf_free(s.in);
  fftwf_free(s.bins);
  free(s.window);
  free(s.levels);
  free(s.envelopes);
}
