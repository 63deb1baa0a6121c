/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What is played over a clip: intervals, in whatever key, and rhythm.

   Of each channel, with P(r, t) what a band r stands out of its neighbours at
   column t, max(0, x - mean of the nine bands around), the mean over all bands
   taken off, and e its mean square,

   - the logarithm of e;
   - the means of P(r, t) P(r + l, t) / e, l = 1, 2 ... 32 bands: which
     intervals sound together;
   - the means of P(r, t) P(r + l, t + s) / e, l = -12 ... 12 bands, s = 2, 8,
     32 columns: which follow each other;
   - where rhythm is wanted, of six ranges of bands, averaged to a curve each,
   the logarithm of the power of its changes in bands of frequencies, a quarter
   of an octave wide or so, from 6 to 512 in 1024 cycles a column (Hann window;
   "fluctuation patterns", Pampalk, Rauber and Merkl 2002). */

#include "nn/cycles.h"
#include "nn/layers.h"
#include "nn/sums.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
  NEIGHBOURS = 4, /* On either side */
  N_TOGETHER = 32,
  FURTHEST = 12,
  N_FOLLOWING = 2 * FURTHEST + 1,
  N_RANGES = 6,
  N_RATES = 24
};
static const size_t spans[] = {2, 8, 32};

/* Rows or spans that a row is multiplied by at once */
enum { AT_ONCE = sizeof(spans) / sizeof(*spans), N_SPANS = AT_ONCE };
_Static_assert((N_TOGETHER + 1) % AT_ONCE == 0, "none is left over");

/* Where ranges begin, in sixteenths of all bands */
static const size_t ranges[N_RANGES + 1] = {0, 1, 3, 5, 8, 12, 16};

/* Power of changes is looked at every 1 / 512 cycles a column */
enum { SLOWEST = 3, FASTEST = BYLINE_CYCLES_PERIOD / 2 };

/* Powers that are no more than rounding */
#define LEAST_SQUARE 1e-6f
#define LEAST_POWER 1e-4f

enum {
  N_INTERVALS = 1 + N_TOGETHER + N_SPANS * N_FOLLOWING,
  N_RHYTHM = N_RANGES * N_RATES
};

typedef struct {
  BylineLayer base;
  bool rhythm; ///< Whether it is described, too
  BylineCycles cycles;
  size_t rates[N_RATES + 1]; ///< Where each band of rates begins
} PlayingPool;

/* One thread's working memory.  Behind a row's columns lie zeros, as far as
   sums may read, and so do rows of zeros behind the last. */
typedef struct {
  size_t n_rows;
  size_t n_columns;
  size_t pitch;   ///< From a row to the next
  float* cells;   ///< n_rows x pitch: the channel
  float* peaks;   ///< (n_rows + AT_ONCE - 1) x pitch: P
  float* sums;    ///< pitch: over bands
  float* window;  ///< n_columns
  float* curves;  ///< n_columns x BYLINE_CYCLES_CURVES
  float* spectra; ///< N_RANGES x 2 x BYLINE_CYCLES_PITCH
  float* memory;  ///< BYLINE_CYCLES_MEMORY
} Desk;

enum { LATEST = 32 };

static size_t pitch_of(size_t n_columns)
{
  return (n_columns + BYLINE_SUM_PARTS - 1) / BYLINE_SUM_PARTS *
             BYLINE_SUM_PARTS +
         LATEST;
}

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  const uint32_t n =
      N_INTERVALS + (((const PlayingPool*)layer)->rhythm ? N_RHYTHM : 0);
  *output = (BylineMapShape){inputs[0].channels * n, 1, 1};
  return BYLINE_OK;
}

static void measure(const BylineLayer* layer, const BylineLayerContext* context,
                    BylineLayerMemory* memory)
{
  const BylineMapShape* const input = &context->inputs[0];
  (void)layer;
  memory->scratch =
      pitch_of(input->columns) * (2 * (size_t)input->rows + AT_ONCE) +
      (1 + (size_t)BYLINE_CYCLES_CURVES) * input->columns +
      (size_t)N_RANGES * 2 * BYLINE_CYCLES_PITCH + BYLINE_CYCLES_MEMORY;
}

static Desk desk_of(const BylinePass* pass, unsigned thread)
{
  const BylineMapShape* const shape = &pass->inputs[0]->shape;
  const size_t n = shape->columns;
  Desk d = {.n_rows = shape->rows, .n_columns = n, .pitch = pitch_of(n)};
  d.cells = byline_pass_scratch(pass, thread);
  d.peaks = d.cells + d.pitch * d.n_rows;
  d.sums = d.peaks + d.pitch * (d.n_rows + AT_ONCE - 1);
  d.window = d.sums + d.pitch;
  d.curves = d.window + n;
  d.spectra = d.curves + BYLINE_CYCLES_CURVES * n;
  d.memory = d.spectra + (size_t)N_RANGES * 2 * BYLINE_CYCLES_PITCH;
  return d;
}

static void read_cells(const BylineMap* x, size_t clip, size_t channel,
                       const Desk* d)
{
  for (size_t r = 0; r < d->n_rows; ++r) {
    float* const cells = d->cells + r * d->pitch;
    byline_map_read_row(x, clip, channel, r, cells);
    memset(cells + d->n_columns, 0, (d->pitch - d->n_columns) * sizeof(*cells));
  }
}

/* ---- intervals */

typedef int32_t Bits
    __attribute__((vector_size(BYLINE_SUM_PARTS / 2 * sizeof(int32_t))));

/* Bands beyond the ends are like the last */
static const float* row_near(const Desk* d, size_t r, int offset)
{
  const long place = (long)r + offset;
  const long last = (long)d->n_rows - 1;
  const long row = place < 0 ? 0 : place > last ? last : place;
  return d->cells + (size_t)row * d->pitch;
}

/* What a row stands out of those around it, 0 where there is a sign; of which a
   share is added to the columns' sums */
BYLINE_INLINE void find_peak(const Desk* d, size_t r)
{
  enum { WIDTH = BYLINE_SUM_PARTS / 2 };
  const float share = 1.0f / (2 * NEIGHBOURS + 1);
  const float* rows[2 * NEIGHBOURS + 1];
  for (int k = -NEIGHBOURS; k <= NEIGHBOURS; ++k) {
    rows[k + NEIGHBOURS] = row_near(d, r, k);
  }
  for (size_t i = 0; i < d->pitch; i += WIDTH) {
    BylineHalfSum cell = byline_half_at(rows[NEIGHBOURS] + i);
    for (unsigned k = 0; k <= 2 * NEIGHBOURS; ++k) {
      cell -= share * byline_half_at(rows[k] + i);
    }
    const Bits bits = (Bits)cell;
    const BylineHalfSum peak = (BylineHalfSum)(bits & ~(bits >> 31));
    *(BylineHalfSum*)(d->peaks + r * d->pitch + i) = peak;
    *(BylineHalfSum*)(d->sums + i) += peak / (float)d->n_rows;
  }
}

static void find_peaks(const Desk* d)
{
  memset(d->peaks + d->n_rows * d->pitch, 0,
         (AT_ONCE - 1) * d->pitch * sizeof(*d->peaks));
  memset(d->sums, 0, d->pitch * sizeof(*d->sums));
  for (size_t r = 0; r < d->n_rows; ++r) {
    find_peak(d, r);
  }
  for (size_t r = 0; r < d->n_rows; ++r) {
    float* const peak = d->peaks + r * d->pitch;
    for (size_t i = 0; i < d->n_columns; ++i) {
      peak[i] -= d->sums[i];
    }
  }
}

/* Add up the products of each row and what lies `up` rows above and so many
   numbers behind: some at once, so that a row is read for all of them */
static void add_products(const Desk* d, int up, const size_t behind[AT_ONCE],
                         double sums[AT_ONCE])
{
  const size_t distance = (size_t)abs(up);
  const float* a = d->peaks + (up < 0 ? distance * d->pitch : 0);
  const float* b = d->peaks + (up > 0 ? distance * d->pitch : 0);
  BylineSum all[AT_ONCE] = {{{0}, {0}}};
  for (size_t r = distance; r < d->n_rows; ++r) {
    BylineSum row[AT_ONCE] = {{{0}, {0}}};
    for (size_t i = 0; i < d->n_columns; i += BYLINE_SUM_PARTS) {
      const size_t k = i + BYLINE_SUM_PARTS / 2;
      const BylineHalfSum low = byline_half_at(a + i);
      const BylineHalfSum high = byline_half_at(a + k);
      for (unsigned m = 0; m < AT_ONCE; ++m) {
        row[m].low += low * byline_half_at(b + i + behind[m]);
        row[m].high += high * byline_half_at(b + k + behind[m]);
      }
    }
    for (unsigned m = 0; m < AT_ONCE; ++m) {
      all[m].low += row[m].low;
      all[m].high += row[m].high;
    }
    a += d->pitch;
    b += d->pitch;
  }
  for (unsigned m = 0; m < AT_ONCE; ++m) {
    sums[m] = (double)byline_sum_total(&all[m]);
  }
}

/* The mean of P(r, t) P(r + up, t + later) from their sum; 0 where the clip is
   too small */
static float mean_of(const Desk* d, int up, size_t later, double sum)
{
  const size_t distance = (size_t)abs(up);
  if (distance >= d->n_rows || later >= d->n_columns) {
    return 0;
  }
  const size_t n = (d->n_rows - distance) * (d->n_columns - later);
  return (float)(sum / (double)n);
}

static float* describe_intervals(const Desk* d, float* y)
{
  const size_t rows[AT_ONCE] = {0, d->pitch, 2 * d->pitch};
  double together[N_TOGETHER + 1];
  find_peaks(d);
  for (int up = 0; up <= N_TOGETHER; up += AT_ONCE) {
    add_products(d, up, rows, together + up);
  }
  const float square = mean_of(d, 0, 0, together[0]) + LEAST_SQUARE;
  *y++ = logf(square);
  for (int up = 1; up <= N_TOGETHER; ++up) {
    *y++ = mean_of(d, up, 0, together[up]) / square;
  }
  for (int up = -FURTHEST; up <= FURTHEST; ++up) {
    double sums[N_SPANS];
    add_products(d, up, spans, sums);
    for (size_t k = 0; k < N_SPANS; ++k) {
      y[(int)k * N_FOLLOWING + up + FURTHEST] =
          mean_of(d, up, spans[k], sums[k]) / square;
    }
  }
  return y + (size_t)N_SPANS * N_FOLLOWING;
}

/* ---- rhythm */

static void read_range(const Desk* d, size_t range, float* curve)
{
  const size_t begin = ranges[range] * d->n_rows / ranges[N_RANGES];
  const size_t end = ranges[range + 1] * d->n_rows / ranges[N_RANGES];
  const float n = (float)(end - begin);
  memset(curve, 0, d->n_columns * sizeof(*curve));
  for (size_t r = begin; r < end; ++r) {
    const float* const row = d->cells + r * d->pitch;
    for (size_t i = 0; i < d->n_columns; ++i) {
      curve[i] += row[i] / n;
    }
  }
}

static float* describe_rhythm(const PlayingPool* layer, const Desk* d, float* y)
{
  for (size_t range = 0; range < N_RANGES; ++range) {
    read_range(d, range, d->sums);
    byline_cycles_put(d->window, d->n_columns, d->sums, range, d->curves);
  }
  byline_cycles_find(&layer->cycles, d->curves, d->n_columns, N_RANGES,
                     d->spectra, d->memory);
  for (size_t range = 0; range < N_RANGES; ++range) {
    const float* const real = d->spectra + range * 2 * BYLINE_CYCLES_PITCH;
    const float* const imaginary = real + BYLINE_CYCLES_PITCH;
    for (size_t k = 0; k < N_RATES; ++k) {
      const size_t begin = layer->rates[k];
      const size_t next = layer->rates[k + 1];
      const size_t end = next > begin ? next : begin + 1;
      float sum = 0;
      for (size_t rate = begin; rate < end; ++rate) {
        sum += real[rate] * real[rate] + imaginary[rate] * imaginary[rate];
      }
      *y++ = logf(sum / (float)(end - begin) + LEAST_POWER);
    }
  }
  return y;
}

/* ---- the layer */

static void pool_clips(const BylineLayer* base, const BylinePass* pass,
                       unsigned thread, size_t begin, size_t end)
{
  const PlayingPool* const layer = (const PlayingPool*)base;
  const BylineMap* const x = pass->inputs[0];
  const Desk desk = desk_of(pass, thread);
  byline_cycles_window(desk.n_columns, desk.window);
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    float* y = byline_map_row(pass->output, clip, 0);
    for (size_t c = 0; c < x->shape.channels; ++c) {
      read_cells(x, clip, c, &desk);
      y = describe_intervals(&desk, y);
      if (layer->rhythm) {
        y = describe_rhythm(layer, &desk, y);
      }
    }
  }
}

BYLINE_WIDE_TASK(forward_share, pool_clips)

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static uint64_t multiply_adds(const BylineLayer* layer,
                              const BylineMapShape* inputs,
                              const BylineMapShape* output)
{
  const uint64_t per_cell =
      2 * NEIGHBOURS + 1 + N_TOGETHER + N_SPANS * N_FOLLOWING;
  const uint64_t per_column = (uint64_t)N_RANGES * 50; // a transform's
  (void)layer;
  (void)output;
  return (uint64_t)inputs[0].channels * inputs[0].columns *
         (per_cell * inputs[0].rows + per_column);
}

static bool alike(const BylineLayer* layer, const BylineLayer* other)
{
  return ((const PlayingPool*)layer)->rhythm ==
         ((const PlayingPool*)other)->rhythm;
}

static const BylineLayerKind kind = {
    .name = "playing pool",
    .infer = infer,
    .measure = measure,
    .alike = alike,
    .forward = forward,
    .multiply_adds = multiply_adds,
};

/* Where band `k` of rates begins: a geometric series, rounded */
static size_t rate_of(size_t k)
{
  return (size_t)lround(SLOWEST *
                        pow((double)FASTEST / SLOWEST, (double)k / N_RATES));
}

unsigned byline_playing_pool_add(BylineNetwork* network, const char* name,
                                 unsigned input, bool rhythm)
{
  PlayingPool* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->rhythm = rhythm;
  byline_cycles_init(&layer->cycles);
  for (size_t k = 0; k <= N_RATES; ++k) {
    layer->rates[k] = rate_of(k);
  }
  return byline_network_add(network, &layer->base);
}
