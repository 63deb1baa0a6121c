/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows become channels, so that what runs along columns sees whole spectra:
   channel c, row r goes to channel c x rows + r. */

#include "nn/layers.h"

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  (void)layer;
  *output = (BylineMapShape){inputs[0].channels * inputs[0].rows, 1,
                             inputs[0].columns};
  return BYLINE_OK;
}

/* So many rows at a time, whose numbers then lie side by side */
#define BLOCK 16

/* Move some rows of a channel, from one channel of the output on. */
static void move_rows(const BylineMap* x, size_t clip, size_t c, size_t first,
                      size_t n, float* to, size_t pitch)
{
  const float* const from = byline_map_row(x, clip, first) + c;
  const size_t n_columns = x->shape.columns;
  if (n == BLOCK) {
    for (size_t i = 0; i < n_columns; ++i) {
      for (size_t k = 0; k < BLOCK; ++k) {
        to[i * pitch + k] = from[k * x->row_step + i * x->pitch];
      }
    }
  } else {
    for (size_t i = 0; i < n_columns; ++i) {
      for (size_t k = 0; k < n; ++k) {
        to[i * pitch + k] = from[k * x->row_step + i * x->pitch];
      }
    }
  }
}

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const x = pass->inputs[0];
  const BylineMap* const y = pass->output;
  const size_t n_rows = x->shape.rows;
  if (y->pitch == y->shape.channels) {
    byline_map_clear_halo(y, begin, end);
  } else {
    byline_map_clear(y, begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t c = 0; c < x->shape.channels; ++c) {
      for (size_t r = 0; r < n_rows; r += BLOCK) {
        const size_t n = n_rows - r < BLOCK ? n_rows - r : BLOCK;
        move_rows(x, clip, c, r, n, byline_map_row(y, clip, 0) + c * n_rows + r,
                  y->pitch);
      }
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static void backward_share(const BylineLayer* layer, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const dx = pass->d_inputs[0];
  const BylineMap* const dy = pass->d_output;
  const size_t n_rows = dx->shape.rows;
  if (!pass->add_d_inputs[0]) {
    byline_map_clear(dx, begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < n_rows; ++r) {
      const float* const from = byline_map_row(dy, clip, 0) + r;
      float* const to = byline_map_row(dx, clip, r);
      for (size_t i = 0; i < dx->shape.columns; ++i) {
        for (size_t c = 0; c < dx->shape.channels; ++c) {
          to[i * dx->pitch + c] += from[i * dy->pitch + c * n_rows];
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
    .name = "rows to channels",
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_rows_to_channels_add(BylineNetwork* network, const char* name,
                                     unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  return layer ? byline_network_add(network, layer) : 0;
}
