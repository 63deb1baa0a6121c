/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* WaveNet's gated activation (van den Oord et al. 2016, equation 2).

   Channels that fill whole vectors have a kernel; what is here is for the
   others. */

#include "nn/layers.h"
#include "nn/logistic.h"

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  *output = inputs[0];
  output->channels /= 2;
  if (inputs[0].channels % 2) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: %u channels do not make two halves", layer->name,
                        inputs[0].channels);
  }
  return BYLINE_OK;
}

/* The map that has twice the channels, and the other one, row by row */
static BylineGateRow gate_row(const BylineMap* twice, const BylineMap* once,
                              size_t clip, size_t r)
{
  return (BylineGateRow){
      .x = byline_map_row(twice, clip, r),
      .x_pitch = twice->pitch,
      .y_pitch = once->pitch,
      .n_channels = once->shape.channels,
      .n_pixels = once->shape.columns,
  };
}

static void forward_pixels(const BylineGateRow* row)
{
  const size_t n = row->n_channels;
  for (size_t p = 0; p < row->n_pixels; ++p) {
    const float* const x = row->x + p * row->x_pitch;
    float* const y = row->y + p * row->y_pitch;
    for (size_t c = 0; c < n; ++c) {
      y[c] = byline_tanh(x[c]) * byline_logistic(x[n + c]);
    }
  }
}

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const y = pass->output;
  const bool whole = y->pitch == y->shape.channels;
  if (whole) {
    byline_map_clear_halo(y, begin, end);
  } else {
    byline_map_clear(y, begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      BylineGateRow row = gate_row(pass->inputs[0], y, clip, r);
      row.y = byline_map_row(y, clip, r);
      (whole ? pass->kernels->gate : forward_pixels)(&row);
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_later(layer, pass, forward_share, NULL);
}

/* Gradients, added to what the input already holds */
static void backward_pixels(const BylineGateRow* row)
{
  const size_t n = row->n_channels;
  for (size_t p = 0; p < row->n_pixels; ++p) {
    const float* const x = row->x + p * row->x_pitch;
    const float* const dy = row->dy + p * row->y_pitch;
    float* const dx = row->y + p * row->x_pitch;
    for (size_t c = 0; c < n; ++c) {
      const float filter = byline_tanh(x[c]);
      const float gate = byline_logistic(x[n + c]);
      dx[c] += dy[c] * gate * (1 - filter * filter);
      dx[n + c] += dy[c] * filter * gate * (1 - gate);
    }
  }
}

static void backward_share(const BylineLayer* layer, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const dy = pass->d_output;
  const BylineMap* const dx = pass->d_inputs[0];
  const bool whole = dy->pitch == dy->shape.channels;
  if (whole) {
    byline_map_clear_halo(dx, begin, end);
  } else if (!pass->add_d_inputs[0]) {
    byline_map_clear(dx, begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < dx->shape.rows; ++r) {
      BylineGateRow row = gate_row(pass->inputs[0], dy, clip, r);
      row.dy = byline_map_row(dy, clip, r);
      row.y = byline_map_row(dx, clip, r);
      row.add = pass->add_d_inputs[0];
      (whole ? pass->kernels->gate_back : backward_pixels)(&row);
    }
  }
}

static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_later(layer, pass, backward_share, NULL);
  }
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_INPUT(0);
}

static const BylineLayerKind kind = {
    .name = "gate",
    .queues = true,
    .cheap = true,
    .reads = reads,
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_gate_add(BylineNetwork* network, const char* name,
                         unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  return layer ? byline_network_add(network, layer) : 0;
}
