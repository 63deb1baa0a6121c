/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody's share: of logits a of K artists and of others who are nobody, the
   logits of a distribution over the artists alone, to whom what is nobody's
   falls alike, so that no artist is probable:

       y_k = log(exp(a_k) + s / K),  s = sum over the others of exp(a_n)

   dL/da_k = g_k exp(a_k - y_k), dL/da_n = sum over k of g_k exp(a_n - y_k) / K.
 */

#include "nn/layers.h"

#include <math.h>

typedef struct {
  BylineLayer base;
  uint32_t n_artists;
} Nobody;

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  *output = inputs[0];
  output->channels = ((const Nobody*)base)->n_artists;
  return BYLINE_OK;
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  const size_t n = ((const Nobody*)base)->n_artists;
  const size_t n_others = pass->inputs[0]->shape.channels - n;
  byline_map_clear(pass->output, 0, pass->batch);
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    const float* const a = byline_map_row(pass->inputs[0], clip, 0);
    float* const y = byline_map_row(pass->output, clip, 0);
    const double share =
        n_others > 0 ? byline_log_sum_exp(a + n, n_others, 1) - log((double)n)
                     : -INFINITY;
    for (size_t k = 0; k < n; ++k) {
      const double own = (double)a[k];
      y[k] = (float)(fmax(own, share) + log1p(exp(-fabs(own - share))));
    }
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  const size_t n = ((const Nobody*)base)->n_artists;
  const size_t n_all = pass->inputs[0]->shape.channels;
  if (!pass->d_inputs[0]) {
    return;
  }
  if (!pass->add_d_inputs[0]) {
    byline_map_clear(pass->d_inputs[0], 0, pass->batch);
  }
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    const float* const a = byline_map_row(pass->inputs[0], clip, 0);
    const float* const y = byline_map_row(pass->output, clip, 0);
    const float* const dy = byline_map_row(pass->d_output, clip, 0);
    float* const da = byline_map_row(pass->d_inputs[0], clip, 0);
    for (size_t k = 0; k < n; ++k) {
      da[k] += dy[k] * expf(a[k] - y[k]);
      for (size_t i = n; i < n_all; ++i) {
        da[i] += dy[k] * expf(a[i] - y[k]) / (float)n;
      }
    }
  }
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_INPUT(0) | BYLINE_READS_OUTPUT;
}

static const BylineLayerKind kind = {
    .name = "nobody",
    .reads = reads,
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_reject_class_add(BylineNetwork* network, const char* name,
                                 unsigned input, uint32_t n_artists)
{
  Nobody* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->n_artists = n_artists;
  return byline_network_add(network, &layer->base);
}
