/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How groups of bands are spread over a clip, and which go together: what an
   arrangement sounds like (block-level features; Seyerlehner, Widmer and Pohle
   2010, "Fusing block-level features for music similarity estimation").

   Of each channel, of curves g(t) of groups of bands (band_groups.h) and of
   their steps d(t) = g(t + 1) - g(t),

   - quantiles of each g, and of each d;
   - the correlations of every two g, and of every two d;
   - the correlation of each g with the same group's in the next channel; in the
     last channel, with the first's. */

#include "nn/band_groups.h"
#include "nn/layers.h"
#include "nn/sort_samples.h"
#include "nn/sums.h"

#include <math.h>
#include <string.h>

static const float levels[] = {0.02f, 0.1f, 0.25f, 0.5f, 0.75f, 0.9f, 0.98f};
static const float steps[] = {0.02f, 0.1f, 0.9f, 0.98f};
enum {
  N_LEVELS = sizeof(levels) / sizeof(*levels),
  N_STEPS = sizeof(steps) / sizeof(*steps)
};

/* What is added to deviations, so that what hardly varies is correlated with
   hardly anything */
#define LEAST_DEVIATION 1e-3f

/* Curves that are sorted side by side */
enum { SOME = BYLINE_SORT_CURVES };

/* One thread's working memory */
typedef struct {
  size_t n_columns;
  size_t n_groups;
  float* curves; ///< n_groups x n_columns: this channel's
  float* others; ///< n_groups x n_columns: the next one's
  float* sorted; ///< n_columns x SOME: some curves, smallest first
} Desk;

static size_t numbers_of(size_t n_groups)
{
  return n_groups * (N_LEVELS + N_STEPS + 1) + n_groups * (n_groups - 1);
}

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  if (inputs[0].columns < 2) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: steps take two columns or more", layer->name);
  }
  const size_t n = numbers_of(byline_band_groups(inputs[0].rows));
  *output = (BylineMapShape){inputs[0].channels * (uint32_t)n, 1, 1};
  return BYLINE_OK;
}

static void measure(const BylineLayer* layer, const BylineLayerContext* context,
                    BylineLayerMemory* memory)
{
  const BylineMapShape* const input = &context->inputs[0];
  (void)layer;
  memory->scratch =
      (size_t)input->columns * (2 * byline_band_groups(input->rows) + SOME);
}

static Desk desk_of(const BylinePass* pass, unsigned thread)
{
  const BylineMapShape* const shape = &pass->inputs[0]->shape;
  const size_t n = shape->columns;
  const size_t n_groups = byline_band_groups(shape->rows);
  float* const memory = byline_pass_scratch(pass, thread);
  return (Desk){.n_columns = n,
                .n_groups = n_groups,
                .curves = memory,
                .others = memory + n_groups * n,
                .sorted = memory + 2 * n_groups * n};
}

static void read_curves(const BylineMap* x, size_t clip, size_t channel,
                        const Desk* d, float* curves)
{
  for (size_t g = 0; g < d->n_groups; ++g) {
    byline_band_group_read(x, clip, channel, g, curves + g * d->n_columns);
  }
}

/* Some curves of `n` numbers side by side, smallest first */
static void sort_some(const Desk* d, const float* curves, size_t n_some,
                      size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    for (size_t c = 0; c < SOME; ++c) {
      d->sorted[i * SOME + c] = c < n_some ? curves[c * d->n_columns + i] : 0;
    }
  }
  byline_sort_samples(d->sorted, NULL, n);
}

/* One of each share for every curve of `n` numbers */
static float* find_quantiles(const Desk* d, size_t n, const float* shares,
                             size_t n_shares, float* y)
{
  for (size_t g = 0; g < d->n_groups; g += SOME) {
    const size_t left = d->n_groups - g;
    const size_t n_some = left < SOME ? left : SOME;
    sort_some(d, d->curves + g * d->n_columns, n_some, n);
    for (size_t k = 0; k < n_shares; ++k) {
      const size_t place = (size_t)(shares[k] * (float)(n - 1));
      memcpy(y + k * d->n_groups + g, d->sorted + place * SOME,
             n_some * sizeof(*y));
    }
  }
  return y + n_shares * d->n_groups;
}

/* Curves of `n` numbers: mean 0, deviation 1 or less */
static void standardise(const Desk* d, size_t n, float* curves)
{
  for (size_t g = 0; g < d->n_groups; ++g) {
    float* const curve = curves + g * d->n_columns;
    const float mean = byline_sum(curve, n) / (float)n;
    const float square = byline_take_off(curve, n, mean);
    const float scale = 1 / (sqrtf(square / (float)n) + LEAST_DEVIATION);
    for (size_t i = 0; i < n; ++i) {
      curve[i] *= scale;
    }
  }
}

/* Of every two standardised curves of `n` numbers */
static float* correlate(const Desk* d, size_t n, float* y)
{
  for (size_t g = 1; g < d->n_groups; ++g) {
    for (size_t k = 0; k < g; ++k) {
      *y++ = byline_sum_products(d->curves + g * d->n_columns,
                                 d->curves + k * d->n_columns, n) /
             (float)n;
    }
  }
  return y;
}

static void step(const Desk* d)
{
  for (size_t g = 0; g < d->n_groups; ++g) {
    float* const curve = d->curves + g * d->n_columns;
    for (size_t i = 0; i + 1 < d->n_columns; ++i) {
      curve[i] = curve[i + 1] - curve[i];
    }
  }
}

static void pool_channel(const BylineMap* x, size_t clip, size_t channel,
                         const Desk* d, float* y)
{
  const size_t n = d->n_columns;
  const size_t next = (channel + 1) % x->shape.channels;
  read_curves(x, clip, channel, d, d->curves);
  step(d);
  float* const steps_quantiles = y + N_LEVELS * d->n_groups;
  float* at = find_quantiles(d, n - 1, steps, N_STEPS, steps_quantiles);
  standardise(d, n - 1, d->curves);
  at = correlate(d, n - 1, at);
  read_curves(x, clip, channel, d, d->curves);
  find_quantiles(d, n, levels, N_LEVELS, y);
  standardise(d, n, d->curves);
  at = correlate(d, n, at);
  read_curves(x, clip, next, d, d->others);
  standardise(d, n, d->others);
  for (size_t g = 0; g < d->n_groups; ++g) {
    *at++ =
        byline_sum_products(d->curves + g * n, d->others + g * n, n) / (float)n;
  }
}

static void pool_clips(const BylineLayer* layer, const BylinePass* pass,
                       unsigned thread, size_t begin, size_t end)
{
  const BylineMap* const x = pass->inputs[0];
  const Desk desk = desk_of(pass, thread);
  const size_t n = numbers_of(desk.n_groups);
  (void)layer;
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t c = 0; c < x->shape.channels; ++c) {
      pool_channel(x, clip, c, &desk,
                   byline_map_row(pass->output, clip, 0) + c * n);
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
  const uint64_t n_groups = byline_band_groups(inputs[0].rows);
  (void)layer;
  (void)output;
  return (uint64_t)inputs[0].channels * inputs[0].columns *
         (3 * inputs[0].rows + n_groups * (n_groups + 8));
}

/* There is nothing to choose */
static bool alike(const BylineLayer* layer, const BylineLayer* other)
{
  (void)layer;
  (void)other;
  return true;
}

static const BylineLayerKind kind = {
    .name = "bands pool",
    .infer = infer,
    .measure = measure,
    .alike = alike,
    .forward = forward,
    .multiply_adds = multiply_adds,
};

unsigned byline_bands_pool_add(BylineNetwork* network, const char* name,
                               unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  return layer ? byline_network_add(network, layer) : 0;
}
