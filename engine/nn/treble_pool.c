/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How much treble a clip has: what the first channel's mean over the upper half
   of the bands above some lies at, against the last quarter of these.
   Telephones, low-pass filters and encoders at low rates leave less of it. */

#include "nn/layers.h"

typedef struct {
  BylineLayer base;
  uint32_t first; ///< Of the bands below
  uint32_t n;
} TreblePool;

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  const TreblePool* const layer = (const TreblePool*)base;
  if (layer->first + layer->n > inputs[0].rows) {
    return byline_error(BYLINE_ERROR_USAGE, "%s: bands %u to %u of %u",
                        base->name, layer->first, layer->first + layer->n,
                        inputs[0].rows);
  }
  *output = (BylineMapShape){1, 1, 1};
  return BYLINE_OK;
}

static bool alike(const BylineLayer* layer, const BylineLayer* other)
{
  const TreblePool* const a = (const TreblePool*)layer;
  const TreblePool* const b = (const TreblePool*)other;
  return a->first == b->first && a->n == b->n;
}

/* Of the first channel's rows from `first` to `end` - 1 */
static float find_mean(const BylineMap* x, size_t clip, size_t first,
                       size_t end)
{
  const size_t n_columns = x->shape.columns;
  double sum = 0;
  for (size_t r = first; r < end; ++r) {
    const float* const row = byline_map_row(x, clip, r);
    for (size_t i = 0; i < n_columns; ++i) {
      sum += (double)row[i * x->pitch];
    }
  }
  return (float)(sum / (double)((end - first) * n_columns));
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  const TreblePool* const layer = (const TreblePool*)base;
  const BylineMap* const x = pass->inputs[0];
  const size_t n_rows = x->shape.rows;
  const size_t last = layer->first + layer->n;
  const size_t n_below = (layer->n + 3) / 4;
  (void)thread;
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    *byline_map_row(pass->output, clip, 0) =
        last < n_rows ? find_mean(x, clip, (last + n_rows) / 2, n_rows) -
                            find_mean(x, clip, last - n_below, last)
                      : 0;
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static const BylineLayerKind kind = {
    .name = "treble pool",
    .infer = infer,
    .alike = alike,
    .forward = forward,
};

unsigned byline_treble_pool_add(BylineNetwork* network, const char* name,
                                uint32_t first, uint32_t n)
{
  TreblePool* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &(unsigned){0});
  if (!layer) {
    return 0;
  }
  layer->first = first;
  layer->n = n;
  return byline_network_add(network, &layer->base);
}
