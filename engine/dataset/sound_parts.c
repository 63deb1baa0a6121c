/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/sound_parts.h"

#include "spectrum/transform.h"
#include "voice/masker.h"

#include <fftw3.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Masks of all windows, in order */
typedef struct {
  float* values; ///< `n` x BYLINE_VOICE_BANDS
  size_t n;
  size_t capacity;
} Masks;

/* What lays masks on spectra; windows are as long as those of the masks */
typedef struct {
  uint32_t size; ///< Of a window, at the sound's rate
  uint32_t hop;
  double rate;
  fftwf_plan there;
  fftwf_plan back;
  float* window;
  float* samples;
  fftwf_complex* spectrum;
  float* mask; ///< BYLINE_VOICE_BANDS
  const BylineVoiceBands* bands;
} Filter;

static void keep(void* user, size_t index, const float* mask)
{
  Masks* const masks = user;
  if (index < masks->capacity) {
    memcpy(masks->values + index * BYLINE_VOICE_BANDS, mask,
           BYLINE_VOICE_BANDS * sizeof(float));
    masks->n = index + 1;
  }
}

static BylineStatus listen(BylineMasker* masker, const BylineSound* sound,
                           Masks* masks)
{
  masks->capacity = (size_t)((double)sound->n * BYLINE_VOICE_RATE /
                             sound->rate / BYLINE_VOICE_HOP) +
                    2;
  masks->values = calloc(masks->capacity * BYLINE_VOICE_BANDS, sizeof(float));
  if (!masks->values) {
    return byline_no_memory("taking a sound apart");
  }
  byline_masker_push(masker, sound->channels[0], sound->channels[1], sound->n,
                     keep, masks);
  byline_masker_flush(masker, keep, masks);
  return BYLINE_OK;
}

static void clear_filter(Filter* f)
{
  byline_plan_destroy(f->there);
  byline_plan_destroy(f->back);
  fftwf_free(f->window);
  fftwf_free(f->samples);
  fftwf_free(f->spectrum);
  free(f->mask);
}

static BylineStatus init_filter(Filter* f, double rate)
{
  const double quarter = BYLINE_VOICE_HOP * rate / BYLINE_VOICE_RATE;
  f->rate = rate;
  f->hop = (uint32_t)lrint(quarter);
  f->size = 4 * f->hop;
  f->window = fftwf_alloc_real(f->size);
  f->samples = fftwf_alloc_real(f->size);
  f->spectrum = fftwf_alloc_complex(f->size / 2 + 1);
  f->mask = malloc(BYLINE_VOICE_BANDS * sizeof(float));
  if (!f->window || !f->samples || !f->spectrum || !f->mask) {
    return byline_no_memory("taking a sound apart");
  }
  byline_hann(f->window, f->size);
  f->there = byline_plan_real(f->size, f->samples, f->spectrum);
  f->back = byline_plan_inverse(f->size, f->spectrum, f->samples);
  return f->there && f->back ? BYLINE_OK
                             : byline_no_memory("taking a sound apart");
}

/* The mask between those whose windows' middles are nearest to `time` */
static void find_mask(Filter* f, const Masks* masks, double time)
{
  const double place =
      (time * BYLINE_VOICE_RATE - BYLINE_VOICE_WINDOW / 2.0) / BYLINE_VOICE_HOP;
  const double last = (double)masks->n - 1;
  const double clamped = fmin(fmax(place, 0), last);
  const size_t first = (size_t)clamped;
  const size_t second = first + 1 < masks->n ? first + 1 : first;
  const float share = (float)(clamped - (double)first);
  const float* const a = masks->values + first * BYLINE_VOICE_BANDS;
  const float* const b = masks->values + second * BYLINE_VOICE_BANDS;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    f->mask[i] = a[i] + share * (b[i] - a[i]);
  }
}

static void filter_window(Filter* f)
{
  for (uint32_t i = 0; i < f->size; ++i) {
    f->samples[i] *= f->window[i];
  }
  fftwf_execute(f->there);
  for (uint32_t k = 0; k <= f->size / 2; ++k) {
    const float gain =
        byline_voice_mask_at(f->bands, f->mask, k * f->rate / f->size);
    f->spectrum[k][0] *= gain;
    f->spectrum[k][1] *= gain;
  }
  fftwf_execute(f->back);
  /* Squared Hann windows at every quarter add up to 1.5 */
  const float scale = 1 / (1.5f * (float)f->size);
  for (uint32_t i = 0; i < f->size; ++i) {
    f->samples[i] *= scale * f->window[i];
  }
}

/* Windows begin before the sound, so that its first samples are in four */
static void filter_channel(Filter* f, const Masks* masks, const float* sound,
                           size_t n, float* voice)
{
  for (int64_t at = -3 * (int64_t)f->hop; at < (int64_t)n; at += f->hop) {
    for (int64_t i = 0; i < f->size; ++i) {
      const bool inside = at + i >= 0 && at + i < (int64_t)n;
      f->samples[i] = inside ? sound[at + i] : 0;
    }
    find_mask(f, masks, ((double)at + f->size / 2.0) / f->rate);
    filter_window(f);
    for (int64_t i = 0; i < f->size; ++i) {
      if (at + i >= 0 && at + i < (int64_t)n) {
        voice[at + i] += f->samples[i];
      }
    }
  }
}

/* `masks` and `filter` are cleared by who calls */
static BylineStatus separate(BylineMasker* masker, BylineSound* sound,
                             Masks* masks, Filter* filter, BylineSound* voice)
{
  BYLINE_TRY(listen(masker, sound, masks));
  BYLINE_TRY(init_filter(filter, sound->rate));
  BYLINE_TRY(byline_sound_new(sound->n, sound->rate, voice));
  filter->bands = byline_masker_bands(masker);
  for (unsigned c = 0; masks->n > 0 && c < 2; ++c) {
    filter_channel(filter, masks, sound->channels[c], sound->n,
                   voice->channels[c]);
    for (size_t i = 0; i < sound->n; ++i) {
      sound->channels[c][i] -= voice->channels[c][i];
    }
  }
  return BYLINE_OK;
}

BylineStatus byline_sound_separate(BylineNetwork* network, BylineSound* sound,
                                   BylineSound* voice)
{
  *voice = (BylineSound){.n = 0};
  BylineMasker* masker = NULL;
  Masks masks = {0};
  Filter filter = {0};
  BYLINE_TRY(byline_masker_new(network, sound->rate, &masker));
  const BylineStatus status = separate(masker, sound, &masks, &filter, voice);
  clear_filter(&filter);
  free(masks.values);
  byline_masker_free(masker);
  return status;
}
