/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Two maps of equal shape added, perhaps clamped at zero.  When frozen, a
   convolution before it does this while storing (see fuse.c). */

#include "nn/sum.h"
#include "nn/layers.h"

#include <math.h>

typedef struct {
  BylineLayer base;
  bool relu;
} Sum;

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  *output = inputs[0];
  return byline_infer_equal(base, inputs);
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const BylineMap* const y = pass->output;
  const float floor = ((const Sum*)base)->relu ? 0 : -INFINITY;
  const size_t n = y->shape.columns * y->pitch;
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      const float* const a = byline_map_row(pass->inputs[0], clip, r);
      const float* const b = byline_map_row(pass->inputs[1], clip, r);
      float* const to = byline_map_row(y, clip, r);
      for (size_t i = 0; i < n; ++i) {
        const float sum = a[i] + b[i];
        to[i] = sum > floor ? sum : floor;
      }
    }
  }
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  byline_pass_later(base, pass, forward_share, NULL);
}

/* The gradient of one of the two inputs */
static void propagate(const BylinePass* pass, unsigned input, bool relu,
                      size_t begin, size_t end)
{
  const BylineMap* const dx = pass->d_inputs[input];
  const bool add = pass->add_d_inputs[input];
  const size_t n = dx->shape.columns * dx->pitch;
  byline_map_clear_halo(dx, begin, end);
  if (!relu && dx->data == pass->d_output->data) {
    return; /* it is there already */
  }
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < dx->shape.rows; ++r) {
      const float* const y = byline_map_row(pass->output, clip, r);
      const float* const dy = byline_map_row(pass->d_output, clip, r);
      float* const to = byline_map_row(dx, clip, r);
      for (size_t i = 0; i < n; ++i) {
        const float g = !relu || y[i] > 0 ? dy[i] : 0;
        to[i] = add ? to[i] + g : g;
      }
    }
  }
}

static void backward_share(const BylineLayer* base, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  for (unsigned k = 0; k < 2; ++k) {
    if (pass->d_inputs[k]) {
      propagate(pass, k, ((const Sum*)base)->relu, begin, end);
    }
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  byline_pass_later(base, pass, backward_share, NULL);
}

static unsigned reads(const BylineLayer* base)
{
  return ((const Sum*)base)->relu ? BYLINE_READS_OUTPUT : 0;
}

static const BylineLayerKind kind = {
    .name = "sum",
    .queues = true,
    .in_place = 2,
    .reads = reads,
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

bool byline_layer_is_sum(const BylineLayer* layer)
{
  return layer->kind == &kind;
}

bool byline_sum_relu(const BylineLayer* layer)
{
  return ((const Sum*)layer)->relu;
}

unsigned byline_sum_add(BylineNetwork* network, const char* name,
                        unsigned input, unsigned other, bool relu)
{
  const unsigned inputs[] = {input, other};
  Sum* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 2, inputs);
  if (!layer) {
    return 0;
  }
  layer->relu = relu;
  return byline_network_add(network, &layer->base);
}
