/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A classifier that compares with prototypes, by cosines or by distances; see
   byline_prototype_logits().  Solved for, never trained: there is no way back.
 */

#include "nn/dot.h"
#include "nn/layers.h"
#include "nn/logistic.h"
#include "nn/sums.h"

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

/* How near a place is to prototypes from the products with them; to the place's
   length `factor` is one over */
BYLINE_INLINE void find_nearness(const BylinePrototypeSet* set, size_t first,
                                 size_t end, float factor, float* products)
{
  for (size_t i = first; i < end; ++i) {
    if (set->by_distance) {
      const float* const p = set->places + i * set->n_axes;
      products[i] -= 0.5f * byline_sum_products(p, p, set->n_axes);
    } else {
      products[i] *= SHARPNESS * factor;
    }
  }
}

/* log mean e^x; x is written over */
BYLINE_INLINE float log_mean_exp(float* x, size_t n)
{
  float most = x[0];
  for (size_t i = 1; i < n; ++i) {
    most = x[i] > most ? x[i] : most;
  }
  for (size_t i = 0; i < n; ++i) {
    x[i] = byline_exp(x[i] - most);
  }
  return most + logf(byline_sum(x, n) / (float)n);
}

BYLINE_INLINE void find_logits(const BylinePrototypeSet* set,
                               const float* place, float* products,
                               size_t n_artists, float* logits)
{
  const float square = byline_sum_products(place, place, set->n_axes);
  const float factor = square > 0 ? 1 / sqrtf(square) : 0;
  for (size_t k = 0; k < n_artists; ++k) {
    logits[k] = NOT_THERE;
  }
  for (size_t i = 0; i < set->n && set->artists[i] >= 0;) {
    const float artist = set->artists[i];
    const size_t first = i;
    while (i < set->n && set->artists[i] == artist) {
      ++i;
    }
    if (artist < (float)n_artists) {
      find_nearness(set, first, i, factor, products);
      logits[(size_t)artist] =
          set->scale * log_mean_exp(products + first, i - first);
    }
  }
}

/* With vectors of eight, and the same bits */
#ifdef __x86_64__
__attribute__((target("avx2"), flatten)) static void
find_logits_avx2(const BylinePrototypeSet* set, const float* place,
                 float* products, size_t n_artists, float* logits)
{
  find_logits(set, place, products, n_artists, logits);
}
#endif

void byline_prototype_logits(const BylinePrototypeSet* set, const float* place,
                             float* products, size_t n_artists, float* logits)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    find_logits_avx2(set, place, products, n_artists, logits);
    return;
  }
#endif
  find_logits(set, place, products, n_artists, logits);
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

static void measure(const BylineLayer* base, const BylineLayerContext* context,
                    BylineLayerMemory* memory)
{
  (void)context;
  memory->scratch = base->tensors[PLACE].dimensions[0];
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  float* const products = byline_pass_scratch(pass, thread);
  const BylinePrototypeSet set = {
      .places = base->tensors[PLACE].values,
      .artists = base->tensors[ARTIST].values,
      .n = base->tensors[PLACE].dimensions[0],
      .n_axes = base->tensors[PLACE].dimensions[1],
      .scale = base->tensors[SCALE].values[0],
      .by_distance = base->tensors[DISTANCE].values[0] > 0,
  };
  byline_map_clear(pass->output, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    const float* const place = byline_map_row(pass->inputs[0], clip, 0);
    for (size_t i = 0; i < set.n; ++i) {
      products[i] = byline_dot(set.places + i * set.n_axes, place, set.n_axes);
    }
    byline_prototype_logits(&set, place, products,
                            ((const PrototypeHead*)base)->n_artists,
                            byline_map_row(pass->output, clip, 0));
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

static const BylineLayerKind kind = {
    .name = "prototypes",
    .infer = infer,
    .initialize = initialize,
    .measure = measure,
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
