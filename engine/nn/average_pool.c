/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Average over windows of pixels. */

#include "nn/layers.h"
#include "nn/pool.h"

#include <string.h>

static void forward_window(const BylinePass* pass,
                           const BylineWindowPlace* place)
{
  const BylineWindowPixels* const pixels = &place->pixels;
  const float share = 1 / (float)pixels->n;
  float* restrict const y = place->output;
  memset(y, 0, pixels->pitch * sizeof(float));
  for (size_t t = 0; t < pixels->n; ++t) {
    const float* restrict const x = pass->inputs[0]->data + pixels->offsets[t];
    for (size_t c = 0; c < pixels->pitch; ++c) {
      y[c] += share * x[c];
    }
  }
}

static void backward_window(const BylinePass* pass,
                            const BylineWindowPlace* place)
{
  const BylineWindowPixels* const pixels = &place->pixels;
  const float share = 1 / (float)pixels->n;
  const float* restrict const dy = place->output;
  for (size_t t = 0; t < pixels->n; ++t) {
    float* restrict const dx = pass->d_inputs[0]->data + pixels->offsets[t];
    for (size_t c = 0; c < pixels->pitch; ++c) {
      dx[c] += share * dy[c];
    }
  }
}

static const BylinePoolKind kind = {
    .layer =
        {
            .name = "average pool",
            .infer = byline_pool_infer,
            .forward = byline_pool_forward,
            .backward = byline_pool_backward,
        },
    .forward = forward_window,
    .backward = backward_window,
};

unsigned byline_average_pool_add(BylineNetwork* network, const char* name,
                                 unsigned input, const BylinePoolWindow* window)
{
  return byline_pool_add(network, &kind, name, input, window);
}
