/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Modulations over a clip: how strong ripples over bands and columns are, as
   neurons of the auditory cortex are tuned to them (Chi, Ru and Shamma 2005,
   "Multiresolution spectrotemporal analysis of complex sounds").  They tell
   vibrato from tremolo, glides from steps, and harmonics of a voice that stand
   still from those that move.

   Of each channel, with X(r, w) the spectrum of band r over time at w cycles a
   column, its mean taken off (Hann window),

       C(r, w) = sum over x of k(x) X(r + x, w),

   for six densities s, the kernels k(x) = exp(-x^2 / 2 d^2) exp(2 pi i s x),
   their means taken off but for s = 0, the sums of their squares 1: ripples of
   s cycles a band that rise where w > 0, and fall where w < 0.  Bands beyond
   the ends are silent.  Of groups of 16 bands, or as many more as make eight,
   for each s, the logarithms of the means of |C|^2 in five ranges of w, over an
   octave wide, from 3 to 256 in 512 cycles a column: those that rise; and, but
   for s = 0, where both are the same, those that fall. */

#include "nn/cycles.h"
#include "nn/layers.h"
#include "nn/sums.h"

#include <math.h>
#include <string.h>

/* How dense ripples are, and the kernel that finds them */
typedef struct {
  double density;   ///< Cycles a band
  double deviation; ///< d, bands
  int reach;        ///< Bands on either side
  unsigned step;    ///< Bands from a place where it is asked to the next
} Scale;

static const Scale scales[] = {
    {0, 8, 16, 8},       {1.0 / 32, 10, 16, 8}, {1.0 / 16, 8, 16, 8},
    {1.0 / 8, 4, 10, 4}, {1.0 / 4, 2.5, 7, 2},  {0.4, 2.5, 7, 2},
};

/* Where ranges of w begin, in 512 cycles a column */
static const size_t rates[] = {3, 7, 18, 43, 105, 256};

enum {
  GROUP = 16,
  MAX_GROUPS = 8,
  FURTHEST = 16,
  N_SCALES = sizeof(scales) / sizeof(*scales),
  N_RATES = sizeof(rates) / sizeof(*rates) - 1,
  N_NUMBERS = N_RATES * (2 * N_SCALES - 1) ///< Of a group
};

/* Powers that are no more than rounding */
#define LEAST_POWER 1e-5f

/* Rates that are looked at, so many at once */
enum { WIDTH = BYLINE_SUM_PARTS / 2 };
_Static_assert(BYLINE_CYCLES_RATES % WIDTH == 0, "none is left over");

/* A row's spectrum: real parts, then imaginary ones */
enum { SPECTRUM = 2 * BYLINE_CYCLES_PITCH, SILENCE = FURTHEST * SPECTRUM };

/* From the middle upwards; the conjugate lies below */
typedef struct {
  float real[FURTHEST + 1];
  float imaginary[FURTHEST + 1];
} Kernel;

typedef struct {
  BylineLayer base;
  BylineCycles cycles;
  Kernel kernels[N_SCALES];
} ModulationPool;

/* Most scales of a set, which are found at once, as they are sums of the same
   sums and differences of rows */
enum { MOST = 3 };

/* One thread's working memory.  Before the spectra of the first row and behind
   those of the last there is silence, as far as kernels reach. */
typedef struct {
  size_t n_rows;
  size_t n_columns;
  float* spectra; ///< n_rows x SPECTRUM
  float* memory;  ///< BYLINE_CYCLES_MEMORY
  float* powers;  ///< For each group and scale 2 x BYLINE_CYCLES_RATES
  float* window;  ///< n_columns
  float* row;     ///< n_columns
  float* curves;  ///< n_columns x BYLINE_CYCLES_CURVES
} Desk;

static size_t groups_of(size_t n_rows)
{
  const size_t n = n_rows / GROUP;
  return n < 1 ? 1 : n < MAX_GROUPS ? n : MAX_GROUPS;
}

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  (void)layer;
  const uint32_t n = (uint32_t)groups_of(inputs[0].rows) * N_NUMBERS;
  *output = (BylineMapShape){inputs[0].channels * n, 1, 1};
  return BYLINE_OK;
}

/* Of all groups */
enum { POWERS = MAX_GROUPS * MOST * 2 * BYLINE_CYCLES_RATES };

static size_t size_of_spectra(size_t n_rows)
{
  return n_rows * SPECTRUM + 2 * (size_t)SILENCE;
}

static void measure(const BylineLayer* layer, const BylineLayerContext* context,
                    BylineLayerMemory* memory)
{
  const BylineMapShape* const input = &context->inputs[0];
  (void)layer;
  memory->scratch = size_of_spectra(input->rows) + BYLINE_CYCLES_MEMORY +
                    POWERS +
                    (2 + (size_t)BYLINE_CYCLES_CURVES) * input->columns;
}

static Desk desk_of(const BylinePass* pass, unsigned thread)
{
  const BylineMapShape* const shape = &pass->inputs[0]->shape;
  Desk d = {.n_rows = shape->rows, .n_columns = shape->columns};
  float* const begin = byline_pass_scratch(pass, thread);
  d.spectra = begin + SILENCE;
  d.memory = begin + size_of_spectra(d.n_rows);
  d.powers = d.memory + BYLINE_CYCLES_MEMORY;
  d.window = d.powers + POWERS;
  d.row = d.window + d.n_columns;
  d.curves = d.row + d.n_columns;
  memset(begin, 0, SILENCE * sizeof(*begin));
  memset(d.spectra + d.n_rows * SPECTRUM, 0, SILENCE * sizeof(*begin));
  return d;
}

static void find_spectra(const ModulationPool* layer, const BylineMap* x,
                         size_t clip, size_t channel, const Desk* d)
{
  for (size_t first = 0; first < d->n_rows; first += BYLINE_CYCLES_CURVES) {
    const size_t left = d->n_rows - first;
    const size_t n = left < BYLINE_CYCLES_CURVES ? left : BYLINE_CYCLES_CURVES;
    for (size_t r = 0; r < n; ++r) {
      byline_map_read_row(x, clip, channel, first + r, d->row);
      byline_cycles_put(d->window, d->n_columns, d->row, r, d->curves);
    }
    byline_cycles_find(&layer->cycles, d->curves, d->n_columns, n,
                       d->spectra + first * SPECTRUM, d->memory);
  }
}

/* Of ripples of one density: rising, falling */
typedef struct {
  BylineHalfSum ways[2];
} Powers;

/* Add the powers of ripples around a row, from rate `k` on, for `n` kernels. On
   one side of the row a kernel is the conjugate of that on the other, and X at
   -w is the conjugate of that at w: sums with the kernel's real parts, a, and
   imaginary ones, b, make all. */
BYLINE_INLINE void add_powers(const Desk* d, size_t row, size_t k,
                              const Kernel* kernels, const unsigned n,
                              int reach, Powers* powers)
{
  const float* const x = d->spectra + row * SPECTRUM + k;
  BylineHalfSum a[MOST][2];
  BylineHalfSum b[MOST][2] = {{{0}, {0}}};
  for (unsigned m = 0; m < n; ++m) {
    a[m][0] = kernels[m].real[0] * byline_half_at(x);
    a[m][1] = kernels[m].real[0] * byline_half_at(x + BYLINE_CYCLES_PITCH);
  }
  for (int i = 1; i <= reach; ++i) {
    for (int part = 0; part < 2; ++part) {
      const float* const y = x + part * BYLINE_CYCLES_PITCH;
      const BylineHalfSum above = byline_half_at(y + i * SPECTRUM);
      const BylineHalfSum below = byline_half_at(y - i * SPECTRUM);
      for (unsigned m = 0; m < n; ++m) {
        a[m][part] += kernels[m].real[i] * (above + below);
        b[m][part] += kernels[m].imaginary[i] * (above - below);
      }
    }
  }
  for (unsigned m = 0; m < n; ++m) {
    const BylineHalfSum rising[2] = {a[m][0] - b[m][1], a[m][1] + b[m][0]};
    const BylineHalfSum falling[2] = {a[m][0] + b[m][1], b[m][0] - a[m][1]};
    powers[m].ways[0] += rising[0] * rising[0] + rising[1] * rising[1];
    powers[m].ways[1] += falling[0] * falling[0] + falling[1] * falling[1];
  }
}

/* The rows of a group that ripples are looked for around, every so many */
typedef struct {
  size_t begin;
  size_t end;
} Rows;

static Rows rows_of(const Desk* d, size_t group, size_t step)
{
  const size_t n = groups_of(d->n_rows);
  const size_t begin = group * d->n_rows / n;
  const size_t end = (group + 1) * d->n_rows / n;
  return (Rows){begin + step / 2 < end ? begin + step / 2 : begin, end};
}

/* Add up the powers of `n` kernels in each group.  Some rates after the other,
   since those of all rows stay in the first-level cache. */
BYLINE_INLINE void find_powers(const Desk* d, const Kernel* kernels,
                               const unsigned n, size_t step, int reach)
{
  for (size_t k = 0; k < BYLINE_CYCLES_RATES; k += WIDTH) {
    float* to = d->powers + k;
    for (size_t g = 0; g < groups_of(d->n_rows); ++g) {
      const Rows rows = rows_of(d, g, step);
      Powers powers[MOST] = {{{{0}, {0}}}};
      for (size_t row = rows.begin; row < rows.end; row += step) {
        add_powers(d, row, k, kernels, n, reach, powers);
      }
      for (unsigned m = 0; m < n; ++m) {
        for (unsigned way = 0; way < 2; ++way) {
          *(BylineHalfSum*)to = powers[m].ways[way];
          to += BYLINE_CYCLES_RATES;
        }
      }
    }
  }
}

/* Write the logarithms of the means of sums of `n` powers. */
static float* write_means(const float* powers, size_t n, size_t n_ways,
                          float* y)
{
  for (size_t way = 0; way < n_ways; ++way) {
    for (size_t k = 0; k < N_RATES; ++k) {
      const size_t width = rates[k + 1] - rates[k];
      const float sum = byline_sum(powers + rates[k], width);
      *y++ = logf(sum / (float)(n * width) + LEAST_POWER);
    }
    powers += BYLINE_CYCLES_RATES;
  }
  return y;
}

/* Describe ripples of a set of `n` scales, from the `first` on, in each group's
   numbers.  Returns the end of what was written of the first group. */
BYLINE_INLINE float* describe(const ModulationPool* layer, const Desk* d,
                              size_t first, const unsigned n, float* y)
{
  const size_t step = scales[first].step;
  const float* powers = d->powers;
  float* end = y;
  find_powers(d, &layer->kernels[first], n, step, scales[first].reach);
  for (size_t g = 0; g < groups_of(d->n_rows); ++g) {
    const Rows rows = rows_of(d, g, step);
    const size_t n_rows = (rows.end - rows.begin + step - 1) / step;
    float* at = y + g * N_NUMBERS;
    for (unsigned m = 0; m < n; ++m) {
      at = write_means(powers, n_rows, scales[first + m].density > 0 ? 2 : 1,
                       at);
      powers += 2 * (size_t)BYLINE_CYCLES_RATES;
    }
    end = g == 0 ? at : end;
  }
  return end;
}

static void pool_clips(const BylineLayer* base, const BylinePass* pass,
                       unsigned thread, size_t begin, size_t end)
{
  const ModulationPool* const layer = (const ModulationPool*)base;
  const BylineMap* const x = pass->inputs[0];
  const Desk desk = desk_of(pass, thread);
  const size_t n = groups_of(desk.n_rows) * N_NUMBERS;
  byline_cycles_window(desk.n_columns, desk.window);
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t c = 0; c < x->shape.channels; ++c) {
      float* y = byline_map_row(pass->output, clip, 0) + c * n;
      find_spectra(layer, x, clip, c, &desk);
      y = describe(layer, &desk, 0, 3, y);
      y = describe(layer, &desk, 3, 1, y);
      describe(layer, &desk, 4, 2, y);
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
  const uint64_t rows = inputs[0].rows;
  uint64_t per_rate = rows * 50; // a transform's
  (void)layer;
  (void)output;
  for (size_t i = 0; i < N_SCALES; ++i) {
    per_rate += rows / scales[i].step * (2 * (uint64_t)scales[i].reach + 1) * 4;
  }
  return (uint64_t)inputs[0].channels * per_rate * BYLINE_CYCLES_PERIOD / 2;
}

/* There is nothing to choose */
static bool alike(const BylineLayer* layer, const BylineLayer* other)
{
  (void)layer;
  (void)other;
  return true;
}

static const BylineLayerKind kind = {
    .name = "modulation pool",
    .infer = infer,
    .measure = measure,
    .alike = alike,
    .forward = forward,
    .multiply_adds = multiply_adds,
};

static void make_kernel(const Scale* scale, Kernel* kernel)
{
  double real[FURTHEST + 1];
  double imaginary[FURTHEST + 1];
  double envelopes[FURTHEST + 1];
  double sum = 0; /* Imaginary parts cancel out */
  double total = 0;
  for (int x = 0; x <= scale->reach; ++x) {
    const double angle = 6.283185307179586 * scale->density * x;
    const int sides = x > 0 ? 2 : 1;
    envelopes[x] = exp(-0.5 * pow(x / scale->deviation, 2));
    real[x] = envelopes[x] * cos(angle);
    imaginary[x] = envelopes[x] * sin(angle);
    sum += sides * real[x];
    total += sides * envelopes[x];
  }
  const double mean = scale->density > 0 ? sum / total : 0;
  double squares = 0;
  for (int x = 0; x <= scale->reach; ++x) {
    real[x] -= mean * envelopes[x];
    squares +=
        (x > 0 ? 2 : 1) * (real[x] * real[x] + imaginary[x] * imaginary[x]);
  }
  for (int x = 0; x <= scale->reach; ++x) {
    kernel->real[x] = (float)(real[x] / sqrt(squares));
    kernel->imaginary[x] = (float)(imaginary[x] / sqrt(squares));
  }
}

unsigned byline_modulation_pool_add(BylineNetwork* network, const char* name,
                                    unsigned input)
{
  ModulationPool* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  byline_cycles_init(&layer->cycles);
  for (size_t i = 0; i < N_SCALES; ++i) {
    make_kernel(&scales[i], &layer->kernels[i]);
  }
  return byline_network_add(network, &layer->base);
}
