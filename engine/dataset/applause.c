/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/applause.h"

#include "base/half.h"
#include "spectrum/mel.h"

#include <math.h>
#include <stdlib.h>

/* Length of a block, in seconds */
#define BLOCK_SECONDS 2.0

/* Windows this many columns apart share no sound: what they have in common was
   held, as tones are and noise is not */
#define LAG 3

/* Bands of which fine structure and movement are told, in Hz */
#define LOWEST_HZ 300.0
#define HIGHEST_HZ 6000.0

/* Many hands are noise, steady, and have no bass */
#define MAX_LIKENESS 0.1
#define MAX_MOVEMENT 2.5
#define MAX_BASS 0.0

/* What tells applause from music */
typedef struct {
  double likeness; ///< How alike the fine structure of the spectrum is, window
                   ///< by window: 1 for held tones, about 0 for noise
  double movement; ///< Mean change of the level from column to column, in dB
  double bass;     ///< Level below 150 Hz over that of 600 to 3000 Hz, in dB
} Signs;

/* A range of bands */
typedef struct {
  size_t first;
  size_t end;
} Bands;

static size_t band_of(const BylineFrontEnd* front_end, double hz)
{
  const double low = byline_mel_from_hz((double)front_end->min_frequency);
  const double high = byline_mel_from_hz((double)front_end->max_frequency);
  const double place = (byline_mel_from_hz(hz) - low) / (high - low);
  const double band = place * (front_end->n_mels + 1) - 0.5;
  const double last = front_end->n_mels;
  return (size_t)fmax(0, fmin(band, last));
}

static Bands bands_of(const BylineFrontEnd* front_end, double low, double high)
{
  return (Bands){band_of(front_end, low), band_of(front_end, high)};
}

static double mean_of(const float* levels, Bands bands)
{
  double sum = 0;
  for (size_t i = bands.first; i < bands.end; ++i) {
    sum += (double)levels[i];
  }
  return bands.end > bands.first ? sum / (double)(bands.end - bands.first) : 0;
}

/* How far each band stands out from its neighbours. */
static void find_structure(const float* levels, size_t n, float* structure)
{
  structure[0] = 0;
  structure[n - 1] = 0;
  for (size_t i = 1; i + 1 < n; ++i) {
    structure[i] = levels[i] - 0.5f * (levels[i - 1] + levels[i + 1]);
  }
}

static double product(const float* a, const float* b, Bands bands)
{
  double sum = 0;
  for (size_t i = bands.first; i < bands.end; ++i) {
    sum += (double)a[i] * (double)b[i];
  }
  return sum;
}

/* Measure `n` columns, more than 3, of which the first n_mels bands count.
   `scratch` has room for the structures and for levels, n_mels values each */
static Signs measure(const BylineNpy* npy, const BylineFrontEnd* front_end,
                     size_t first, size_t n, float* scratch)
{
  const size_t n_mels = front_end->n_mels;
  const Bands all = bands_of(front_end, LOWEST_HZ, HIGHEST_HZ);
  const Bands middle = bands_of(front_end, 600, 3000);
  const Bands low = bands_of(front_end, 0, 150);
  float* const levels = scratch + (LAG + 1) * n_mels;
  double alike = 0;
  double power = 0;
  double movement = 0;
  double bass = 0;
  double before = 0;
  for (size_t i = 0; i < n; ++i) {
    /* Structures stand in a ring of LAG + 1 */
    float* const now = scratch + i % (LAG + 1) * n_mels;
    const float* const held = scratch + (i + 1) % (LAG + 1) * n_mels;
    byline_half_to_float(npy->data + (first + i) * npy->n_columns, n_mels,
                         levels);
    find_structure(levels, n_mels, now);
    if (i >= LAG) {
      alike += product(now, held, all);
      power += product(now, now, all);
    }
    const double level = mean_of(levels, all);
    movement += i > 0 ? fabs(level - before) : 0;
    before = level;
    bass += mean_of(levels, low) - mean_of(levels, middle);
  }
  return (Signs){.likeness = power > 0 ? alike / power : 1,
                 .movement = movement / (double)(n - 1),
                 .bass = bass / (double)n};
}

static bool is_applause(const Signs* signs)
{
  return signs->likeness < MAX_LIKENESS && signs->movement < MAX_MOVEMENT &&
         signs->bass < MAX_BASS;
}

/* How many blocks of applause there are at one end. */
static size_t count_blocks(const BylineNpy* npy,
                           const BylineFrontEnd* front_end,
                           const BylineSegment* segment, size_t n_frames,
                           bool at_end, float* scratch)
{
  const size_t n = segment->n_frames / n_frames;
  for (size_t i = 0; i < n; ++i) {
    const size_t first =
        at_end ? segment->first + segment->n_frames - (i + 1) * n_frames
               : segment->first + i * n_frames;
    const Signs signs = measure(npy, front_end, first, n_frames, scratch);
    if (!is_applause(&signs)) {
      return i;
    }
  }
  return n;
}

bool byline_applause_cut(const BylineNpy* npy, const BylineFrontEnd* front_end,
                         BylineSegment* segment)
{
  const size_t n_frames =
      LAG + 1 + byline_front_end_frames(front_end, BLOCK_SECONDS);
  float* const scratch =
      malloc((LAG + 2) * front_end->n_mels * sizeof(*scratch));
  if (!scratch) {
    return false;
  }
  const size_t before =
      count_blocks(npy, front_end, segment, n_frames, false, scratch);
  const size_t after =
      count_blocks(npy, front_end, segment, n_frames, true, scratch);
  free(scratch);
  const size_t n = (before + after) * n_frames;
  if (2 * n < segment->n_frames) {
    segment->first += before * n_frames;
    segment->n_frames -= n;
  }
  return true;
}
