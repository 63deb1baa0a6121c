/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Logits of a weighted average of two distributions, which logits a and b stand
   for: y = log(w softmax(a) + (1 - w) softmax(b)), so that the softmax of y is
   the average.  With q = w softmax(a) / softmax(y),
   dL/da = g q - softmax(a) sum(g q); b alike. */

#include "nn/layers.h"

#include <math.h>

typedef struct {
  BylineLayer base;
  double weights[2]; ///< Of both inputs; their sum is 1
} Mixture;

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

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  const Mixture* const layer = (const Mixture*)base;
  const double log_a = log(layer->weights[0]);
  const double log_b = log(layer->weights[1]);
  const size_t n = pass->output->shape.channels;
  byline_map_clear(pass->output, 0, pass->batch);
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    const float* const a = byline_map_row(pass->inputs[0], clip, 0);
    const float* const b = byline_map_row(pass->inputs[1], clip, 0);
    float* const y = byline_map_row(pass->output, clip, 0);
    const double total_a = byline_log_sum_exp(a, n, 1) - log_a;
    const double total_b = byline_log_sum_exp(b, n, 1) - log_b;
    for (size_t i = 0; i < n; ++i) {
      y[i] = (float)log_add(a[i] - total_a, b[i] - total_b);
    }
  }
}

/* The gradient of the logits `x`, which count `weight`; `y` is what came out */
static void propagate(const float* x, double weight, const float* y,
                      const float* dy, float* dx, size_t n)
{
  const double total = byline_log_sum_exp(x, n, 1);
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += (double)dy[i] * weight * exp(x[i] - total - y[i]);
  }
  for (size_t i = 0; i < n; ++i) {
    const double q = weight * exp(x[i] - total - y[i]);
    dx[i] += (float)((double)dy[i] * q - exp(x[i] - total) * sum);
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  const Mixture* const layer = (const Mixture*)base;
  for (unsigned k = 0; k < 2; ++k) {
    if (!pass->d_inputs[k]) {
      continue;
    }
    if (!pass->add_d_inputs[k]) {
      byline_map_clear(pass->d_inputs[k], 0, pass->batch);
    }
    for (size_t clip = 0; clip < pass->batch; ++clip) {
      propagate(byline_map_row(pass->inputs[k], clip, 0), layer->weights[k],
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
                            unsigned input, unsigned other, double weight)
{
  const unsigned inputs[] = {input, other};
  Mixture* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 2, inputs);
  if (!layer) {
    return 0;
  }
  layer->weights[0] = weight;
  layer->weights[1] = 1 - weight;
  return byline_network_add(network, &layer->base);
}
