/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Texture over a clip: what a production sounds like, whoever plays or sings.

   Of each channel, with means over all columns,

   - the mean and the standard deviation of each band, both through a cosine
     transform: the long-term spectrum at a finer resolution than cepstra of
     columns have;
   - of groups of neighbouring bands, averaged to one curve g(t) each: the
     logarithm of the mean square of

         (sum of g(t + s) ... g(t + 2 s - 1) - sum of g(t) ... g(t + s - 1)) / s

     for s = 1, 2, 4 ... 64 columns: how much it changes from one s columns to
     the next (energies of Haar's wavelets, overcomplete; from attack to
     rhythm to phrase).  Where a clip is too short for s, that of s / 2;
   - of the groups, the mean of how far bands are from the next above: how
     tonal they are;
   - of the groups, the mean square of how far bands rise from column to column:
     how percussive. */

#include "nn/band_groups.h"
#include "nn/cosine_basis.h"
#include "nn/layers.h"
#include "nn/sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Changes that are no more than rounding */
#define LEAST_CHANGE 1e-3

typedef struct {
  BylineLayer base;
  size_t n_cepstra;
  size_t n_rows; ///< Of the input
  float* basis;  ///< n_cepstra x n_rows: the transform
} TexturePool;

/* One thread's working memory */
typedef struct {
  size_t n_columns;
  float* row;       ///< n_columns: one band's cells
  float* above;     ///< n_columns: the next one's
  float* spare;     ///< n_columns
  float* means;     ///< n_rows
  float* deviances; ///< n_rows: standard deviations
  double* sums;     ///< (n_columns + 1) of each group: running sums
} Desk;

static size_t numbers_of(const TexturePool* layer)
{
  return 2 * layer->n_cepstra +
         (BYLINE_TEXTURE_OCTAVES + 2) * byline_band_groups(layer->n_rows);
}

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  const TexturePool* const layer = (const TexturePool*)base;
  if (inputs[0].rows < layer->n_cepstra) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: %zu cepstra of %u bands; take as many at most",
                        base->name, layer->n_cepstra, inputs[0].rows);
  }
  if (inputs[0].columns < 2) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: changes take two columns or more", base->name);
  }
  *output =
      (BylineMapShape){inputs[0].channels * (uint32_t)numbers_of(layer), 1, 1};
  return BYLINE_OK;
}

/* Running sums are of doubles, as large as two floats */
static size_t sums_of(const TexturePool* layer, size_t n_columns)
{
  return byline_band_groups(layer->n_rows) * (n_columns + 1);
}

static void measure(const BylineLayer* base, const BylineLayerContext* context,
                    BylineLayerMemory* memory)
{
  const TexturePool* const layer = (const TexturePool*)base;
  const size_t n = context->inputs[0].columns;
  memory->scratch = 2 * sums_of(layer, n) + 3 * n + 2 * layer->n_rows;
}

static Desk desk_of(const TexturePool* layer, const BylinePass* pass,
                    unsigned thread)
{
  const size_t n = pass->inputs[0]->shape.columns;
  double* const sums = (double*)(void*)byline_pass_scratch(pass, thread);
  float* const memory = (float*)(void*)(sums + sums_of(layer, n));
  return (Desk){.n_columns = n,
                .sums = sums,
                .row = memory,
                .above = memory + n,
                .spare = memory + 2 * n,
                .means = memory + 3 * n,
                .deviances = memory + 3 * n + layer->n_rows};
}

/* ---- bands */

/* Uses up the row */
static void describe_row(const Desk* d, size_t r)
{
  const float n = (float)d->n_columns;
  const float mean = byline_sum(d->row, d->n_columns) / n;
  const float square = byline_take_off(d->row, d->n_columns, mean);
  d->means[r] = mean;
  d->deviances[r] = sqrtf(square / n);
}

/* How far a band is from the one above, and how far it rises; means */
static float unevenness_of(const Desk* d)
{
  for (size_t i = 0; i < d->n_columns; ++i) {
    d->spare[i] = fabsf(d->above[i] - d->row[i]);
  }
  return byline_sum(d->spare, d->n_columns) / (float)d->n_columns;
}

static float rise_of(const Desk* d)
{
  const size_t n = d->n_columns - 1;
  for (size_t i = 0; i < n; ++i) {
    const float rise = d->row[i + 1] - d->row[i];
    d->spare[i] = rise > 0 ? rise : 0;
  }
  return byline_sum_products(d->spare, d->spare, n) / (float)n;
}

static void add_to_group(const Desk* d, size_t group)
{
  double* const sums = d->sums + group * (d->n_columns + 1);
  for (size_t i = 0; i < d->n_columns; ++i) {
    sums[i + 1] += (double)d->row[i];
  }
}

/* ---- groups */

/* From sums over bands of each column to running sums of their mean */
static void run_sums(double* sums, size_t n_columns, float n_bands)
{
  for (size_t i = 1; i <= n_columns; ++i) {
    sums[i] = sums[i - 1] + sums[i] / (double)n_bands;
  }
}

/* The change over `span` columns from the `i`th on */
BYLINE_INLINE double change_at(const double* sums, size_t i, size_t span,
                               double share)
{
  return (sums[i + 2 * span] - 2 * sums[i + span] + sums[i]) * share;
}

/* Its mean square.  In parts, which need not wait for each other. */
static double change_of(const double* sums, size_t n_columns, size_t span)
{
  enum { N_PARTS = 8 };
  const size_t n = n_columns - 2 * span + 1;
  const double share = 1 / (double)span;
  double parts[N_PARTS] = {0};
  size_t i = 0;
  for (; i + N_PARTS <= n; i += N_PARTS) {
    for (size_t k = 0; k < N_PARTS; ++k) {
      const double change = change_at(sums, i + k, span, share);
      parts[k] += change * change;
    }
  }
  double square = 0;
  for (; i < n; ++i) {
    const double change = change_at(sums, i, span, share);
    square += change * change;
  }
  for (size_t k = 0; k < N_PARTS; ++k) {
    square += parts[k];
  }
  return square / (double)n;
}

/* The changes of a group; `y` has those of all, an octave after the other */
static void describe_group(const TexturePool* layer, const Desk* d,
                           size_t group, float* y)
{
  double* const sums = d->sums + group * (d->n_columns + 1);
  double change = 0;
  run_sums(sums, d->n_columns, byline_band_group_size(layer->n_rows, group));
  for (size_t k = 0; k < BYLINE_TEXTURE_OCTAVES; ++k) {
    const size_t span = (size_t)1 << k;
    if (2 * span <= d->n_columns) {
      change = change_of(sums, d->n_columns, span);
    }
    y[k * byline_band_groups(layer->n_rows) + group] =
        (float)log(change + LEAST_CHANGE);
  }
}

static float* transform(const TexturePool* layer, const float* bands, float* y)
{
  for (size_t k = 0; k < layer->n_cepstra; ++k) {
    *y++ = byline_sum_products(layer->basis + k * layer->n_rows, bands,
                               layer->n_rows);
  }
  return y;
}

static void pool_channel(const TexturePool* layer, const BylineMap* x,
                         size_t clip, size_t channel, const Desk* desk,
                         float* y)
{
  const size_t n_groups = byline_band_groups(layer->n_rows);
  float* const changes = y + 2 * layer->n_cepstra;
  float* const unevenness = changes + BYLINE_TEXTURE_OCTAVES * n_groups;
  float* const rises = unevenness + n_groups;
  Desk d = *desk;
  memset(d.sums, 0, sums_of(layer, d.n_columns) * sizeof(*d.sums));
  byline_map_read_row(x, clip, channel, 0, d.row);
  for (size_t r = 0; r < layer->n_rows; ++r) {
    const size_t group = byline_band_group_of(layer->n_rows, r);
    const float size = byline_band_group_size(layer->n_rows, group);
    if (r + 1 < layer->n_rows) {
      byline_map_read_row(x, clip, channel, r + 1, d.above);
      unevenness[group] += unevenness_of(&d) / size;
    }
    rises[group] += rise_of(&d) / size;
    add_to_group(&d, group);
    describe_row(&d, r);
    float* const used = d.row;
    d.row = d.above;
    d.above = used;
  }
  for (size_t g = 0; g < n_groups; ++g) {
    describe_group(layer, &d, g, changes);
  }
  transform(layer, d.deviances, transform(layer, d.means, y));
}

static void pool_clips(const BylineLayer* base, const BylinePass* pass,
                       unsigned thread, size_t begin, size_t end)
{
  const TexturePool* const layer = (const TexturePool*)base;
  const BylineMap* const x = pass->inputs[0];
  const Desk desk = desk_of(layer, pass, thread);
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t c = 0; c < x->shape.channels; ++c) {
      pool_channel(layer, x, clip, c, &desk,
                   byline_map_row(pass->output, clip, 0) +
                       c * numbers_of(layer));
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
  const TexturePool* const layer = (const TexturePool*)base;
  const uint64_t n_cells =
      (uint64_t)inputs[0].rows * (uint64_t)inputs[0].columns;
  const uint64_t n_changes = (uint64_t)byline_band_groups(layer->n_rows) *
                             BYLINE_TEXTURE_OCTAVES *
                             (uint64_t)inputs[0].columns;
  (void)output;
  return inputs[0].channels *
         (5 * n_cells + n_changes + 2 * layer->n_cepstra * layer->n_rows);
}

static void free_basis(BylineLayer* base)
{
  free(((TexturePool*)base)->basis);
}

static bool alike(const BylineLayer* layer, const BylineLayer* other)
{
  return ((const TexturePool*)layer)->n_cepstra ==
         ((const TexturePool*)other)->n_cepstra;
}

static const BylineLayerKind kind = {
    .name = "texture pool",
    .infer = infer,
    .measure = measure,
    .alike = alike,
    .forward = forward,
    .multiply_adds = multiply_adds,
    .free = free_basis,
};

unsigned byline_texture_pool_add(BylineNetwork* network, const char* name,
                                 unsigned input, uint32_t n_cepstra)
{
  TexturePool* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->n_cepstra = n_cepstra;
  layer->n_rows = byline_network_map(network, input)->rows;
  layer->basis = byline_cosine_basis_new(n_cepstra, layer->n_rows);
  if (!layer->basis) {
    byline_network_out_of_memory(network);
  }
  return byline_network_add(network, &layer->base);
}
