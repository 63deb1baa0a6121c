/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Global pooling: the average over all pixels of every channel, and behind
   these the maximum.  Artists show in what is always there and in what is there
   once; the average alone would drown the latter. */

#include "nn/layers.h"

#include <assert.h>
#include <string.h>

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  (void)layer;
  *output = (BylineMapShape){2 * inputs[0].channels, 1, 1};
  return BYLINE_OK;
}

/* The pixels that have the maxima, one per channel, in the layer's state */
static uint32_t* places_of(const BylinePass* pass, size_t clip)
{
  return (uint32_t*)(void*)pass->state + clip * pass->inputs[0]->shape.channels;
}

static void forward_pixel(const float* restrict x, size_t n, uint32_t pixel,
                          float* restrict average, float* restrict maximum,
                          uint32_t* restrict places)
{
  for (size_t c = 0; c < n; ++c) {
    const bool more = x[c] > maximum[c];
    average[c] += x[c];
    maximum[c] = more ? x[c] : maximum[c];
    places[c] = more ? pixel : places[c];
  }
}

/* The same where nobody asks for the places */
static void infer_pixel(const float* restrict x, size_t n,
                        float* restrict average, float* restrict maximum)
{
  for (size_t c = 0; c < n; ++c) {
    average[c] += x[c];
    maximum[c] = x[c] > maximum[c] ? x[c] : maximum[c];
  }
}

/* `places` are those of the maxima, the first ones where there are several;
   NULL where the pass does not come back */
static void forward_clip(const BylineMap* x, size_t clip, float* average,
                         float* maximum, uint32_t* places)
{
  const size_t n = x->shape.channels;
  const float share = 1.0f / (float)((size_t)x->shape.rows * x->shape.columns);
  uint32_t pixel = 0;
  memset(average, 0, n * sizeof(float));
  memcpy(maximum, byline_map_row(x, clip, 0), n * sizeof(float));
  if (places) {
    memset(places, 0, n * sizeof(*places));
  }
  for (size_t r = 0; r < x->shape.rows; ++r) {
    const float* const row = byline_map_row(x, clip, r);
    for (size_t i = 0; i < x->shape.columns; ++i) {
      if (places) {
        forward_pixel(row + i * x->pitch, n, pixel++, average, maximum, places);
      } else {
        infer_pixel(row + i * x->pitch, n, average, maximum);
      }
    }
  }
  for (size_t c = 0; c < n; ++c) {
    average[c] *= share;
  }
}

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  const size_t n = pass->inputs[0]->shape.channels;
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    float* const y = byline_map_row(pass->output, clip, 0);
    forward_clip(pass->inputs[0], clip, y, y + n,
                 pass->training ? places_of(pass, clip) : NULL);
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static void backward_clip(const BylinePass* pass, size_t clip)
{
  const BylineMap* const dx = pass->d_inputs[0];
  const size_t n = dx->shape.channels;
  const size_t n_columns = dx->shape.columns;
  assert(n_columns > 0);
  const float share = 1.0f / (float)(dx->shape.rows * n_columns);
  const float* const dy = byline_map_row(pass->d_output, clip, 0);
  const uint32_t* const places = places_of(pass, clip);
  for (size_t r = 0; r < dx->shape.rows; ++r) {
    for (size_t i = 0; i < n_columns; ++i) {
      float* const to = byline_map_row(dx, clip, r) + i * dx->pitch;
      for (size_t c = 0; c < n; ++c) {
        to[c] += share * dy[c];
      }
    }
  }
  for (size_t c = 0; c < n; ++c) {
    float* const row = byline_map_row(dx, clip, places[c] / n_columns);
    row[places[c] % n_columns * dx->pitch + c] += dy[n + c];
  }
}

static void backward_share(const BylineLayer* layer, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  (void)layer;
  (void)thread;
  for (size_t clip = begin; clip < end; ++clip) {
    if (!pass->add_d_inputs[0]) {
      byline_map_clear(pass->d_inputs[0], clip, clip + 1);
    }
    backward_clip(pass, clip);
  }
}

static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  if (pass->d_inputs[0]) {
    byline_pass_run(layer, pass, backward_share, pass->batch);
  }
}

static void measure(const BylineLayer* layer, const BylineLayerContext* layout,
                    BylineLayerMemory* memory)
{
  (void)layer;
  memory->state = layout->batch * layout->inputs[0].channels;
}

static const BylineLayerKind kind = {
    .name = "global pool",
    .infer = infer,
    .measure = measure,
    .forward = forward,
    .backward = backward,
};

unsigned byline_global_pool_add(BylineNetwork* network, const char* name,
                                unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  return layer ? byline_network_add(network, layer) : 0;
}
