/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Logits of the average of two distributions that logits a and b stand for:
   y = log((softmax(a) + softmax(b)) / 2), so that the softmax of y is the
   average.  With q = softmax(a) / (softmax(a) + softmax(b)),
   dL/da = g q - softmax(a) sum(g q). */

#include "nn/layers.h"

#include <math.h>

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  *output = inputs[0];
  return byline_infer_equal(layer, inputs);
}

/* log(e^a + e^b) */
static double log_add(double a, double b)
{
  return fmax(a, b) + log1p(exp(-fabs(a - b)));
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  (void)layer;
  const size_t n = pass->output->shape.channels;
  byline_map_clear(pass->output, 0, pass->batch);
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    const float* const a = byline_map_row(pass->inputs[0], clip, 0);
    const float* const b = byline_map_row(pass->inputs[1], clip, 0);
    float* const y = byline_map_row(pass->output, clip, 0);
    const double total_a = byline_log_sum_exp(a, n, 1);
    const double total_b = byline_log_sum_exp(b, n, 1);
    for (size_t i = 0; i < n; ++i) {
      y[i] = (float)(log_add(a[i] - total_a, b[i] - total_b) - log(2));
    }
  }
}

/* The gradient of the logits `x`; `y` is what came out */
static void propagate(const float* x, const float* y, const float* dy,
                      float* dx, size_t n)
{
  const double total = byline_log_sum_exp(x, n, 1);
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)dy[i] * exp(x[i] - total - y[i] - log(2));
  }
  for (size_t i = 0; i < n; ++i) {
    const double q = exp(x[i] - total - y[i] - log(2));
    dx[i] += (float)((double)dy[i] * q - exp(x[i] - total) * sum);
  }
}

static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  (void)layer;
  for (unsigned k = 0; k < 2; ++k) {
    if (!pass->d_inputs[k]) {
      continue;
    }
    if (!pass->add_d_inputs[k]) {
      byline_map_clear(pass->d_inputs[k], 0, pass->batch);
    }
    for (size_t clip = 0; clip < pass->batch; ++clip) {
      propagate(byline_map_row(pass->inputs[k], clip, 0),
                byline_map_row(pass->output, clip, 0),
                byline_map_row(pass->d_output, clip, 0),
                byline_map_row(pass->d_inputs[k], clip, 0),
                pass->output->shape.channels);
    }
  }
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_INPUT(0) | BYLINE_READS_INPUT(1) | BYLINE_READS_OUTPUT;
}

static const BylineLayerKind kind = {
    .name = "mixture",
    .reads = reads,
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_mixture_add(BylineNetwork* network, const char* name,
                            unsigned input, unsigned other)
{
  const unsigned inputs[] = {input, other};
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 2, inputs);
  return layer ? byline_network_add(network, layer) : 0;
}
