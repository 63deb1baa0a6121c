/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The network's input, with which it begins: what the plan's user wrote,
   channel by channel, is laid out channels last and given the halo that the
   first convolution wants. */

#include "nn/layers.h"

#include <stdlib.h>

/* Lay one channel, or a row of each of three, side by side; loops that
   compilers turn into vector code. */
static void lay_one(const float* restrict x, size_t n, float* restrict y)
{
  for (size_t i = 0; i < n; ++i) {
    y[i] = x[i];
  }
}

static void lay_three(const float* restrict a, const float* restrict b,
                      const float* restrict c, size_t n, float* restrict y)
{
  for (size_t i = 0; i < n; ++i) {
    y[3 * i] = a[i];
    y[3 * i + 1] = b[i];
    y[3 * i + 2] = c[i];
  }
}

/* A row of all channels, which are `step` apart */
static void lay_row(const float* x, size_t step, size_t n_channels, size_t n,
                    float* y)
{
  if (n_channels == 1) {
    lay_one(x, n, y);
  } else if (n_channels == 3) {
    lay_three(x, x + step, x + 2 * step, n, y);
  } else {
    for (size_t c = 0; c < n_channels; ++c) {
      for (size_t i = 0; i < n; ++i) {
        y[i * n_channels + c] = x[c * step + i];
      }
    }
  }
}

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const y = pass->output;
  const size_t n_channels = y->shape.channels;
  const size_t n_columns = y->shape.columns;
  const size_t n_rows = y->shape.rows;
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    const size_t step = n_rows * n_columns;
    for (size_t r = 0; r < n_rows; ++r) {
      lay_row(pass->input + clip * n_channels * step + r * n_columns, step,
              n_channels, n_columns, byline_map_row(y, clip, r));
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  (void)layer;
  *output = inputs[0];
  return BYLINE_OK;
}

static const BylineLayerKind kind = {
    .name = "input",
    .packed = true,
    .infer = infer,
    .forward = forward,
};

static void add(BylineNetwork* network)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), "input", 0, NULL);
  if (layer) {
    byline_network_add(network, layer);
  }
}

BylineNetwork* byline_network_begin(const BylineNetworkShape* shape)
{
  BylineNetwork* const network = calloc(1, sizeof(*network));
  if (!network) {
    byline_no_memory("the network");
    return NULL;
  }
  network->shape = *shape;
  network->prefix = "";
  network->kernels = byline_kernels_best();
  if (!shape->n_channels || !shape->n_mels || !shape->n_classes) {
    network->status = byline_error(
        BYLINE_ERROR_USAGE,
        "a network needs at least one channel, mel band and class, not %u x %u "
        "in and %u out",
        shape->n_channels, shape->n_mels, shape->n_classes);
  }
  add(network);
  return network;
}
