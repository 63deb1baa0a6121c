/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"
#include "spectrum/mel.h"

#include <math.h>
#include <string.h>

/* What a stranger's file may ask for */
#define MIN_SAMPLE_RATE 1000u
#define MAX_SAMPLE_RATE 384000u
#define MIN_FFT_SIZE 32u
#define MAX_FFT_SIZE 32768u
#define MAX_N_MELS 1024u
#define MAX_DYNAMIC_RANGE 200.0f
#define MAX_CELL_RATE 32768.0

BylineFrontEnd byline_front_end_default(void)
{
  return (BylineFrontEnd){
      .sample_rate = 24000,
      .fft_size = 2048,
      .hop = 896,
      .n_mels = 128,
      .min_frequency = 30.0f,
      .max_frequency = 11000.0f,
      .dynamic_range = 80.0f,
  };
}

static const char* const focus_names[] = {"mix", "voice", "three"};

const char* byline_finder_name(BylineFinder finder)
{
  return finder == BYLINE_FINDER_NETWORK ? "network" : "filters";
}

const char* byline_focus_name(BylineFocus focus)
{
  return focus_names[focus];
}

bool byline_focus_find(const char* name, BylineFocus* focus)
{
  for (size_t i = 0; i < sizeof(focus_names) / sizeof(*focus_names); ++i) {
    if (!strcmp(name, focus_names[i])) {
      *focus = (BylineFocus)i;
      return true;
    }
  }
  return false;
}

static BylineStatus check_sizes(const BylineFrontEnd* fe)
{
  if (fe->sample_rate < MIN_SAMPLE_RATE || fe->sample_rate > MAX_SAMPLE_RATE) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: sample rate %u is not within %u to %u Hz",
                        fe->sample_rate, MIN_SAMPLE_RATE, MAX_SAMPLE_RATE);
  }
  const bool is_power = (fe->fft_size & (fe->fft_size - 1)) == 0;
  if (!is_power || fe->fft_size < MIN_FFT_SIZE || fe->fft_size > MAX_FFT_SIZE) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: FFT size %u is no power of two within %u "
                        "to %u",
                        fe->fft_size, MIN_FFT_SIZE, MAX_FFT_SIZE);
  }
  if (fe->hop < 1 || fe->hop > fe->fft_size) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: hop %u is not within 1 to %u", fe->hop,
                        fe->fft_size);
  }
  if (fe->n_mels < 1 || fe->n_mels > MAX_N_MELS) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: %u bands are not within 1 to %u",
                        fe->n_mels, MAX_N_MELS);
  }
  if ((double)fe->sample_rate / fe->hop * fe->n_mels > MAX_CELL_RATE) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: %u bands every %u samples of %u Hz are "
                        "more than %g cells a second",
                        fe->n_mels, fe->hop, fe->sample_rate, MAX_CELL_RATE);
  }
  if (fe->focus < BYLINE_FOCUS_MIX || fe->focus > BYLINE_FOCUS_THREE) {
    return byline_error(BYLINE_ERROR_FORMAT, "front end: no such vocal focus");
  }
  return BYLINE_OK;
}

static BylineStatus check_ranges(const BylineFrontEnd* fe)
{
  const float nyquist = 0.5f * (float)fe->sample_rate;
  if (!(fe->min_frequency >= 0 && fe->min_frequency < fe->max_frequency &&
        fe->max_frequency <= nyquist)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: bands from %g to %g Hz do not lie within 0 "
                        "to %g Hz",
                        (double)fe->min_frequency, (double)fe->max_frequency,
                        (double)nyquist);
  }
  if (!(fe->dynamic_range >= 1.0f && fe->dynamic_range <= MAX_DYNAMIC_RANGE)) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: dynamic range %g is not within 1 to %g dB",
                        (double)fe->dynamic_range, (double)MAX_DYNAMIC_RANGE);
  }

  /* The lowest band is the narrowest; it must not fall between two bins */
  const double bin = fe->sample_rate / (double)fe->fft_size;
  const double width = byline_mel_edge(fe, 2) - byline_mel_edge(fe, 0);
  if (width < bin) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: %u bands are too narrow for windows of %u "
                        "samples",
                        fe->n_mels, fe->fft_size);
  }
  return BYLINE_OK;
}

BylineStatus byline_front_end_check(const BylineFrontEnd* front_end)
{
  BYLINE_TRY(check_sizes(front_end));
  return check_ranges(front_end);
}

bool byline_front_ends_match(const BylineFrontEnd* a, const BylineFrontEnd* b)
{
  return a->sample_rate == b->sample_rate && a->fft_size == b->fft_size &&
         a->hop == b->hop && a->n_mels == b->n_mels && a->focus == b->focus &&
         (a->focus == BYLINE_FOCUS_MIX || a->finder == b->finder) &&
         memcmp(&a->min_frequency, &b->min_frequency, sizeof(float)) == 0 &&
         memcmp(&a->max_frequency, &b->max_frequency, sizeof(float)) == 0;
}

size_t byline_front_end_channels(const BylineFrontEnd* front_end)
{
  return front_end->focus == BYLINE_FOCUS_THREE ? 3 : 1;
}

size_t byline_front_end_cells(const BylineFrontEnd* front_end)
{
  return byline_front_end_channels(front_end) * front_end->n_mels;
}

size_t byline_front_end_frames(const BylineFrontEnd* front_end, double seconds)
{
  /* A length in seconds may be a hair too short for its samples */
  const double n_samples = floor(seconds * front_end->sample_rate + 1e-3);
  if (!(n_samples >= front_end->fft_size)) {
    return 0;
  }
  const double n = (n_samples - front_end->fft_size) / front_end->hop + 1;
  return n < (double)SIZE_MAX ? (size_t)n : SIZE_MAX;
}

double byline_front_end_time(const BylineFrontEnd* front_end, size_t frame)
{
  return (double)frame * front_end->hop / front_end->sample_rate;
}
