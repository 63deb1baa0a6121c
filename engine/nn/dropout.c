/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Dropout (Srivastava et al. 2014): in training, numbers are dropped at random
   and the others scaled up; in inference nothing is done.

   Which ones are dropped follows from the step's seed and the clip alone, so
   the way back finds out anew, and threads make no difference. */

#include "nn/layers.h"

typedef struct {
  BylineLayer base;
  float rate;
} Dropout;

/* y = x * mask / (1 - rate), or added to y */
static void drop(const Dropout* layer, const BylinePass* pass, size_t clip,
                 const BylineMap* x, const BylineMap* y, bool add)
{
  BylineRandom random = byline_random_begin(pass->seed, clip);
  const float scale = 1 / (1 - layer->rate);
  const size_t n = x->shape.channels;
  for (size_t r = 0; r < x->shape.rows; ++r) {
    for (size_t i = 0; i < x->shape.columns; ++i) {
      const float* const from = byline_map_row(x, clip, r) + i * x->pitch;
      float* const to = byline_map_row(y, clip, r) + i * y->pitch;
      for (size_t c = 0; c < n; ++c) {
        const bool keep = byline_random_uniform(&random, 0, 1) >= layer->rate;
        to[c] = (add ? to[c] : 0) + (keep ? scale * from[c] : 0);
      }
    }
  }
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    drop((const Dropout*)base, pass, clip, pass->inputs[0], pass->output,
         false);
  }
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  byline_pass_run(base, pass, forward_share, pass->batch);
}

static void backward_share(const BylineLayer* base, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  if (!pass->add_d_inputs[0]) {
    byline_map_clear(pass->d_inputs[0], begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    drop((const Dropout*)base, pass, clip, pass->d_output, pass->d_inputs[0],
         true);
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_run(base, pass, backward_share, pass->batch);
  }
}

static const BylineLayerKind kind = {
    .name = "dropout",
    .only_training = true,
    .infer = byline_infer_same,
    .forward = forward,
    .backward = backward,
};

unsigned byline_dropout_add(BylineNetwork* network, const char* name,
                            unsigned input, float rate)
{
  Dropout* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->rate = rate;
  return byline_network_add(network, &layer->base);
}
