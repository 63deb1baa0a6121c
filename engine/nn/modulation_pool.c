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

/* Rates that are looked at, as many at once as a sum has parts */
enum { HALF_PERIOD = BYLINE_CYCLES_PERIOD / 2 };
_Static_assert(HALF_PERIOD % BYLINE_SUM_PARTS == 0, "none is left over");

/* A row's spectrum: real parts, then imaginary ones */
enum { SPECTRUM = 2 * BYLINE_CYCLES_RATES };

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

/* One thread's working memory */
typedef struct {
  size_t n_rows;
  size_t n_columns;
  float* window;  ///< n_columns
  float* row;     ///< n_columns
  float* curves;  ///< n_columns x BYLINE_CYCLES_CURVES
  float* memory;  ///< BYLINE_CYCLES_MEMORY
  float* spectra; ///< n_rows x SPECTRUM
  float* powers;  ///< 2 x half a period: rising, falling
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

static void measure(const BylineLayer* layer, const BylineLayerContext* context,
                    BylineLayerMemory* memory)
{
  const BylineMapShape* const input = &context->inputs[0];
  (void)layer;
  memory->scratch = (2 + (size_t)BYLINE_CYCLES_CURVES) * input->columns +
                    BYLINE_CYCLES_MEMORY + (size_t)input->rows * SPECTRUM +
                    BYLINE_CYCLES_PERIOD;
}

static Desk desk_of(const BylinePass* pass, unsigned thread)
{
  const BylineMapShape* const shape = &pass->inputs[0]->shape;
  Desk d = {.n_rows = shape->rows, .n_columns = shape->columns};
  d.window = byline_pass_scratch(pass, thread);
  d.row = d.window + d.n_columns;
  d.curves = d.row + d.n_columns;
  d.memory = d.curves + BYLINE_CYCLES_CURVES * d.n_columns;
  d.spectra = d.memory + BYLINE_CYCLES_MEMORY;
  d.powers = d.spectra + d.n_rows * SPECTRUM;
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

/* Add up a kernel times spectra: to a its real part times their real and
   imaginary parts, to b its imaginary part.  On one side of the row in the
   middle a kernel is the conjugate of that on the other; `way` is 1 above and
   -1 below. */
BYLINE_INLINE void add_side(const float* spectrum, const Kernel* kernel,
                            int distance, float way, BylineSum a[2],
                            BylineSum b[2])
{
  const float real = kernel->real[distance];
  const float imaginary = way * kernel->imaginary[distance];
  for (unsigned part = 0; part < 2; ++part) {
    const float* const x = spectrum + (size_t)part * BYLINE_CYCLES_RATES;
    const BylineHalfSum low = byline_half_at(x);
    const BylineHalfSum high = byline_half_at(x + BYLINE_SUM_PARTS / 2);
    a[part].low += real * low;
    a[part].high += real * high;
    b[part].low += imaginary * low;
    b[part].high += imaginary * high;
  }
}

/* The same of both sides, of which most is one */
BYLINE_INLINE void add_sides(const float* above, const float* below,
                             const Kernel* kernel, int distance, BylineSum a[2],
                             BylineSum b[2])
{
  const float real = kernel->real[distance];
  const float imaginary = kernel->imaginary[distance];
  for (unsigned part = 0; part < 2; ++part) {
    const float* const x = above + (size_t)part * BYLINE_CYCLES_RATES;
    const float* const y = below + (size_t)part * BYLINE_CYCLES_RATES;
    const BylineHalfSum x_low = byline_half_at(x);
    const BylineHalfSum y_low = byline_half_at(y);
    const BylineHalfSum x_high = byline_half_at(x + BYLINE_SUM_PARTS / 2);
    const BylineHalfSum y_high = byline_half_at(y + BYLINE_SUM_PARTS / 2);
    a[part].low += real * (x_low + y_low);
    a[part].high += real * (x_high + y_high);
    b[part].low += imaginary * (x_low - y_low);
    b[part].high += imaginary * (x_high - y_high);
  }
}

BYLINE_INLINE void put_powers(BylineHalfSum a_re, BylineHalfSum a_im,
                              BylineHalfSum b_re, BylineHalfSum b_im,
                              float* powers)
{
  const BylineHalfSum rising[2] = {a_re - b_im, a_im + b_re};
  const BylineHalfSum falling[2] = {a_re + b_im, b_re - a_im};
  *(BylineHalfSum*)powers = rising[0] * rising[0] + rising[1] * rising[1];
  *(BylineHalfSum*)(powers + HALF_PERIOD) =
      falling[0] * falling[0] + falling[1] * falling[1];
}

/* The powers of ripples around a row, at each rate.  X at -w is the conjugate
   of that at w: sums with the kernel's real and imaginary parts make both. */
BYLINE_INLINE void find_powers(const Desk* d, size_t row, const Kernel* kernel,
                               int reach)
{
  const int below = (int)row < reach ? (int)row : reach;
  const int rest = (int)(d->n_rows - 1 - row);
  const int above = rest < reach ? rest : reach;
  const int both = below < above ? below : above;
  for (size_t k = 0; k < HALF_PERIOD; k += BYLINE_SUM_PARTS) {
    const float* const x = d->spectra + row * SPECTRUM + k;
    BylineSum a[2] = {{{0}, {0}}, {{0}, {0}}};
    BylineSum b[2] = {{{0}, {0}}, {{0}, {0}}};
    add_side(x, kernel, 0, 1, a, b);
    for (int i = 1; i <= both; ++i) {
      add_sides(x + i * SPECTRUM, x - i * SPECTRUM, kernel, i, a, b);
    }
    for (int i = both + 1; i <= above; ++i) {
      add_side(x + i * SPECTRUM, kernel, i, 1, a, b);
    }
    for (int i = both + 1; i <= below; ++i) {
      add_side(x - i * SPECTRUM, kernel, i, -1, a, b);
    }
    float* const powers = d->powers + k;
    put_powers(a[0].low, a[1].low, b[0].low, b[1].low, powers);
    put_powers(a[0].high, a[1].high, b[0].high, b[1].high,
               powers + BYLINE_SUM_PARTS / 2);
  }
}

/* Write the logarithms of mean powers of ripples of one density into each
   group's numbers. */
BYLINE_INLINE void describe(const Desk* d, const Kernel* kernel,
                            const Scale* scale, float* y)
{
  const size_t n_groups = groups_of(d->n_rows);
  const size_t n_ways = scale->density > 0 ? 2 : 1;
  for (size_t g = 0; g < n_groups; ++g) {
    const size_t begin = g * d->n_rows / n_groups;
    const size_t end = (g + 1) * d->n_rows / n_groups;
    const size_t half = scale->step / 2;
    float sums[2 * N_RATES] = {0};
    size_t n_rows = 0;
    for (size_t row = begin + half < end ? begin + half : begin; row < end;
         row += scale->step) {
      find_powers(d, row, kernel, scale->reach);
      for (size_t k = 0; k < n_ways * N_RATES; ++k) {
        const size_t rate = k % N_RATES;
        const float* const powers = d->powers + k / N_RATES * HALF_PERIOD;
        sums[k] +=
            byline_sum(powers + rates[rate], rates[rate + 1] - rates[rate]);
      }
      ++n_rows;
    }
    for (size_t k = 0; k < n_ways * N_RATES; ++k) {
      const size_t rate = k % N_RATES;
      const float n = (float)(n_rows * (rates[rate + 1] - rates[rate]));
      y[g * N_NUMBERS + k] = logf(sums[k] / n + LEAST_POWER);
    }
  }
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
      for (size_t i = 0; i < N_SCALES; ++i) {
        describe(&desk, &layer->kernels[i], &scales[i], y);
        y += scales[i].density > 0 ? 2 * N_RATES : N_RATES;
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
