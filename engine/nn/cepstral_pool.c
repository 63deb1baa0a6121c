/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics of cepstra over a clip: what told singers and instruments apart
   before networks did.

   A column's cepstra are the first numbers of the orthonormal DCT-II of its log
   mel bands (Davis and Mermelstein 1980, "Comparison of parametric
   representations for monosyllabic word recognition"); their slopes are half of
   the difference of both neighbours.  Of each channel come means, standard
   deviations and quantiles of the cepstra, the same of the slopes, and the
   correlations of every two cepstra.

   Where the channels are mix, voice and rest, a column counts as much as the
   voice has of its power, since the singer is heard where someone sings. */

#include "nn/cosine_basis.h"
#include "nn/layers.h"
#include "nn/logistic.h"
#include "nn/sort_samples.h"
#include "nn/sums.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Channels when voice and rest are apart, and which is which */
enum { N_APART = 3, VOICE = 1, REST = 2 };

/* What varies less than this does not vary: it is correlated with nothing */
#define MIN_DEVIATION 1e-5f

/* Cells are in standard deviations of a clip; no clip has more */
#define MAX_CELL 20.0f

typedef struct {
  BylineLayer base;
  size_t n_cepstra;
  size_t n_quantiles;
  size_t n_rows; ///< Of the input
  float* basis;  ///< n_cepstra x n_rows: the transform
} CepstralPool;

/* Columns that are transformed together, and cepstra of them */
enum { BLOCK = BYLINE_SUM_PARTS, N_TOGETHER = 4 };

/* Cepstra that are sorted side by side */
enum { SOME = BYLINE_SORT_CURVES };
typedef int32_t Counts __attribute__((vector_size(SOME * sizeof(int32_t))));
_Static_assert(sizeof(Counts) == sizeof(BylineHalfSum), "a count for each sum");

/* One thread's working memory: `n_columns` numbers, or `pitch` for each
   cepstrum */
typedef struct {
  size_t n_columns;
  size_t pitch;   ///< n_columns rounded up to whole blocks
  float* weights; ///< Of columns; their sum is 1
  float* rest;    ///< Power of the rest in columns
  float* cells;   ///< n_rows x BLOCK
  float* cepstra; ///< n_cepstra x pitch
  float* slopes;  ///< n_cepstra x pitch
  float* sorted;  ///< n_columns x SOME: some cepstra, smallest first
  float* below;   ///< As many: the weight up to each of `sorted`
} Desk;

static size_t pitch_of(size_t n_columns)
{
  return (n_columns + BLOCK - 1) / BLOCK * BLOCK;
}

static size_t statistics_of(size_t n_cepstra, size_t n_quantiles)
{
  return 2 * n_cepstra * (2 + n_quantiles) + n_cepstra * (n_cepstra - 1) / 2;
}

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  const CepstralPool* const layer = (const CepstralPool*)base;
  if (inputs[0].rows < layer->n_cepstra) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: %zu cepstra of %u bands; take as many at most",
                        base->name, layer->n_cepstra, inputs[0].rows);
  }
  if (inputs[0].columns < 2) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: slopes take two columns or more", base->name);
  }
  const size_t n = statistics_of(layer->n_cepstra, layer->n_quantiles);
  *output = (BylineMapShape){inputs[0].channels * (uint32_t)n, 1, 1};
  return BYLINE_OK;
}

static void measure(const BylineLayer* base, const BylineLayerContext* context,
                    BylineLayerMemory* memory)
{
  const CepstralPool* const layer = (const CepstralPool*)base;
  memory->scratch = pitch_of(context->inputs[0].columns) *
                        (2 * layer->n_cepstra + 2 + 2 * (size_t)SOME) +
                    BLOCK * layer->n_rows;
}

static Desk desk_of(const CepstralPool* layer, const BylinePass* pass,
                    unsigned thread)
{
  const size_t n = pitch_of(pass->inputs[0]->shape.columns);
  const size_t n_side_by_side = SOME * n;
  Desk d = {.n_columns = pass->inputs[0]->shape.columns, .pitch = n};
  d.weights = byline_pass_scratch(pass, thread);
  d.rest = d.weights + n;
  d.sorted = d.rest + n;
  d.below = d.sorted + n_side_by_side;
  d.cepstra = d.below + n_side_by_side;
  d.slopes = d.cepstra + layer->n_cepstra * n;
  d.cells = d.slopes + layer->n_cepstra * n;
  return d;
}

/* ---- columns */

/* Add up a column's power over the bands of a channel */
static void add_power(const BylineMap* x, size_t clip, size_t channel,
                      float* power)
{
  for (size_t r = 0; r < x->shape.rows; ++r) {
    const float* const cells = byline_map_row(x, clip, r) + channel;
    for (size_t i = 0; i < x->shape.columns; ++i) {
      const float cell = cells[i * x->pitch];
      const float above = cell > -MAX_CELL ? cell : -MAX_CELL;
      power[i] += byline_exp(above < MAX_CELL ? above : MAX_CELL);
    }
  }
}

static void weigh_columns(const BylineMap* x, size_t clip, const Desk* d)
{
  const size_t n = d->n_columns;
  memset(d->weights, 0, n * sizeof(float));
  if (x->shape.channels == N_APART) {
    memset(d->rest, 0, n * sizeof(float));
    add_power(x, clip, VOICE, d->weights);
    add_power(x, clip, REST, d->rest);
  }
  float sum = 0;
  for (size_t i = 0; i < n; ++i) {
    d->weights[i] = x->shape.channels == N_APART
                        ? d->weights[i] / (d->weights[i] + d->rest[i])
                        : 1;
    sum += d->weights[i];
  }
  for (size_t i = 0; i < n; ++i) {
    d->weights[i] /= sum;
  }
}

/* Up to BLOCK columns from `first` on; behind the last, zeros */
static void read_block(const BylineMap* x, size_t clip, size_t channel,
                       size_t first, float* cells)
{
  const size_t rest = x->shape.columns - first;
  const size_t n = rest < BLOCK ? rest : BLOCK;
  if (n < BLOCK) {
    memset(cells, 0, (size_t)BLOCK * x->shape.rows * sizeof(*cells));
  }
  for (size_t r = 0; r < x->shape.rows; ++r) {
    const float* const from =
        byline_map_row(x, clip, r) + channel + first * x->pitch;
    for (size_t i = 0; i < n; ++i) {
      cells[r * BLOCK + i] = from[i * x->pitch];
    }
  }
}

/* `n` cepstra of a block, from the `k`th on */
BYLINE_INLINE void transform_block(const CepstralPool* layer, const Desk* d,
                                   const unsigned n, size_t k, size_t first)
{
  const float* const basis = layer->basis + k * layer->n_rows;
  BylineSum sums[N_TOGETHER] = {{{0}, {0}}};
  for (size_t r = 0; r < layer->n_rows; ++r) {
    const BylineHalfSum low = byline_half_at(d->cells + r * BLOCK);
    const BylineHalfSum high = byline_half_at(d->cells + r * BLOCK + BLOCK / 2);
    for (unsigned i = 0; i < n; ++i) {
      const float factor = basis[i * layer->n_rows + r];
      sums[i].low += factor * low;
      sums[i].high += factor * high;
    }
  }
  for (unsigned i = 0; i < n; ++i) {
    memcpy(d->cepstra + (k + i) * d->pitch + first, &sums[i], sizeof(sums[i]));
  }
}

static void transform(const CepstralPool* layer, const BylineMap* x,
                      size_t clip, size_t channel, const Desk* d)
{
  for (size_t first = 0; first < d->n_columns; first += BLOCK) {
    size_t k = 0;
    read_block(x, clip, channel, first, d->cells);
    for (; k + N_TOGETHER <= layer->n_cepstra; k += N_TOGETHER) {
      transform_block(layer, d, N_TOGETHER, k, first);
    }
    for (; k < layer->n_cepstra; ++k) {
      transform_block(layer, d, 1, k, first);
    }
  }
}

/* One-sided at both ends */
static void differentiate(const float* x, size_t n, float* slopes)
{
  slopes[0] = x[1] - x[0];
  slopes[n - 1] = x[n - 1] - x[n - 2];
  for (size_t i = 1; i + 1 < n; ++i) {
    slopes[i] = 0.5f * (x[i + 1] - x[i - 1]);
  }
}

/* ---- statistics */

/* Sort some cepstra side by side, and add up the weights of what lies below */
static void sort_some(const Desk* d, const float* x, size_t n_some)
{
  for (size_t i = 0; i < d->n_columns; ++i) {
    for (size_t c = 0; c < SOME; ++c) {
      d->sorted[i * SOME + c] = c < n_some ? x[c * d->pitch + i] : 0;
      d->below[i * SOME + c] = d->weights[i];
    }
  }
  byline_sort_samples(d->sorted, d->below, d->n_columns);
  for (size_t i = SOME; i < d->n_columns * SOME; i += SOME) {
    *(BylineHalfSum*)(d->below + i) += byline_half_at(d->below + i - SOME);
  }
}

/* The values of some cepstra below which the first, third, fifth... of 2 n
   shares of the weight lie: 10, 30, 50, 70 and 90 % for n = 5 */
static void find_quantiles(const Desk* d, const float* x, size_t n_some,
                           size_t n, float* quantiles, size_t step)
{
  sort_some(d, x, n_some);
  for (size_t k = 0; k < n; ++k) {
    const float share = ((float)k + 0.5f) / (float)n;
    Counts places = {0};
    for (size_t i = 0; i < d->n_columns; ++i) {
      /* One less where the difference has a sign */
      places -= (Counts)(byline_half_at(d->below + i * SOME) - share) >> 31;
    }
    for (size_t c = 0; c < n_some; ++c) {
      const size_t place = (size_t)places[c];
      const size_t last = d->n_columns - 1;
      quantiles[k * step + c] =
          d->sorted[(place < last ? place : last) * SOME + c];
    }
  }
}

/* Means, deviations and quantiles of `x`, n_cepstra x pitch, from which the
   means are taken.  Returns the end of what was written. */
static float* describe(const CepstralPool* layer, const Desk* d, float* x,
                       float* y)
{
  const size_t n = layer->n_cepstra;
  for (size_t k = 0; k < n; k += SOME) {
    find_quantiles(d, x + k * d->pitch, n - k < SOME ? n - k : SOME,
                   layer->n_quantiles, y + 2 * n + k, n);
  }
  for (size_t k = 0; k < n; ++k) {
    float* const values = x + k * d->pitch;
    const float mean = byline_sum_products(d->weights, values, d->n_columns);
    /* `rest` has been used */
    for (size_t i = 0; i < d->n_columns; ++i) {
      values[i] -= mean;
      d->rest[i] = d->weights[i] * values[i];
    }
    y[k] = mean;
    y[n + k] = sqrtf(byline_sum_products(d->rest, values, d->n_columns));
  }
  return y + (2 + layer->n_quantiles) * n;
}

/* The correlations of all pairs; `x` without their means, which is used up */
static void correlate(const CepstralPool* layer, const Desk* d, float* x,
                      const float* deviations, float* y)
{
  const size_t n = d->n_columns;
  for (size_t i = 0; i < n; ++i) {
    d->rest[i] = sqrtf(d->weights[i]);
  }
  for (size_t k = 0; k < layer->n_cepstra; ++k) {
    float* const values = x + k * d->pitch;
    const float scale =
        deviations[k] > MIN_DEVIATION ? 1 / deviations[k] : 0.0f;
    for (size_t i = 0; i < n; ++i) {
      values[i] *= scale * d->rest[i];
    }
    for (size_t j = 0; j < k; ++j) {
      *y++ = byline_sum_products(values, x + j * d->pitch, n);
    }
  }
}

static void pool_channel(const CepstralPool* layer, const BylineMap* x,
                         size_t clip, size_t channel, const Desk* d, float* y)
{
  transform(layer, x, clip, channel, d);
  for (size_t k = 0; k < layer->n_cepstra; ++k) {
    differentiate(d->cepstra + k * d->pitch, d->n_columns,
                  d->slopes + k * d->pitch);
  }
  float* const slopes = describe(layer, d, d->cepstra, y);
  float* const correlations = describe(layer, d, d->slopes, slopes);
  correlate(layer, d, d->cepstra, y + layer->n_cepstra, correlations);
}

static void pool_clips(const BylineLayer* base, const BylinePass* pass,
                       unsigned thread, size_t begin, size_t end)
{
  const CepstralPool* const layer = (const CepstralPool*)base;
  const BylineMap* const x = pass->inputs[0];
  const Desk desk = desk_of(layer, pass, thread);
  const size_t n = statistics_of(layer->n_cepstra, layer->n_quantiles);
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    weigh_columns(x, clip, &desk);
    for (size_t c = 0; c < x->shape.channels; ++c) {
      pool_channel(layer, x, clip, c, &desk,
                   byline_map_row(pass->output, clip, 0) + c * n);
    }
  }
}

BYLINE_WIDE_TASK(forward_share, pool_clips)

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static uint64_t multiply_adds(const BylineLayer* base,
                              const BylineMapShape* inputs,
                              const BylineMapShape* output)
{
  const CepstralPool* const layer = (const CepstralPool*)base;
  const uint64_t n = layer->n_cepstra;
  (void)output;
  return (uint64_t)inputs[0].channels * inputs[0].columns *
         (n * inputs[0].rows + n * (n - 1) / 2 + 6 * n);
}

static void free_basis(BylineLayer* base)
{
  free(((CepstralPool*)base)->basis);
}

static bool alike(const BylineLayer* layer, const BylineLayer* other)
{
  const CepstralPool* const a = (const CepstralPool*)layer;
  const CepstralPool* const b = (const CepstralPool*)other;
  return a->n_cepstra == b->n_cepstra && a->n_quantiles == b->n_quantiles;
}

static const BylineLayerKind kind = {
    .name = "cepstral pool",
    .infer = infer,
    .measure = measure,
    .alike = alike,
    .forward = forward,
    .multiply_adds = multiply_adds,
    .free = free_basis,
};

unsigned byline_cepstral_pool_add(BylineNetwork* network, const char* name,
                                  unsigned input, uint32_t n_cepstra,
                                  uint32_t n_quantiles)
{
  CepstralPool* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->n_cepstra = n_cepstra;
  layer->n_quantiles = n_quantiles;
  layer->n_rows = byline_network_map(network, input)->rows;
  layer->basis = byline_cosine_basis_new(n_cepstra, layer->n_rows);
  if (!layer->basis) {
    byline_network_out_of_memory(network);
  }
  return byline_network_add(network, &layer->base);
}
