/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The channels of one map, then those of another (Huang et al. 2017 feed
   layers with those of all before them). */

#include "nn/layers.h"

#include <string.h>

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  if (inputs[0].rows != inputs[1].rows ||
      inputs[0].columns != inputs[1].columns) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: maps of %u x %u and %u x %u do not fit together",
                        layer->name, inputs[0].rows, inputs[0].columns,
                        inputs[1].rows, inputs[1].columns);
  }
  *output = inputs[0];
  output->channels += inputs[1].channels;
  return BYLINE_OK;
}

/* Channels of a row's pixels: `n` of them, of `from` to `to` */
static void copy_row(const float* from, size_t from_pitch, float* to,
                     size_t to_pitch, size_t n, size_t n_pixels)
{
  for (size_t i = 0; i < n_pixels; ++i) {
    memcpy(to + i * to_pitch, from + i * from_pitch, n * sizeof(float));
  }
}

static void add_row(const float* from, size_t from_pitch, float* to,
                    size_t to_pitch, size_t n, size_t n_pixels)
{
  for (size_t i = 0; i < n_pixels; ++i) {
    for (size_t c = 0; c < n; ++c) {
      to[i * to_pitch + c] += from[i * from_pitch + c];
    }
  }
}

static void clear_row(float* to, size_t pitch, size_t begin, size_t n_pixels)
{
  for (size_t i = 0; begin < pitch && i < n_pixels; ++i) {
    memset(to + i * pitch + begin, 0, (pitch - begin) * sizeof(float));
  }
}

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const BylineMap* const y = pass->output;
  const size_t n_pixels = y->shape.columns;
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      float* const to = byline_map_row(y, clip, r);
      size_t first = 0;
      for (unsigned k = 0; k < 2; ++k) {
        const BylineMap* const x = pass->inputs[k];
        copy_row(byline_map_row(x, clip, r), x->pitch, to + first, y->pitch,
                 x->shape.channels, n_pixels);
        first += x->shape.channels;
      }
      clear_row(to, y->pitch, first, n_pixels);
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_later(layer, pass, forward_share, NULL);
}

/* The gradient of input `k`, whose channels begin at `first` */
static void propagate(const BylinePass* pass, unsigned k, size_t first,
                      size_t begin, size_t end)
{
  const BylineMap* const dy = pass->d_output;
  const BylineMap* const dx = pass->d_inputs[k];
  const size_t n = dx->shape.channels;
  const size_t n_pixels = dx->shape.columns;
  byline_map_clear_halo(dx, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < dx->shape.rows; ++r) {
      const float* const from = byline_map_row(dy, clip, r) + first;
      float* const to = byline_map_row(dx, clip, r);
      if (pass->add_d_inputs[k]) {
        add_row(from, dy->pitch, to, dx->pitch, n, n_pixels);
      } else {
        copy_row(from, dy->pitch, to, dx->pitch, n, n_pixels);
        clear_row(to, dx->pitch, n, n_pixels);
      }
    }
  }
}

static void backward_share(const BylineLayer* layer, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  size_t first = 0;
  for (unsigned k = 0; k < 2; ++k) {
    if (pass->d_inputs[k]) {
      propagate(pass, k, first, begin, end);
    }
    first += pass->inputs[k]->shape.channels;
  }
}

static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_later(layer, pass, backward_share, NULL);
}

static const BylineLayerKind kind = {
    .name = "concatenation",
    .queues = true,
    .infer = infer,
    .forward = forward,
    .backward = backward,
};

unsigned byline_concat_add(BylineNetwork* network, const char* name,
                           unsigned input, unsigned other)
{
  const unsigned inputs[] = {input, other};
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 2, inputs);
  return layer ? byline_network_add(network, layer) : 0;
}
