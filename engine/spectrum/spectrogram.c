/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"
#include "byline/resampler.h"
#include "spectrum/decibel.h"
#include "spectrum/mel.h"

#include <fftw3.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* How much sound is mixed and resampled at a time, in samples */
#define BLOCK 1024u

/* Samples further from zero than this (120 dBFS) are no sound */
#define MAX_SAMPLE 1e6f

struct BylineSpectrogram {
  BylineFrontEnd front_end;
  BylineResampler* resampler; ///< NULL when the rates are equal
  BylineMelBands bands;       ///< Weights include the spectrum's scale
  fftwf_plan plan;            ///< From `windowed` to `spectrum`
  float* window;              ///< fft_size
  float* windowed;            ///< fft_size: what the FFT sees
  fftwf_complex* spectrum;    ///< fft_size / 2 + 1 bins
  float* power;               ///< As many, and BYLINE_MEL_PADDING zeros
  float* column;              ///< n_mels
  float* mono;                ///< BLOCK samples at the input rate
  float* sound;               ///< Sound at the front end's rate, not yet used
  size_t capacity;            ///< Room in `sound`
  size_t max_block;           ///< Most samples that a block adds to `sound`
  size_t begin;               ///< Where the next window begins in `sound`
  size_t end;                 ///< One past the last sample in `sound`
};

/* FFTW's planner is not thread-safe */
static pthread_mutex_t planner_lock = PTHREAD_MUTEX_INITIALIZER;

/* Plans are estimated, not measured: the same plan, and so the same columns
   bit for bit, in every process */
static fftwf_plan make_plan(uint32_t n, float* in, fftwf_complex* out)
{
  pthread_mutex_lock(&planner_lock);
  const fftwf_plan plan = fftwf_plan_dft_r2c_1d((int)n, in, out, FFTW_ESTIMATE);
  pthread_mutex_unlock(&planner_lock);
  return plan;
}

static void free_plan(fftwf_plan plan)
{
  pthread_mutex_lock(&planner_lock);
  fftwf_destroy_plan(plan);
  pthread_mutex_unlock(&planner_lock);
}

static float* new_floats(size_t n)
{
  float* const floats = fftwf_alloc_real(n);
  if (floats) {
    memset(floats, 0, n * sizeof(float));
  }
  return floats;
}

/* Hann's window, periodic */
static void fill_window(float* window, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    window[i] = (float)(0.5 - 0.5 * cos(2.0 * 3.14159265358979324 * i / n));
  }
}

/* A sine of amplitude 1 spreads over Hann's main lobe, its bins' powers adding
   up to 1.5 (n / 4)^2; scaled like this they add up to 1, 0 dB */
static double power_scale(uint32_t fft_size)
{
  const double quarter = fft_size / 4.0;
  return 1.0 / (1.5 * quarter * quarter);
}

static BylineStatus allocate(BylineSpectrogram* s)
{
  const uint32_t n = s->front_end.fft_size;
  s->max_block =
      s->resampler ? byline_resampler_bound(s->resampler, BLOCK) : BLOCK;
  /* More than needed, so that what is kept is seldom moved */
  s->capacity = n + s->max_block + 8 * (size_t)s->front_end.hop;
  s->window = new_floats(n);
  s->windowed = new_floats(n);
  s->spectrum = fftwf_alloc_complex(n / 2 + 1);
  s->power = new_floats(n / 2 + 1 + BYLINE_MEL_PADDING);
  s->column = new_floats(s->front_end.n_mels);
  s->mono = new_floats(BLOCK);
  s->sound = new_floats(s->capacity);
  if (s->window && s->windowed && s->spectrum) {
    fill_window(s->window, n);
    s->plan = make_plan(n, s->windowed, s->spectrum);
  }
  if (!s->plan || !s->power || !s->column || !s->mono || !s->sound) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for a spectrogram");
  }
  return BYLINE_OK;
}

static BylineStatus init(BylineSpectrogram* s, double input_rate)
{
  BylineStatus status = BYLINE_OK;
  const double rate = s->front_end.sample_rate;
  if (input_rate != rate) {
    status = byline_resampler_new(input_rate, rate, &s->resampler);
  }
  if (status == BYLINE_OK) {
    status = byline_mel_bands_init(&s->bands, &s->front_end,
                                   power_scale(s->front_end.fft_size));
  }
  return status == BYLINE_OK ? allocate(s) : status;
}

BylineStatus byline_spectrogram_new(const BylineFrontEnd* front_end,
                                    double input_rate,
                                    BylineSpectrogram** spectrogram)
{
  *spectrogram = NULL;
  BylineStatus status = byline_front_end_check(front_end);
  if (status != BYLINE_OK) {
    return status;
  }
  BylineSpectrogram* const s = calloc(1, sizeof(*s));
  if (!s) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for a spectrogram");
  }
  s->front_end = *front_end;
  status = init(s, input_rate);
  if (status != BYLINE_OK) {
    byline_spectrogram_free(s);
    return status;
  }
  *spectrogram = s;
  return BYLINE_OK;
}

void byline_spectrogram_free(BylineSpectrogram* spectrogram)
{
  if (!spectrogram) {
    return;
  }
  if (spectrogram->plan) {
    free_plan(spectrogram->plan);
  }
  byline_resampler_free(spectrogram->resampler);
  byline_mel_bands_clear(&spectrogram->bands);
  fftwf_free(spectrogram->window);
  fftwf_free(spectrogram->windowed);
  fftwf_free(spectrogram->spectrum);
  fftwf_free(spectrogram->power);
  fftwf_free(spectrogram->column);
  fftwf_free(spectrogram->mono);
  fftwf_free(spectrogram->sound);
  free(spectrogram);
}

void byline_spectrogram_reset(BylineSpectrogram* spectrogram)
{
  if (spectrogram->resampler) {
    byline_resampler_reset(spectrogram->resampler);
  }
  spectrogram->begin = 0;
  spectrogram->end = 0;
}

/* False for NaN, too */
static float sane(float x)
{
  return fabsf(x) <= MAX_SAMPLE ? x : 0.0f;
}

static void mix(const float* left, const float* right, size_t n, float* mono)
{
  for (size_t i = 0; !right && i < n; ++i) {
    mono[i] = sane(left[i]);
  }
  for (size_t i = 0; right && i < n; ++i) {
    mono[i] = 0.5f * (sane(left[i]) + sane(right[i]));
  }
}

/* Append a block of mixed sound, at the front end's rate */
static void append(BylineSpectrogram* s, size_t n)
{
  if (s->capacity - s->end < s->max_block) {
    memmove(s->sound, s->sound + s->begin, (s->end - s->begin) * sizeof(float));
    s->end -= s->begin;
    s->begin = 0;
  }
  float* const to = s->sound + s->end;
  if (s->resampler) {
    s->end += byline_resampler_process(s->resampler, s->mono, n, to);
  } else {
    memcpy(to, s->mono, n * sizeof(float));
    s->end += n;
  }
}

static void transform(BylineSpectrogram* s)
{
  const size_t n = s->front_end.fft_size;
  const float* const sound = s->sound + s->begin;
  for (size_t i = 0; i < n; ++i) {
    s->windowed[i] = s->window[i] * sound[i];
  }
  fftwf_execute(s->plan);
  const float* restrict const bins = s->spectrum[0];
  float* restrict const power = s->power;
  for (size_t i = 0; i <= n / 2; ++i) {
    const float re = bins[2 * i];
    const float im = bins[2 * i + 1];
    power[i] = re * re + im * im;
  }
  byline_mel_bands_apply(&s->bands, s->power, s->column);
  byline_decibels(s->column, s->front_end.n_mels, s->column);
}

void byline_spectrogram_push(BylineSpectrogram* spectrogram, const float* left,
                             const float* right, size_t n,
                             BylineColumnFunction column, void* user)
{
  BylineSpectrogram* const s = spectrogram;
  for (size_t done = 0; done < n;) {
    const size_t n_block = n - done < BLOCK ? n - done : BLOCK;
    mix(left + done, right ? right + done : NULL, n_block, s->mono);
    append(s, n_block);
    done += n_block;
    for (; s->begin + s->front_end.fft_size <= s->end;
         s->begin += s->front_end.hop) {
      transform(s);
      column(user, s->column);
    }
  }
}
