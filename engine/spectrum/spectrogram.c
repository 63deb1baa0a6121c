/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"
#include "byline/resampler.h"
#include "spectrum/kernels.h"
#include "spectrum/mel.h"
#include "spectrum/separator.h"

#include <fftw3.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* How much sound is mixed and resampled at a time, in samples */
#define BLOCK 1024u

/* Sound on its way into windows */
typedef struct {
  BylineResampler* resampler; ///< NULL when the rates are equal
  float* block;               ///< BLOCK samples at the input rate
  float* sound;               ///< Sound at the front end's rate, not yet used
  float* power;               ///< A window's fft_size / 2 + 1 bins, and
                              ///< BYLINE_MEL_PADDING zeros
} Lane;

struct BylineSpectrogram {
  BylineFrontEnd front_end;
  Lane mid;                   ///< (left + right) / 2
  Lane side;                  ///< (left - right) / 2; for vocal focus only
  BylineSeparator* separator; ///< NULL without vocal focus
  const BylineSpectrumKernels* kernels; ///< This machine's inner loops
  BylineMelBands bands;    ///< Weights include the spectrum's scale
  fftwf_plan plan;         ///< From `windowed` to `spectrum`
  float* window;           ///< fft_size
  float* windowed;         ///< fft_size: what the FFT sees
  float* turns;            ///< What the kernel for powers needs
  fftwf_complex* spectrum; ///< Of half the size, and its first number again
  float* masked;           ///< A window's power, part of it, and padding
  float* columns;          ///< The mix's n_mels, the voice's, the rest's
  size_t capacity;         ///< Room in a lane's sound
  size_t max_block;        ///< Most samples that a block adds to it
  size_t begin;            ///< Where the next window begins in it
  size_t end;              ///< One past its last sample
};

/* FFTW's planner is not thread-safe */
static pthread_mutex_t planner_lock = PTHREAD_MUTEX_INITIALIZER;

/* Plans are estimated, not measured: the same plan, and so the same columns
   bit for bit, in every process */
static fftwf_plan make_plan(uint32_t n, fftwf_complex* in, fftwf_complex* out)
{
  pthread_mutex_lock(&planner_lock);
  const fftwf_plan plan =
      fftwf_plan_dft_1d((int)n, in, out, FFTW_FORWARD, FFTW_ESTIMATE);
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

/* See kernels.h */
static void fill_turns(float* turns, uint32_t m)
{
  for (uint32_t k = 0; k < m / 2; ++k) {
    turns[k] = (float)cos(3.14159265358979324 * k / m);
    turns[m / 2 + k] = (float)sin(3.14159265358979324 * k / m);
  }
}

/* A sine of amplitude 1 spreads over Hann's main lobe, its bins' powers adding
   up to 1.5 (n / 4)^2; scaled like this they add up to 1, 0 dB */
static double power_scale(uint32_t fft_size)
{
  const double quarter = fft_size / 4.0;
  return 1.0 / (1.5 * quarter * quarter);
}

static BylineStatus no_memory(void)
{
  return byline_error(BYLINE_ERROR_MEMORY, "no memory for a spectrogram");
}

static BylineStatus init_lane(BylineSpectrogram* s, double input_rate,
                              Lane* lane)
{
  const double rate = s->front_end.sample_rate;
  if (input_rate != rate) {
    const BylineStatus status =
        byline_resampler_new(input_rate, rate, &lane->resampler);
    if (status != BYLINE_OK) {
      return status;
    }
  }
  const uint32_t n = s->front_end.fft_size;
  s->max_block =
      lane->resampler ? byline_resampler_bound(lane->resampler, BLOCK) : BLOCK;
  /* More than needed, so that what is kept is seldom moved */
  s->capacity = n + s->max_block + 8 * (size_t)s->front_end.hop;
  lane->block = new_floats(BLOCK);
  lane->sound = new_floats(s->capacity);
  lane->power = new_floats(n / 2 + 1 + BYLINE_MEL_PADDING);
  return lane->block && lane->sound && lane->power ? BYLINE_OK : no_memory();
}

static void clear_lane(Lane* lane)
{
  byline_resampler_free(lane->resampler);
  fftwf_free(lane->block);
  fftwf_free(lane->sound);
  fftwf_free(lane->power);
}

static BylineStatus init_focus(BylineSpectrogram* s, double input_rate)
{
  if (s->front_end.focus == BYLINE_FOCUS_MIX) {
    return BYLINE_OK;
  }
  s->masked = new_floats(s->front_end.fft_size / 2 + 1 + BYLINE_MEL_PADDING);
  if (!s->masked) {
    return no_memory();
  }
  const BylineSeparatorSettings settings =
      byline_separator_settings_default(&s->front_end);
  const BylineStatus status = init_lane(s, input_rate, &s->side);
  return status == BYLINE_OK
             ? byline_separator_new(&s->front_end, &settings, &s->separator)
             : status;
}

static BylineStatus init_transform(BylineSpectrogram* s)
{
  s->kernels = byline_spectrum_kernels();
  const uint32_t n = s->front_end.fft_size;
  s->window = new_floats(n);
  s->windowed = new_floats(n);
  s->turns = new_floats(n / 2);
  s->spectrum = fftwf_alloc_complex(n / 2 + 1);
  s->columns = new_floats(3 * (size_t)s->front_end.n_mels);
  if (s->window && s->windowed && s->turns && s->spectrum) {
    fill_window(s->window, n);
    fill_turns(s->turns, n / 2);
    s->plan = make_plan(n / 2, (fftwf_complex*)s->windowed, s->spectrum);
  }
  return s->plan && s->columns ? BYLINE_OK : no_memory();
}

static BylineStatus init(BylineSpectrogram* s, double input_rate)
{
  BylineStatus status = init_lane(s, input_rate, &s->mid);
  if (status == BYLINE_OK) {
    status = init_focus(s, input_rate);
  }
  if (status == BYLINE_OK) {
    status = byline_mel_bands_init(&s->bands, &s->front_end,
                                   power_scale(s->front_end.fft_size));
  }
  return status == BYLINE_OK ? init_transform(s) : status;
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
  clear_lane(&spectrogram->mid);
  clear_lane(&spectrogram->side);
  byline_separator_free(spectrogram->separator);
  byline_mel_bands_clear(&spectrogram->bands);
  fftwf_free(spectrogram->window);
  fftwf_free(spectrogram->windowed);
  fftwf_free(spectrogram->turns);
  fftwf_free(spectrogram->spectrum);
  fftwf_free(spectrogram->masked);
  fftwf_free(spectrogram->columns);
  free(spectrogram);
}

static void reset_lane(Lane* lane)
{
  if (lane->resampler) {
    byline_resampler_reset(lane->resampler);
  }
}

void byline_spectrogram_reset(BylineSpectrogram* spectrogram)
{
  reset_lane(&spectrogram->mid);
  reset_lane(&spectrogram->side);
  if (spectrogram->separator) {
    byline_separator_reset(spectrogram->separator);
  }
  spectrogram->begin = 0;
  spectrogram->end = 0;
}

/* False for NaN, too */
static float sane(float x)
{
  return fabsf(x) <= BYLINE_MAX_SAMPLE ? x : 0.0f;
}

static void subtract(const float* left, const float* right, size_t n,
                     float* side)
{
  for (size_t i = 0; i < n; ++i) {
    side[i] = right ? 0.5f * (sane(left[i]) - sane(right[i])) : 0.0f;
  }
}

/* Where a lane's next block goes: without resampling, where it is to stay */
static float* next_block(const BylineSpectrogram* s, const Lane* lane)
{
  return lane->resampler ? lane->block : lane->sound + s->end;
}

/* Append a lane's block, at the front end's rate; tells how many samples */
static size_t append(const BylineSpectrogram* s, Lane* lane, size_t n)
{
  return lane->resampler
             ? byline_resampler_process(lane->resampler, lane->block, n,
                                        lane->sound + s->end)
             : n;
}

static void make_room(BylineSpectrogram* s)
{
  if (s->capacity - s->end >= s->max_block) {
    return;
  }
  const size_t size = (s->end - s->begin) * sizeof(float);
  memmove(s->mid.sound, s->mid.sound + s->begin, size);
  if (s->separator) {
    memmove(s->side.sound, s->side.sound + s->begin, size);
  }
  s->end -= s->begin;
  s->begin = 0;
}

static void take_in(BylineSpectrogram* s, const float* left, const float* right,
                    size_t n)
{
  make_room(s);
  s->kernels->mix(left, right ? right : left, n, next_block(s, &s->mid));
  const size_t n_more = append(s, &s->mid, n);
  if (s->separator) {
    subtract(left, right, n, next_block(s, &s->side));
    append(s, &s->side, n);
  }
  s->end += n_more;
}

/* The power spectrum of a lane's next window.  Its samples are taken as half as
   many complex numbers, whose transform is faster than FFTW's of real ones */
static void transform(BylineSpectrogram* s, Lane* lane)
{
  const size_t n = s->front_end.fft_size;
  const float* const sound = lane->sound + s->begin;
  s->kernels->window(s->window, sound, n, s->windowed);
  fftwf_execute(s->plan);
  memcpy(s->spectrum[n / 2], s->spectrum[0], sizeof(s->spectrum[0]));
  s->kernels->power(s->spectrum[0], s->turns, n / 2, lane->power);
}

static void band(BylineSpectrogram* s, const float* power, float* column)
{
  s->kernels->mel(&s->bands, power, column);
  s->kernels->decibels(column, s->front_end.n_mels, column);
}

/* Work out the columns of a separated window; tells which are wanted */
static const float* band_all(BylineSpectrogram* s, const BylineSeparated* part)
{
  const size_t n = s->front_end.fft_size / 2 + 1;
  float* const voice = s->columns + s->front_end.n_mels;
  band(s, part->power, s->columns);
  for (size_t i = 0; i < n; ++i) {
    s->masked[i] = part->voice[i] * part->power[i];
  }
  band(s, s->masked, voice);
  if (s->front_end.focus == BYLINE_FOCUS_VOICE) {
    return voice;
  }
  /* What is left of the amplitude, (1 - sqrt(voice)) of it */
  for (size_t i = 0; i < n; ++i) {
    const float rest = 1.0f - sqrtf(part->voice[i]);
    s->masked[i] = rest * rest * part->power[i];
  }
  band(s, s->masked, voice + s->front_end.n_mels);
  return s->columns;
}

static void separate(BylineSpectrogram* s, BylineColumnFunction column,
                     void* user)
{
  BylineSeparated part;
  transform(s, &s->side);
  if (byline_separator_push(s->separator, s->mid.power, s->side.power, &part)) {
    column(user, band_all(s, &part));
  }
}

void byline_spectrogram_push(BylineSpectrogram* spectrogram, const float* left,
                             const float* right, size_t n,
                             BylineColumnFunction column, void* user)
{
  BylineSpectrogram* const s = spectrogram;
  for (size_t done = 0; done < n;) {
    const size_t n_block = n - done < BLOCK ? n - done : BLOCK;
    take_in(s, left + done, right ? right + done : NULL, n_block);
    done += n_block;
    for (; s->begin + s->front_end.fft_size <= s->end;
         s->begin += s->front_end.hop) {
      transform(s, &s->mid);
      if (s->separator) {
        separate(s, column, user);
      } else {
        band(s, s->mid.power, s->columns);
        column(user, s->columns);
      }
    }
  }
}

const float* byline_spectrogram_mix(const BylineSpectrogram* spectrogram)
{
  return spectrogram->columns;
}
