/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What is played over a clip: intervals and rhythm, in whatever key.

   Of each channel, with P(r, t) what a band r stands out of its neighbours at
   column t, max(0, x - mean of the nine bands around), the mean over all bands
   taken off, and e its mean square,

   - the logarithm of e;
   - the means of P(r, t) P(r + l, t) / e, l = 1, 2 ... 32 bands: which
     intervals sound together;
   - the means of P(r, t) P(r + l, t + s) / e, l = -12 ... 12 bands, s = 2, 8,
     32 columns: which follow each other;
   - of six ranges of bands, averaged to a curve each, the logarithm of the
     power of its changes in bands of frequencies, a quarter of an octave wide
     or so, from 6 to 512 in 1024 cycles a column (Hann window; "fluctuation
     patterns", Pampalk, Rauber and Merkl 2002). */

#include "nn/dot.h"
#include "nn/layers.h"

#include <math.h>
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
enum { N_SPANS = sizeof(spans) / sizeof(*spans) };

/* Where ranges begin, in sixteenths of all bands */
static const size_t ranges[N_RANGES + 1] = {0, 1, 3, 5, 8, 12, 16};

/* Power of changes is looked at every 1 / 512 cycles a column */
enum { SLOWEST = 3, FASTEST = 256, PERIOD = 512, N_POWERS = FASTEST + 1 };

/* Powers that are no more than rounding */
#define LEAST_SQUARE 1e-6f
#define LEAST_POWER 1e-4f

enum {
  N_NUMBERS = 1 + N_TOGETHER + N_SPANS * N_FOLLOWING + N_RANGES * N_RATES
};

/* One thread's working memory */
typedef struct {
  size_t n_rows;
  size_t n_columns;
  float* cells; ///< n_rows x n_columns: the channel
  float* peaks; ///< n_rows x n_columns: P
  float* curve; ///< n_columns
  float* turns; ///< 2 x N_POWERS
} Desk;

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  (void)layer;
  *output = (BylineMapShape){inputs[0].channels * N_NUMBERS, 1, 1};
  return BYLINE_OK;
}

static void measure(const BylineLayer* layer, const BylineLayerContext* context,
                    BylineLayerMemory* memory)
{
  const BylineMapShape* const input = &context->inputs[0];
  (void)layer;
  memory->scratch =
      (size_t)input->columns * (2 * (size_t)input->rows + 1) + 2 * N_POWERS;
}

static Desk desk_of(const BylinePass* pass, unsigned thread)
{
  const BylineMapShape* const shape = &pass->inputs[0]->shape;
  const size_t n_cells = (size_t)shape->rows * shape->columns;
  float* const memory = byline_pass_scratch(pass, thread);
  return (Desk){.n_rows = shape->rows,
                .n_columns = shape->columns,
                .cells = memory,
                .peaks = memory + n_cells,
                .curve = memory + 2 * n_cells,
                .turns = memory + 2 * n_cells + shape->columns};
}

static void read_cells(const BylineMap* x, size_t clip, size_t channel,
                       const Desk* d)
{
  for (size_t r = 0; r < d->n_rows; ++r) {
    const float* const cells = byline_map_row(x, clip, r) + channel;
    for (size_t i = 0; i < d->n_columns; ++i) {
      d->cells[r * d->n_columns + i] = cells[i * x->pitch];
    }
  }
}

/* ---- intervals */

/* Bands beyond the ends are like the last */
static const float* row_near(const Desk* d, size_t r, int offset)
{
  const long place = (long)r + offset;
  const long last = (long)d->n_rows - 1;
  const long row = place < 0 ? 0 : place > last ? last : place;
  return d->cells + (size_t)row * d->n_columns;
}

static void find_peaks(const Desk* d)
{
  const float share = 1.0f / (2 * NEIGHBOURS + 1);
  memset(d->curve, 0, d->n_columns * sizeof(*d->curve));
  for (size_t r = 0; r < d->n_rows; ++r) {
    float* const peak = d->peaks + r * d->n_columns;
    memcpy(peak, d->cells + r * d->n_columns, d->n_columns * sizeof(*peak));
    for (int k = -NEIGHBOURS; k <= NEIGHBOURS; ++k) {
      const float* const row = row_near(d, r, k);
      for (size_t i = 0; i < d->n_columns; ++i) {
        peak[i] -= share * row[i];
      }
    }
    for (size_t i = 0; i < d->n_columns; ++i) {
      peak[i] = fmaxf(peak[i], 0);
      d->curve[i] += peak[i] / (float)d->n_rows;
    }
  }
  for (size_t r = 0; r < d->n_rows; ++r) {
    for (size_t i = 0; i < d->n_columns; ++i) {
      d->peaks[r * d->n_columns + i] -= d->curve[i];
    }
  }
}

/* The mean of P(r, t) P(r + up, t + later); 0 where the clip is too small */
static float likeness(const Desk* d, int up, size_t later)
{
  const size_t distance = (size_t)abs(up);
  if (distance >= d->n_rows || later >= d->n_columns) {
    return 0;
  }
  const size_t from = up < 0 ? distance : 0;
  const size_t to = up > 0 ? distance : 0;
  const size_t n_rows = d->n_rows - distance;
  const size_t n_columns = d->n_columns - later;
  double sum = 0;
  for (size_t r = 0; r < n_rows; ++r) {
    sum += (double)byline_dot(d->peaks + (r + from) * d->n_columns,
                              d->peaks + (r + to) * d->n_columns + later,
                              n_columns);
  }
  return (float)(sum / (double)(n_rows * n_columns));
}

static float* describe_intervals(const Desk* d, float* y)
{
  find_peaks(d);
  const float square = likeness(d, 0, 0) + LEAST_SQUARE;
  *y++ = logf(square);
  for (int up = 1; up <= N_TOGETHER; ++up) {
    *y++ = likeness(d, up, 0) / square;
  }
  for (size_t k = 0; k < N_SPANS; ++k) {
    for (int up = -FURTHEST; up <= FURTHEST; ++up) {
      *y++ = likeness(d, up, spans[k]) / square;
    }
  }
  return y;
}

/* ---- rhythm */

static void read_range(const Desk* d, size_t range)
{
  const size_t begin = ranges[range] * d->n_rows / ranges[N_RANGES];
  const size_t end = ranges[range + 1] * d->n_rows / ranges[N_RANGES];
  memset(d->curve, 0, d->n_columns * sizeof(*d->curve));
  for (size_t r = begin; r < end; ++r) {
    for (size_t i = 0; i < d->n_columns; ++i) {
      d->curve[i] += d->cells[r * d->n_columns + i] / (float)(end - begin);
    }
  }
}

/* Take the mean off, and fade in and out so that the power stays the same */
static void taper(const Desk* d)
{
  const size_t n = d->n_columns;
  float mean = 0;
  float power = 0;
  for (size_t i = 0; i < n; ++i) {
    mean += d->curve[i] / (float)n;
  }
  for (size_t i = 0; i < n; ++i) {
    const float window =
        0.5f - 0.5f * cosf(6.2831853f * ((float)i + 0.5f) / (float)n);
    d->curve[i] = window * (d->curve[i] - mean);
    power += window * window;
  }
  for (size_t i = 0; i < n; ++i) {
    d->curve[i] /= sqrtf(power);
  }
}

/* How far 0, 1 ... FASTEST cycles in PERIOD columns turn from one to the next
 */
static void find_turns(const Desk* d)
{
  for (size_t k = 0; k < N_POWERS; ++k) {
    const double angle = 6.283185307179586 * (double)k / PERIOD;
    d->turns[k] = (float)cos(angle);
    d->turns[N_POWERS + k] = (float)sin(angle);
  }
}

/* The powers at so many cycles.  Side by side, as each by itself would wait for
   its own last step at every column. */
static void find_powers(const Desk* d, float powers[N_POWERS])
{
  const float* const across = d->turns;
  const float* const up = d->turns + N_POWERS;
  float place[2][N_POWERS];
  float sum[2][N_POWERS];
  memset(sum, 0, sizeof(sum));
  for (size_t k = 0; k < N_POWERS; ++k) {
    place[0][k] = 1;
    place[1][k] = 0;
  }
  for (size_t i = 0; i < d->n_columns; ++i) {
    const float value = d->curve[i];
    for (size_t k = 0; k < N_POWERS; ++k) {
      const float x = place[0][k];
      const float y = place[1][k];
      sum[0][k] += value * x;
      sum[1][k] += value * y;
      place[0][k] = x * across[k] - y * up[k];
      place[1][k] = x * up[k] + y * across[k];
    }
  }
  for (size_t k = 0; k < N_POWERS; ++k) {
    powers[k] = sum[0][k] * sum[0][k] + sum[1][k] * sum[1][k];
  }
}

/* Where band `k` of rates begins: a geometric series, rounded */
static size_t rate_of(size_t k)
{
  return (size_t)lround(SLOWEST *
                        pow((double)FASTEST / SLOWEST, (double)k / N_RATES));
}

static float* describe_rhythm(const Desk* d, float* y)
{
  for (size_t range = 0; range < N_RANGES; ++range) {
    float powers[N_POWERS];
    read_range(d, range);
    taper(d);
    find_powers(d, powers);
    for (size_t k = 0; k < N_RATES; ++k) {
      const size_t begin = rate_of(k);
      const size_t next = rate_of(k + 1);
      const size_t end = next > begin ? next : begin + 1;
      float sum = 0;
      for (size_t rate = begin; rate < end; ++rate) {
        sum += powers[rate];
      }
      *y++ = logf(sum / (float)(end - begin) + LEAST_POWER);
    }
  }
  return y;
}

/* ---- the layer */

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  const BylineMap* const x = pass->inputs[0];
  const Desk desk = desk_of(pass, thread);
  (void)layer;
  find_turns(&desk);
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    float* y = byline_map_row(pass->output, clip, 0);
    for (size_t c = 0; c < x->shape.channels; ++c) {
      read_cells(x, clip, c, &desk);
      y = describe_rhythm(&desk, describe_intervals(&desk, y));
    }
  }
}

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
  const uint64_t per_column = (uint64_t)N_RANGES * 6 * (FASTEST - SLOWEST);
  (void)layer;
  (void)output;
  return (uint64_t)inputs[0].channels * inputs[0].columns *
         (per_cell * inputs[0].rows + per_column);
}

/* There is nothing to choose */
static bool alike(const BylineLayer* layer, const BylineLayer* other)
{
  (void)layer;
  (void)other;
  return true;
}

static const BylineLayerKind kind = {
    .name = "playing pool",
    .infer = infer,
    .measure = measure,
    .alike = alike,
    .forward = forward,
    .multiply_adds = multiply_adds,
};

unsigned byline_playing_pool_add(BylineNetwork* network, const char* name,
                                 unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  return layer ? byline_network_add(network, layer) : 0;
}
