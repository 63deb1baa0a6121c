/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"
#include "spectrum/lane.h"
#include "spectrum/mel.h"
#include "spectrum/spectrum_kernels.h"
#include "spectrum/transform.h"
#include "spectrum/vocal_filter.h"
#include "spectrum/voice_finder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct BylineSpectrogram {
  BylineFrontEnd front_end;
  double input_rate;            ///< Of the sound that comes in
  BylineLane mid;               ///< (left + right) / 2
  BylineLane side;              ///< (left - right) / 2; while separating
  BylineVocalFilter* separator; ///< NULL until there is something to separate
  const BylineVoiceFinder* finder; ///< Of the queue; may be NULL
  BylineVoiceQueue* queue;         ///< Instead of side and separator; or NULL
  bool separates;                  ///< Windows are being separated
  float turned_down; ///< Share of the accompaniment that is taken out
  const BylineSpectrumKernels* kernels; ///< This machine's inner loops
  BylineMelBands bands;    ///< Weights include the spectrum's scale
  fftwf_plan plan;         ///< From `windowed` to `spectrum`
  float* window;           ///< fft_size
  float* windowed;         ///< fft_size: what the FFT sees
  float* turns;            ///< What the kernel for powers needs
  fftwf_complex* spectrum; ///< Of half the size, and its first number again
  float* masked;           ///< A window's power, part of it, and padding
  float* columns;          ///< The mix's n_mels, the voice's, the rest's
  size_t begin;            ///< Where the next window begins in a lane
  size_t end;              ///< One past a lane's last sample
};

/* See spectrum_kernels.h */
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

static void clear_separation(BylineSpectrogram* s)
{
  byline_lane_clear(&s->side);
  byline_vocal_filter_free(s->separator);
  if (s->queue) {
    s->finder->free(s->queue);
  }
  fftwf_free(s->masked);
  s->separator = NULL;
  s->queue = NULL;
  s->masked = NULL;
}

/* What finds the voice by filters, which need the side */
static BylineStatus init_separator(BylineSpectrogram* s)
{
  const BylineVocalFilterSettings settings =
      byline_vocal_filter_settings_default(&s->front_end);
  BYLINE_TRY(byline_lane_init(&s->side, &s->front_end, s->input_rate));
  return byline_vocal_filter_new(&s->front_end, &settings, &s->separator);
}

/* What finds it by a network */
static BylineStatus init_queue(BylineSpectrogram* s)
{
  return s->finder
             ? s->finder->new_queue(&s->front_end, s->input_rate, &s->queue)
             : byline_error(BYLINE_ERROR_USAGE,
                            "a spectrogram of voices without what finds them");
}

/* All that separating needs, or nothing */
static BylineStatus init_separation(BylineSpectrogram* s)
{
  const bool network = s->front_end.focus != BYLINE_FOCUS_MIX &&
                       s->front_end.finder == BYLINE_FINDER_NETWORK;
  s->masked = byline_zeros(s->front_end.fft_size / 2 + 1 + BYLINE_MEL_PADDING);
  BylineStatus status = network ? init_queue(s) : init_separator(s);
  if (status == BYLINE_OK && !s->masked) {
    status = byline_no_memory("a spectrogram");
  }
  if (status != BYLINE_OK) {
    clear_separation(s);
  }
  return status;
}

static BylineStatus init_transform(BylineSpectrogram* s)
{
  s->kernels = byline_spectrum_kernels();
  const uint32_t n = s->front_end.fft_size;
  s->window = byline_zeros(n);
  s->windowed = byline_zeros(n);
  s->turns = byline_zeros(n / 2);
  s->spectrum = fftwf_alloc_complex(n / 2 + 1);
  s->columns = byline_zeros(3 * (size_t)s->front_end.n_mels);
  if (s->window && s->windowed && s->turns && s->spectrum) {
    byline_hann(s->window, n);
    fill_turns(s->turns, n / 2);
    s->plan =
        byline_plan_complex(n / 2, (fftwf_complex*)s->windowed, s->spectrum);
  }
  return s->plan && s->columns ? BYLINE_OK : byline_no_memory("a spectrogram");
}

static BylineStatus init(BylineSpectrogram* s)
{
  BylineStatus status = byline_lane_init(&s->mid, &s->front_end, s->input_rate);
  s->separates = s->front_end.focus != BYLINE_FOCUS_MIX;
  if (status == BYLINE_OK && s->separates) {
    status = init_separation(s);
  }
  BYLINE_THEN(status,
              byline_mel_bands_init(&s->bands, &s->front_end,
                                    power_scale(s->front_end.fft_size)));
  return status == BYLINE_OK ? init_transform(s) : status;
}

BylineStatus byline_spectrogram_new(const BylineFrontEnd* front_end,
                                    const BylineVoiceFinder* finder,
                                    double input_rate,
                                    BylineSpectrogram** spectrogram)
{
  *spectrogram = NULL;
  BYLINE_TRY(byline_front_end_check(front_end));
  BylineSpectrogram* const s = calloc(1, sizeof(*s));
  if (!s) {
    return byline_no_memory("a spectrogram");
  }
  s->front_end = *front_end;
  s->finder = finder;
  s->input_rate = input_rate;
  const BylineStatus status = init(s);
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
  byline_plan_destroy(spectrogram->plan);
  clear_separation(spectrogram);
  byline_lane_clear(&spectrogram->mid);
  byline_mel_bands_clear(&spectrogram->bands);
  fftwf_free(spectrogram->window);
  fftwf_free(spectrogram->windowed);
  fftwf_free(spectrogram->turns);
  fftwf_free(spectrogram->spectrum);
  fftwf_free(spectrogram->columns);
  free(spectrogram);
}

void byline_spectrogram_reset(BylineSpectrogram* spectrogram)
{
  byline_lane_reset(&spectrogram->mid);
  byline_lane_reset(&spectrogram->side);
  if (spectrogram->separator) {
    byline_vocal_filter_reset(spectrogram->separator);
  }
  if (spectrogram->queue) {
    spectrogram->finder->reset(spectrogram->queue);
  }
  spectrogram->begin = 0;
  spectrogram->end = 0;
}

BylineStatus byline_spectrogram_turn_down(BylineSpectrogram* spectrogram,
                                          float share)
{
  BylineSpectrogram* const s = spectrogram;
  if (s->front_end.focus != BYLINE_FOCUS_MIX) {
    return BYLINE_OK;
  }
  const bool separates = share > 0;
  if (separates && !s->separator) {
    BYLINE_TRY(init_separation(s));
  }
  if (separates && !s->separates) {
    byline_lane_join(&s->side, &s->mid);
    byline_vocal_filter_reset(s->separator);
  }
  s->separates = separates;
  s->turned_down = share;
  return BYLINE_OK;
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

static void make_room(BylineSpectrogram* s)
{
  if (s->mid.capacity - s->end >= s->mid.max_block) {
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
  s->kernels->mix(left, right ? right : left, n,
                  byline_lane_next_block(&s->mid, s->end));
  const size_t n_more = byline_lane_append(&s->mid, s->end, n);
  if (s->queue) {
    s->finder->hear(s->queue, left, right, n);
  } else if (s->separates) {
    subtract(left, right, n, byline_lane_next_block(&s->side, s->end));
    byline_lane_append(&s->side, s->end, n);
  }
  s->end += n_more;
}

/* The power spectrum of a lane's next window.  Its samples are taken as half as
   many complex numbers, whose transform is faster than FFTW's of real ones */
static void transform(BylineSpectrogram* s, BylineLane* lane)
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

/* The part of a window that is voice */
static void keep_voice(const BylineSeparated* part, size_t n, float* kept)
{
  for (size_t i = 0; i < n; ++i) {
    kept[i] = part->voice[i] * part->power[i];
  }
}

/* What is left when the voice's amplitude is taken out */
static void keep_rest(const BylineSeparated* part, size_t n, float* kept)
{
  for (size_t i = 0; i < n; ++i) {
    const float rest = 1.0f - sqrtf(part->voice[i]);
    kept[i] = rest * rest * part->power[i];
  }
}

/* What is left when `share` of the rest's amplitude is taken out */
static void turn_down_rest(const BylineSeparated* part, float share, size_t n,
                           float* kept)
{
  for (size_t i = 0; i < n; ++i) {
    const float gain = 1.0f - share * (1.0f - sqrtf(part->voice[i]));
    kept[i] = gain * gain * part->power[i];
  }
}

/* Work out the columns of a separated window; tells which are wanted */
static const float* band_parts(BylineSpectrogram* s,
                               const BylineSeparated* part)
{
  const size_t n = s->front_end.fft_size / 2 + 1;
  float* const second = s->columns + s->front_end.n_mels;
  band(s, part->power, s->columns);
  if (s->front_end.focus == BYLINE_FOCUS_MIX) {
    turn_down_rest(part, s->turned_down, n, s->masked);
    band(s, s->masked, second);
    return second;
  }
  keep_voice(part, n, s->masked);
  band(s, s->masked, second);
  if (s->front_end.focus == BYLINE_FOCUS_VOICE) {
    return second;
  }
  keep_rest(part, n, s->masked);
  band(s, s->masked, second + s->front_end.n_mels);
  return s->columns;
}

/* Give out the windows whose masks have come */
static void give_waiting(BylineSpectrogram* s, BylineColumnFunction column,
                         void* user)
{
  BylineSeparated part;
  while (s->finder->pop(s->queue, &part)) {
    /* What is banded must have zeros behind it */
    memcpy(s->mid.power, part.power,
           (s->front_end.fft_size / 2 + 1) * sizeof(float));
    part.power = s->mid.power;
    column(user, band_parts(s, &part));
  }
}

static void separate(BylineSpectrogram* s, BylineColumnFunction column,
                     void* user)
{
  if (s->queue) {
    s->finder->push(s->queue, s->mid.power);
    give_waiting(s, column, user);
    return;
  }
  BylineSeparated part;
  transform(s, &s->side);
  if (byline_vocal_filter_push(s->separator, s->mid.power, s->side.power,
                               &part)) {
    column(user, band_parts(s, &part));
  }
}

void byline_spectrogram_flush(BylineSpectrogram* spectrogram,
                              BylineColumnFunction column, void* user)
{
  if (spectrogram->queue) {
    spectrogram->finder->end(spectrogram->queue);
    give_waiting(spectrogram, column, user);
  }
}

void byline_spectrogram_push(BylineSpectrogram* spectrogram, const float* left,
                             const float* right, size_t n,
                             BylineColumnFunction column, void* user)
{
  BylineSpectrogram* const s = spectrogram;
  for (size_t done = 0; done < n;) {
    const size_t rest = n - done;
    const size_t n_block = rest < BYLINE_LANE_BLOCK ? rest : BYLINE_LANE_BLOCK;
    take_in(s, left + done, right ? right + done : NULL, n_block);
    done += n_block;
    for (; s->begin + s->front_end.fft_size <= s->end;
         s->begin += s->front_end.hop) {
      transform(s, &s->mid);
      if (s->separates) {
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
