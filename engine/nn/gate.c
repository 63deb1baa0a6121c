/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* WaveNet's gated activation (van den Oord et al. 2016, equation 2).

   The hyperbolic tangent comes from the logistic function, tanh(x) =
   2 sigma(2 x) - 1, so that one loop, which the compiler can turn into vectors,
   serves both. */

#include "nn/gate.h"
#include "nn/layers.h"

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

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const x = pass->inputs[0];
  const BylineMap* const y = pass->output;
  const size_t n = y->shape.channels;
  byline_map_clear(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      for (size_t i = 0; i < y->shape.columns; ++i) {
        const float* const from = byline_map_row(x, clip, r) + i * x->pitch;
        float* const to = byline_map_row(y, clip, r) + i * y->pitch;
        for (size_t c = 0; c < n; ++c) {
          to[c] = byline_tanh(from[c]) * byline_logistic(from[n + c]);
        }
      }
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

/* One pixel's gradient, kept for what the input already holds */
static void backward_pixel(const float* x, const float* dy, float* dx, size_t n)
{
  for (size_t c = 0; c < n; ++c) {
    const float filter = byline_tanh(x[c]);
    const float gate = byline_logistic(x[n + c]);
    dx[c] += dy[c] * gate * (1 - filter * filter);
    dx[n + c] += dy[c] * filter * gate * (1 - gate);
  }
}

static void backward_share(const BylineLayer* layer, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const x = pass->inputs[0];
  const BylineMap* const dy = pass->d_output;
  const BylineMap* const dx = pass->d_inputs[0];
  if (!pass->add_d_inputs[0]) {
    byline_map_clear(dx, begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < x->shape.rows; ++r) {
      for (size_t i = 0; i < x->shape.columns; ++i) {
        backward_pixel(byline_map_row(x, clip, r) + i * x->pitch,
                       byline_map_row(dy, clip, r) + i * dy->pitch,
                       byline_map_row(dx, clip, r) + i * dx->pitch,
                       dy->shape.channels);
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

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_INPUT(0);
}

static const BylineLayerKind kind = {
    .name = "gate",
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
