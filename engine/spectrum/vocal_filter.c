/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/vocal_filter.h"
#include "spectrum/median.h"
#include "spectrum/mel.h"
#include "spectrum/repet.h"

#include <fftw3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Windows that the median over time spans */
#define SPAN (2 * BYLINE_PERCUSSION_LATENCY + 1)

/* Width of the median over frequency, in Hz */
#define BREADTH_HZ 200.0

/* What is lower is bass, in Hz */
#define LOWEST_HZ 120.0

/* How far back repetitions are looked for, in s, and at most in windows */
#define PAST_SECONDS 10.0
#define MAX_PAST 2000

/* The same sound within this time is not repeated but held, in s */
#define HELD_SECONDS 0.3

/* What is by so much stronger in the middle than at the sides is voice */
#define CENTRE_MARGIN 4.0f

/* What is not by so much more sudden than steady is no drum */
#define PERCUSSION_MARGIN 16.0f

/* A power that changes nothing but makes divisions by it safe */
#define TINY 1e-20f

struct BylineVocalFilter {
  BylineVocalFilterSettings settings;
  BylineRepet* repetition; ///< NULL when not asked for
  size_t latency;          ///< Windows between in and out
  size_t n_bins;           ///< Of a window's spectrum
  size_t lowest;           ///< First bin that can be voice
  size_t breadth;          ///< Bins that a median over frequency spans, odd
  float* mids[SPAN];       ///< The last windows, the latest first
  float* sides[SPAN];      ///< The same of the difference of both channels
  float* steady;           ///< Median over time
  float* sudden;           ///< Median over frequency
  float* padded;           ///< A window between zeros
  float* background;       ///< How much of an amplitude repeats
  float* voice;            ///< What is given out
  uint64_t n_in;           ///< Windows taken in
};

static float* new_bins(size_t n)
{
  float* const bins = fftwf_alloc_real(n + BYLINE_MEL_PADDING);
  if (bins) {
    memset(bins, 0, (n + BYLINE_MEL_PADDING) * sizeof(float));
  }
  return bins;
}

static size_t odd(double x)
{
  return (size_t)(x / 2) * 2 + 1;
}

static BylineStatus allocate(BylineVocalFilter* s)
{
  bool complete = true;
  for (size_t i = 0; i < SPAN; ++i) {
    s->mids[i] = new_bins(s->n_bins);
    s->sides[i] = new_bins(s->n_bins);
    complete = complete && s->mids[i] && s->sides[i];
  }
  s->steady = new_bins(s->n_bins);
  s->sudden = new_bins(s->n_bins);
  s->padded = new_bins(s->n_bins + s->breadth);
  s->background = new_bins(s->n_bins);
  s->voice = new_bins(s->n_bins);
  return complete && s->steady && s->sudden && s->padded && s->background &&
                 s->voice
             ? BYLINE_OK
             : byline_no_memory("vocal focus");
}

BylineVocalFilterSettings
byline_vocal_filter_settings_default(const BylineFrontEnd* front_end)
{
  const double rate = front_end->sample_rate / (double)front_end->hop;
  const double n_past = PAST_SECONDS * rate;
  return (BylineVocalFilterSettings){
      .methods = BYLINE_SEPARATE_DEFAULT,
      .n_past = n_past < MAX_PAST ? (size_t)n_past + 1 : MAX_PAST};
}

BylineStatus byline_vocal_filter_new(const BylineFrontEnd* front_end,
                                     const BylineVocalFilterSettings* settings,
                                     BylineVocalFilter** separator)
{
  *separator = NULL;
  BylineVocalFilter* const s = calloc(1, sizeof(*s));
  if (!s) {
    return byline_no_memory("vocal focus");
  }
  const double bin_hz = front_end->sample_rate / (double)front_end->fft_size;
  s->n_bins = front_end->fft_size / 2 + 1;
  s->lowest = (size_t)(LOWEST_HZ / bin_hz + 0.5);
  s->lowest = s->lowest < s->n_bins ? s->lowest : s->n_bins;
  s->breadth = odd(BREADTH_HZ / bin_hz);
  if (s->breadth > BYLINE_MEDIAN_MAX_ROWS - 1) {
    s->breadth = BYLINE_MEDIAN_MAX_ROWS - 1;
  }
  s->settings = *settings;
  s->latency = settings->methods & BYLINE_SEPARATE_PERCUSSION
                   ? BYLINE_PERCUSSION_LATENCY
                   : 0;
  BylineStatus status = allocate(s);
  if (status == BYLINE_OK && (settings->methods & BYLINE_SEPARATE_REPETITION)) {
    const double rate = front_end->sample_rate / (double)front_end->hop;
    status =
        byline_repet_new(s->n_bins, settings->n_past,
                         (size_t)(HELD_SECONDS * rate + 0.5), &s->repetition);
  }
  if (status != BYLINE_OK) {
    byline_vocal_filter_free(s);
    return status;
  }
  *separator = s;
  return BYLINE_OK;
}

void byline_vocal_filter_free(BylineVocalFilter* separator)
{
  if (!separator) {
    return;
  }
  for (size_t i = 0; i < SPAN; ++i) {
    fftwf_free(separator->mids[i]);
    fftwf_free(separator->sides[i]);
  }
  fftwf_free(separator->steady);
  fftwf_free(separator->sudden);
  fftwf_free(separator->padded);
  fftwf_free(separator->background);
  fftwf_free(separator->voice);
  byline_repet_free(separator->repetition);
  free(separator);
}

void byline_vocal_filter_reset(BylineVocalFilter* separator)
{
  const size_t size = separator->n_bins * sizeof(float);
  for (size_t i = 0; i < SPAN; ++i) {
    memset(separator->mids[i], 0, size);
    memset(separator->sides[i], 0, size);
  }
  if (separator->repetition) {
    byline_repet_reset(separator->repetition);
  }
  separator->n_in = 0;
}

/* Make room for a window before all others; the oldest one is forgotten */
static void advance(float* windows[SPAN], const float* latest, size_t n_bins)
{
  float* const oldest = windows[SPAN - 1];
  memmove(windows + 1, windows, (SPAN - 1) * sizeof(*windows));
  memcpy(oldest, latest, n_bins * sizeof(float));
  windows[0] = oldest;
}

/* What lasts: the median over time (Fitzgerald 2010) */
static void find_steady(BylineVocalFilter* s)
{
  const float* rows[SPAN];
  for (size_t i = 0; i < SPAN; ++i) {
    rows[i] = s->mids[i];
  }
  byline_median_of_rows(rows, SPAN, s->n_bins, s->steady);
}

/* What has no pitch: the median over frequency (Fitzgerald 2010) */
static void find_sudden(BylineVocalFilter* s, const float* mid)
{
  const float* rows[BYLINE_MEDIAN_MAX_ROWS];
  memcpy(s->padded + s->breadth / 2, mid, s->n_bins * sizeof(float));
  for (size_t i = 0; i < s->breadth; ++i) {
    rows[i] = s->padded + i;
  }
  byline_median_of_rows(rows, s->breadth, s->n_bins, s->sudden);
}

/* The masks' product: each is the share of the power that may be voice */
static void find_voice(BylineVocalFilter* s, const float* mid,
                       const float* side)
{
  const unsigned methods = s->settings.methods;
  for (size_t i = 0; i < s->n_bins; ++i) {
    s->voice[i] = i < s->lowest ? 0.0f : 1.0f;
  }
  if (methods & BYLINE_SEPARATE_CENTRE) {
    for (size_t i = 0; i < s->n_bins; ++i) {
      const float beside = CENTRE_MARGIN * side[i];
      s->voice[i] *= mid[i] > beside ? (mid[i] - beside) / mid[i] : 0.0f;
    }
  }
  if (methods & BYLINE_SEPARATE_PERCUSSION) {
    find_steady(s);
    find_sudden(s, mid);
    for (size_t i = 0; i < s->n_bins; ++i) {
      const float steady = PERCUSSION_MARGIN * s->steady[i] + TINY;
      s->voice[i] *= steady / (steady + s->sudden[i]);
    }
  }
  if (methods & BYLINE_SEPARATE_REPETITION) {
    byline_repet_push(s->repetition, mid, s->background);
    for (size_t i = 0; i < s->n_bins; ++i) {
      const float rest = 1.0f - s->background[i];
      s->voice[i] *= rest * rest;
    }
  }
}

bool byline_vocal_filter_push(BylineVocalFilter* separator, const float* mid,
                              const float* side, BylineSeparated* separated)
{
  BylineVocalFilter* const s = separator;
  advance(s->mids, mid, s->n_bins);
  advance(s->sides, side, s->n_bins);
  if (++s->n_in <= s->latency) {
    return false;
  }
  const float* const centre = s->mids[s->latency];
  find_voice(s, centre, s->sides[s->latency]);
  *separated = (BylineSeparated){.power = centre, .voice = s->voice};
  return true;
}
