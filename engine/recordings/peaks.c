/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/peaks.h"

#include "byline/resampler.h"
#include "spectrum/spectrum_kernels.h"
#include "spectrum/transform.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FFT 1024
#define N_BINS (FFT / 2 + 1)
#define HOP 128

/* The scale */
#define LOWEST 110.0
#define HIGHEST 3800.0
#define CELLS_PER_OCTAVE 36
#define N_CELLS 183

/* A peak is the loudest within so many cells and columns on either side */
#define REACH_CELLS 6
#define REACH_COLUMNS 8
#define N_COLUMNS (2 * REACH_COLUMNS + 1)

/* A minor one, within so many */
#define MINOR_CELLS 3
#define MINOR_COLUMNS 4

/* The reach in a peak's units of frequency */
#define REACH_UNITS (REACH_CELLS * BYLINE_PEAK_OCTAVE / CELLS_PER_OCTAVE)

/* Whose loudness a peak is compared with: in hops, and units of frequency */
#define NEAR_HOPS 32
#define NEAR_UNITS 384

/* Levels rise by so many dB an octave before they are compared, since music's
   fall; and those so far below full scale, or below the loudest of the last
   seconds, are none */
#define TILT 4.0
#define FLOOR_DB -75.0f
#define RANGE_DB 55.0f
#define LOUDEST_FALL 0.1f

/* Samples taken in at a time */
#define BLOCK 512

/* Peaks whose rank is not known, at most: there is one in MINOR_COLUMNS hops
   and MINOR_CELLS cells */
#define MAX_WAITING 4096

/* A cell's place among the bins */
typedef struct {
  uint16_t first; ///< First bin of it, or the one below it
  uint16_t end;   ///< One past the last; `first`: it lies between two bins
  float share;    ///< Of the upper of these
  float tilt;     ///< In dB
} Cell;

typedef struct {
  float bins[N_BINS];   ///< Levels, in dB
  float cells[N_CELLS]; ///< The same on the scale, tilted
  float tops[N_CELLS];  ///< The largest within REACH_CELLS
  float minor[N_CELLS]; ///< The largest within MINOR_CELLS
} Column;

struct BylinePeakFinder {
  BylineResampler* resampler;
  float* resampled;  ///< Room for what BLOCK samples give
  unsigned max_rank; ///< Peaks from that rank on are left out
  bool with_minor;   ///< Minor ones are not
  const BylineSpectrumKernels* kernels;
  fftwf_plan plan;
  float* windowed; ///< FFT of them, FFTW's
  fftwf_complex* spectrum;
  float window[FFT];
  Cell scale[N_CELLS];
  float sound[FFT + HOP];    ///< What the next columns need
  size_t n_sound;            ///< How much of it is there
  Column columns[N_COLUMNS]; ///< A ring
  uint32_t n_columns;        ///< That have been computed
  float loudest;             ///< Of the last seconds, falling
  BylinePeak waiting[MAX_WAITING];
  size_t n_waiting; ///< Peaks in `waiting`
  size_t n_taken;   ///< Those of them that nobody needs any more, or left out
  size_t n_ranked;  ///< Those of them whose rank is known
};

static void make_scale(Cell* scale)
{
  const double per_bin = BYLINE_PEAK_RATE / FFT;
  for (size_t c = 0; c < N_CELLS; ++c) {
    const double octaves = (double)c / CELLS_PER_OCTAVE;
    const double middle = LOWEST * exp2(octaves) / per_bin;
    const double half = exp2(0.5 / CELLS_PER_OCTAVE);
    const double low = ceil(middle / half);
    const double high = floor(middle * half);
    Cell* const cell = &scale[c];
    cell->tilt = (float)(TILT * octaves);
    if (high < low) {
      cell->first = cell->end = (uint16_t)middle;
      cell->share = (float)(middle - floor(middle));
    } else {
      cell->first = (uint16_t)low;
      cell->end = (uint16_t)(high + 1);
    }
  }
}

BylineStatus byline_peak_finder_new(double rate, unsigned max_rank,
                                    bool with_minor, BylinePeakFinder** finder)
{
  *finder = NULL;
  BylinePeakFinder* const f = calloc(1, sizeof(*f));
  if (!f) {
    return byline_no_memory("peaks");
  }
  const BylineStatus status =
      byline_resampler_new(rate, BYLINE_PEAK_RATE, &f->resampler);
  if (status != BYLINE_OK) {
    byline_peak_finder_free(f);
    return status;
  }
  f->max_rank = max_rank;
  f->with_minor = with_minor;
  f->kernels = byline_spectrum_kernels();
  f->resampled =
      malloc(byline_resampler_bound(f->resampler, BLOCK) * sizeof(float));
  f->windowed = fftwf_alloc_real(FFT);
  f->spectrum = fftwf_alloc_complex(N_BINS);
  if (f->windowed && f->spectrum) {
    f->plan = byline_plan_real(FFT, f->windowed, f->spectrum);
  }
  if (!f->resampled || !f->plan) {
    byline_peak_finder_free(f);
    return byline_no_memory("peaks");
  }
  byline_hann(f->window, FFT);
  make_scale(f->scale);
  byline_peak_finder_reset(f);
  *finder = f;
  return BYLINE_OK;
}

void byline_peak_finder_free(BylinePeakFinder* f)
{
  if (f) {
    byline_plan_destroy(f->plan);
    fftwf_free(f->windowed);
    fftwf_free(f->spectrum);
    byline_resampler_free(f->resampler);
    free(f->resampled);
    free(f);
  }
}

void byline_peak_finder_reset(BylinePeakFinder* f)
{
  byline_resampler_reset(f->resampler);
  /* The first column is in the middle of its window at time 0 */
  memset(f->sound, 0, sizeof(f->sound));
  f->n_sound = FFT / 2;
  f->n_columns = 0;
  f->loudest = FLOOR_DB;
  f->n_waiting = f->n_taken = f->n_ranked = 0;
  for (size_t i = 0; i < N_COLUMNS; ++i) {
    for (size_t c = 0; c < N_CELLS; ++c) {
      f->columns[i].cells[c] = f->columns[i].tops[c] = f->columns[i].minor[c] =
          BYLINE_SILENCE_DB;
    }
  }
}

/* ---- columns */

/* Raise `n` tops to as many cells */
static void raise_tops(float* restrict tops, const float* restrict cells,
                       size_t n)
{
  for (size_t c = 0; c < n; ++c) {
    tops[c] = tops[c] < cells[c] ? cells[c] : tops[c];
  }
}

/* The loudest within so many cells of each.  All cells at once, as vectors do
   it, one distance after the other. */
static void find_tops(const float* cells, size_t reach, float* tops)
{
  memcpy(tops, cells, N_CELLS * sizeof(float));
  for (size_t away = 1; away <= reach; ++away) {
    raise_tops(tops, cells + away, N_CELLS - away);
    raise_tops(tops + away, cells, N_CELLS - away);
  }
}

static void lay_onto_scale(const Cell* scale, Column* column)
{
  const float* const bins = column->bins;
  for (size_t c = 0; c < N_CELLS; ++c) {
    const Cell* const cell = &scale[c];
    float level = bins[cell->first];
    if (cell->first == cell->end) {
      level += cell->share * (bins[cell->first + 1] - level);
    }
    for (size_t i = cell->first + 1u; i < cell->end; ++i) {
      level = level < bins[i] ? bins[i] : level;
    }
    column->cells[c] = level + cell->tilt;
  }
  find_tops(column->cells, REACH_CELLS, column->tops);
  find_tops(column->cells, MINOR_CELLS, column->minor);
}

static Column* column_at(BylinePeakFinder* f, uint32_t time)
{
  return &f->columns[time % N_COLUMNS];
}

static void compute_column(BylinePeakFinder* f)
{
  Column* const column = column_at(f, f->n_columns++);
  f->kernels->window(f->window, f->sound, FFT, f->windowed);
  fftwf_execute(f->plan);
  for (size_t i = 0; i < N_BINS; ++i) {
    const float re = f->spectrum[i][0];
    const float im = f->spectrum[i][1];
    /* A sine of full scale has 0 dB */
    column->bins[i] = (re * re + im * im) * (16.0f / FFT / FFT);
  }
  f->kernels->decibels(column->bins, N_BINS, column->bins);
  lay_onto_scale(f->scale, column);
  float loudest = f->loudest - LOUDEST_FALL;
  for (size_t c = 0; c < N_CELLS; ++c) {
    loudest = loudest < column->cells[c] ? column->cells[c] : loudest;
  }
  f->loudest = loudest;
}

/* ---- peaks */

/* How far from its middle sample a parabola through three has its top */
static double find_top(float before, float here, float after)
{
  const double bend = (double)before - 2 * (double)here + (double)after;
  return bend < 0 ? fmax(-0.5, fmin(0.5, 0.5 * (double)(before - after) / bend))
                  : 0;
}

/* The frequency of a cell's peak, between the bins */
static uint16_t find_frequency(const Column* column, const Cell* cell)
{
  size_t begin = cell->first > 1 ? cell->first - 1u : 1;
  const size_t end = cell->end + 2u < N_BINS ? cell->end + 2u : N_BINS - 1;
  size_t best = begin;
  for (size_t i = begin + 1; i < end; ++i) {
    best = column->bins[best] < column->bins[i] ? i : best;
  }
  const double bin =
      (double)best + find_top(column->bins[best - 1], column->bins[best],
                              column->bins[best + 1]);
  const double octaves = log2(bin * BYLINE_PEAK_RATE / FFT / 100);
  return (uint16_t)lrint(fmax(0, octaves) * BYLINE_PEAK_OCTAVE);
}

/* Whether a cell is a minor peak, at least */
static bool is_minor(BylinePeakFinder* f, uint32_t time, size_t c)
{
  const Column* const column = column_at(f, time);
  const float level = column->cells[c];
  if (level != column->minor[c] || (c > 0 && column->cells[c - 1] >= level)) {
    return false;
  }
  for (uint32_t back = 1; back <= MINOR_COLUMNS; ++back) {
    /* Of equal ones the first */
    if ((time >= back && column_at(f, time - back)->minor[c] >= level) ||
        column_at(f, time + back)->minor[c] > level) {
      return false;
    }
  }
  return true;
}

/* Whether a minor peak is a peak */
static bool is_peak(BylinePeakFinder* f, uint32_t time, size_t c)
{
  const float level = column_at(f, time)->cells[c];
  if (level != column_at(f, time)->tops[c]) {
    return false;
  }
  for (uint32_t back = 1; back <= REACH_COLUMNS; ++back) {
    if ((time >= back && column_at(f, time - back)->tops[c] >= level) ||
        column_at(f, time + back)->tops[c] > level) {
      return false;
    }
  }
  return true;
}

/* Drop what nobody needs from the front. */
static void tidy(BylinePeakFinder* f)
{
  size_t n = 0;
  while (n < f->n_taken && n < f->n_ranked &&
         f->waiting[n].time + NEAR_HOPS < f->waiting[f->n_ranked - 1].time) {
    ++n;
  }
  if (n > MAX_WAITING / 4) {
    memmove(f->waiting, f->waiting + n,
            (f->n_waiting - n) * sizeof(BylinePeak));
    f->n_waiting -= n;
    f->n_taken -= n;
    f->n_ranked -= n;
  }
}

static bool is_near(const BylinePeak* a, const BylinePeak* b)
{
  return abs((int)a->frequency - (int)b->frequency) <= NEAR_UNITS &&
         a->rank < BYLINE_MINOR_RANK;
}

/* How many peaks near one of `n` are louder, minor ones aside; of equally loud
   ones the later. */
static uint16_t count_louder(const BylinePeak* peaks, size_t n, size_t which)
{
  const BylinePeak* const peak = &peaks[which];
  unsigned louder = 0;
  for (size_t i = which; i-- > 0 && peaks[i].time + NEAR_HOPS >= peak->time;) {
    louder += is_near(&peaks[i], peak) && peaks[i].level > peak->level;
  }
  for (size_t i = which + 1; i < n && peaks[i].time <= peak->time + NEAR_HOPS;
       ++i) {
    louder += is_near(&peaks[i], peak) && peaks[i].level >= peak->level;
  }
  return (uint16_t)louder;
}

/* Whether `n` peaks hold a louder one within the reach of one of them */
static bool is_overshone(const BylinePeak* peaks, size_t n, size_t which)
{
  const BylinePeak* const peak = &peaks[which];
  for (size_t i = which;
       i-- > 0 && peaks[i].time + REACH_COLUMNS >= peak->time;) {
    if (abs((int)peaks[i].frequency - (int)peak->frequency) <= REACH_UNITS &&
        peaks[i].level > peak->level) {
      return true;
    }
  }
  for (size_t i = which + 1;
       i < n && peaks[i].time <= peak->time + REACH_COLUMNS; ++i) {
    if (abs((int)peaks[i].frequency - (int)peak->frequency) <= REACH_UNITS &&
        peaks[i].level >= peak->level) {
      return true;
    }
  }
  return false;
}

size_t byline_peaks_find_again(BylinePeak* peaks, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    peaks[i].rank = is_overshone(peaks, n, i) ? BYLINE_MINOR_RANK : 0;
  }
  size_t n_left = 0;
  for (size_t i = 0; i < n; ++i) {
    if (peaks[i].rank < BYLINE_MINOR_RANK) {
      peaks[n_left++] = peaks[i];
    }
  }
  for (size_t i = 0; i < n_left; ++i) {
    peaks[i].rank = count_louder(peaks, n_left, i);
  }
  return n_left;
}

/* Rank those whose neighbours are all known. */
static void rank(BylinePeakFinder* f, uint32_t known)
{
  for (; f->n_ranked < f->n_waiting &&
         f->waiting[f->n_ranked].time + NEAR_HOPS < known;
       ++f->n_ranked) {
    BylinePeak* const peak = &f->waiting[f->n_ranked];
    if (peak->rank < BYLINE_MINOR_RANK) {
      peak->rank = count_louder(f->waiting, f->n_waiting, f->n_ranked);
    }
  }
  tidy(f);
}

/* Find the peaks of a column that has all its neighbours. */
static void judge_column(BylinePeakFinder* f, uint32_t time)
{
  const Column* const column = column_at(f, time);
  const float least = fmaxf(FLOOR_DB, f->loudest - RANGE_DB);
  for (size_t c = 0; c < N_CELLS && f->n_waiting < MAX_WAITING; ++c) {
    if (column->cells[c] < least || !is_minor(f, time, c)) {
      continue;
    }
    const bool is_minor_only = !is_peak(f, time, c);
    if (!is_minor_only || f->with_minor) {
      f->waiting[f->n_waiting++] =
          (BylinePeak){.time = time,
                       .frequency = find_frequency(column, &f->scale[c]),
                       .rank = is_minor_only ? BYLINE_MINOR_RANK : 0,
                       .level = column->cells[c]};
    }
  }
  rank(f, time);
}

static void take_in(BylinePeakFinder* f, const float* sound, size_t n)
{
  while (n > 0) {
    const size_t room = FFT - f->n_sound;
    const size_t step = n < room ? n : room;
    memcpy(f->sound + f->n_sound, sound, step * sizeof(float));
    f->n_sound += step;
    sound += step;
    n -= step;
    if (f->n_sound < FFT) {
      return;
    }
    compute_column(f);
    if (f->n_columns > REACH_COLUMNS) {
      judge_column(f, f->n_columns - 1 - REACH_COLUMNS);
    }
    memmove(f->sound, f->sound + HOP, (FFT - HOP) * sizeof(float));
    f->n_sound = FFT - HOP;
  }
}

void byline_peak_finder_feed(BylinePeakFinder* f, const float* mono, size_t n)
{
  float clean[BLOCK];
  while (n > 0) {
    const size_t step = n < BLOCK ? n : BLOCK;
    for (size_t i = 0; i < step; ++i) {
      clean[i] = fabsf(mono[i]) <= BYLINE_MAX_SAMPLE ? mono[i] : 0;
    }
    take_in(f, f->resampled,
            byline_resampler_process(f->resampler, clean, step, f->resampled));
    mono += step;
    n -= step;
  }
}

void byline_peak_finder_finish(BylinePeakFinder* f)
{
  static const float silence[HOP] = {0};
  const uint32_t end = f->n_columns + FFT / HOP / 2;
  while (f->n_columns < end + REACH_COLUMNS) {
    take_in(f, silence, HOP);
  }
  rank(f, UINT32_MAX);
}

int byline_peak_finder_take(BylinePeakFinder* f, BylinePeak* peak)
{
  while (f->n_taken < f->n_ranked) {
    *peak = f->waiting[f->n_taken++];
    if (peak->rank < f->max_rank || peak->rank == BYLINE_MINOR_RANK) {
      return 1;
    }
  }
  return 0;
}

uint32_t byline_peak_finder_time(const BylinePeakFinder* f)
{
  return f->n_columns;
}
