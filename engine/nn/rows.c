/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Some rows of the network's input as a picture of their own, for layers that
   are to know nothing of the others: what lies in bands that a telephone or a
   filter takes away changes nothing there, not even the level. */

#include "nn/layers.h"

#include <assert.h>
#include <math.h>

/* A picture that varies less is taken for flat */
#define MIN_VARIANCE 1e-6

typedef struct {
  BylineLayer base;
  uint32_t first;
  uint32_t n;
} RowsLayer;

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  const RowsLayer* const layer = (const RowsLayer*)base;
  if (layer->first + layer->n > inputs[0].rows) {
    return byline_error(BYLINE_ERROR_USAGE, "%s: bands %u to %u of %u",
                        base->name, layer->first, layer->first + layer->n,
                        inputs[0].rows);
  }
  *output = (BylineMapShape){inputs[0].channels, layer->n, inputs[0].columns};
  return BYLINE_OK;
}

static bool alike(const BylineLayer* layer, const BylineLayer* other)
{
  const RowsLayer* const a = (const RowsLayer*)layer;
  const RowsLayer* const b = (const RowsLayer*)other;
  return a->first == b->first && a->n == b->n;
}

/* The mean and 1 / the deviation of a clip's first channel, as clips are
   normalised as a whole (byline_clip_normalize()) */
static void measure(const RowsLayer* layer, const BylineMap* x, size_t clip,
                    float* mean, float* scale)
{
  const size_t n_columns = x->shape.columns;
  const double n = (double)layer->n * (double)n_columns;
  double sum = 0;
  double square_sum = 0;
  for (size_t r = 0; r < layer->n; ++r) {
    const float* const row = byline_map_row(x, clip, layer->first + r);
    for (size_t i = 0; i < n_columns; ++i) {
      const double cell = (double)row[i * x->pitch];
      sum += cell;
      square_sum += cell * cell;
    }
  }
  const double variance = square_sum / n - sum / n * (sum / n);
  *mean = (float)(sum / n);
  *scale = variance > MIN_VARIANCE ? (float)(1 / sqrt(variance)) : 0;
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const RowsLayer* const layer = (const RowsLayer*)base;
  const BylineMap* const x = pass->inputs[0];
  const BylineMap* const y = pass->output;
  const size_t n = y->shape.columns * y->pitch;
  assert(x->pitch == y->pitch);
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    float mean = 0;
    float scale = 0;
    measure(layer, x, clip, &mean, &scale);
    for (size_t r = 0; r < layer->n; ++r) {
      const float* const from = byline_map_row(x, clip, layer->first + r);
      float* const to = byline_map_row(y, clip, r);
      for (size_t i = 0; i < n; ++i) {
        to[i] = scale * (from[i] - mean);
      }
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static const BylineLayerKind kind = {
    .name = "rows",
    .packed = true,
    .infer = infer,
    .alike = alike,
    .forward = forward,
};

unsigned byline_rows_add(BylineNetwork* network, const char* name,
                         uint32_t first, uint32_t n)
{
  RowsLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &(unsigned){0});
  if (!layer) {
    return 0;
  }
  layer->first = first;
  layer->n = n;
  return byline_network_add(network, &layer->base);
}
