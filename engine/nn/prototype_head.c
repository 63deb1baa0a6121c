/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A classifier that compares with prototypes, by cosines or by distances; see
   byline_prototype_logits().  Solved for, never trained: there is no way back.
 */

#include "nn/layers.h"

#include <math.h>

enum { PLACE, ARTIST, SCALE, DISTANCE };

/* How much more a nearer prototype counts: chosen by cross-validation among
   songs to learn from, where 15 to 80 differed little */
#define SHARPNESS 25.0f

/* The logit of who is not there */
#define NOT_THERE -1e4f

typedef struct {
  BylineLayer base;
  uint32_t n_artists;
} PrototypeHead;

static float product(const float* a, const float* b, size_t n)
{
  float sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

/* How near a place is, to whose length `factor` is one over */
static float nearness(const BylinePrototypeSet* set, size_t i,
                      const float* place, float factor)
{
  const float* const prototype = set->places + i * set->n_axes;
  const float both = product(prototype, place, set->n_axes);
  return set->by_distance
             ? both - 0.5f * product(prototype, prototype, set->n_axes)
             : SHARPNESS * factor * both;
}

/* log(e^a + e^b) */
static float log_add(float a, float b)
{
  return fmaxf(a, b) + log1pf(expf(-fabsf(a - b)));
}

void byline_prototype_logits(const BylinePrototypeSet* set, const float* place,
                             size_t n_artists, float* logits)
{
  const float square = product(place, place, set->n_axes);
  const float factor = square > 0 ? 1 / sqrtf(square) : 0;
  for (size_t k = 0; k < n_artists; ++k) {
    logits[k] = NOT_THERE;
  }
  for (size_t i = 0; i < set->n && set->artists[i] >= 0;) {
    const float artist = set->artists[i];
    const size_t first = i;
    float sum = nearness(set, i++, place, factor);
    for (; i < set->n && set->artists[i] == artist; ++i) {
      sum = log_add(sum, nearness(set, i, place, factor));
    }
    if (artist < (float)n_artists) {
      logits[(size_t)artist] = set->scale * (sum - logf((float)(i - first)));
    }
  }
}

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  *output = inputs[0];
  output->channels = ((const PrototypeHead*)base)->n_artists;
  return BYLINE_OK;
}

static void initialize(BylineLayer* base, BylineRandom* random)
{
  (void)random;
  byline_tensor_fill(&base->tensors[PLACE], 0);
  byline_tensor_fill(&base->tensors[ARTIST], -1);
  byline_tensor_fill(&base->tensors[SCALE], 1);
  byline_tensor_fill(&base->tensors[DISTANCE], 0);
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  const BylinePrototypeSet set = {
      .places = base->tensors[PLACE].values,
      .artists = base->tensors[ARTIST].values,
      .n = base->tensors[PLACE].dimensions[0],
      .n_axes = base->tensors[PLACE].dimensions[1],
      .scale = base->tensors[SCALE].values[0],
      .by_distance = base->tensors[DISTANCE].values[0] > 0,
  };
  byline_map_clear(pass->output, 0, pass->batch);
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    byline_prototype_logits(&set, byline_map_row(pass->inputs[0], clip, 0),
                            ((const PrototypeHead*)base)->n_artists,
                            byline_map_row(pass->output, clip, 0));
  }
}

static const BylineLayerKind kind = {
    .name = "prototypes",
    .infer = infer,
    .initialize = initialize,
    .forward = forward,
};

unsigned byline_prototype_head_add(BylineNetwork* network, const char* name,
                                   unsigned input, uint32_t n_artists,
                                   uint32_t n_prototypes)
{
  PrototypeHead* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  layer->n_artists = n_artists;
  const uint32_t one = 1;
  const uint32_t size[2] = {n_prototypes,
                            byline_network_map(network, input)->channels};
  if (!byline_layer_add_tensor(&layer->base, "place", 2, size) ||
      !byline_layer_add_tensor(&layer->base, "artist", 1, size) ||
      !byline_layer_add_tensor(&layer->base, "scale", 1, &one) ||
      !byline_layer_add_tensor(&layer->base, "distance", 1, &one)) {
    byline_network_out_of_memory(network);
  }
  return byline_network_add(network, &layer->base);
}
