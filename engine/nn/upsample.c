/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Nearest-neighbour upsampling: every pixel becomes a block of equal ones.
   With a convolution before or after it, it does what a transposed convolution
   does, without its checkered artefacts (Odena et al. 2016). */

#include "nn/layers.h"

#include <string.h>

typedef struct {
  BylineLayer base;
  uint32_t rows;    ///< Of the block that a pixel becomes
  uint32_t columns; ///< Of the block that a pixel becomes
} UpsampleLayer;

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  const UpsampleLayer* const layer = (const UpsampleLayer*)base;
  *output = (BylineMapShape){inputs[0].channels, inputs[0].rows * layer->rows,
                             inputs[0].columns * layer->columns};
  return BYLINE_OK;
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const UpsampleLayer* const layer = (const UpsampleLayer*)base;
  const BylineMap* const x = pass->inputs[0];
  const BylineMap* const y = pass->output;
  const size_t size = y->pitch * sizeof(float);
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      const float* const from = byline_map_row(x, clip, r / layer->rows);
      float* const to = byline_map_row(y, clip, r);
      for (size_t i = 0; i < y->shape.columns; ++i) {
        memcpy(to + i * y->pitch, from + i / layer->columns * x->pitch, size);
      }
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static void backward_share(const BylineLayer* base, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const UpsampleLayer* const layer = (const UpsampleLayer*)base;
  const BylineMap* const dx = pass->d_inputs[0];
  const BylineMap* const dy = pass->d_output;
  if (!pass->add_d_inputs[0]) {
    byline_map_clear(dx, begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < dy->shape.rows; ++r) {
      const float* const from = byline_map_row(dy, clip, r);
      float* const to = byline_map_row(dx, clip, r / layer->rows);
      for (size_t i = 0; i < dy->shape.columns; ++i) {
        const float* restrict const d = from + i * dy->pitch;
        float* restrict const sum = to + i / layer->columns * dx->pitch;
        for (size_t c = 0; c < dx->pitch; ++c) {
          sum[c] += d[c];
        }
      }
    }
  }
}

static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_run(layer, pass, backward_share, pass->batch);
  }
}

static const BylineLayerKind kind = {
    .name = "upsampling",
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_upsample_add(BylineNetwork* network, const char* name,
                             unsigned input, uint32_t rows, uint32_t columns)
{
  UpsampleLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->rows = rows;
  layer->columns = columns;
  return byline_network_add(network, &layer->base);
}
