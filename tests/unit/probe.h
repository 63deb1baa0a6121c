/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file probe.h
   A layer for tests: it ends a network by projecting any map to logits, and
   keeps a copy of the map it saw.
*/

#ifndef BYLINE_TESTS_PROBE_H
#define BYLINE_TESTS_PROBE_H

#include "nn/layers.h"

#include <math.h>
#include <stddef.h>

/** The layer; `seen` and `shape` are for the test to look at. */
typedef struct {
  BylineLayer base;
  uint32_t n_classes;   ///< Logits
  float* seen;          ///< Where to copy clips x channels x rows x columns
  BylineMapShape shape; ///< Of what was seen
} Probe;

static inline float probe_weight(size_t k, size_t i)
{
  return cosf(0.9f * (float)i + 2.1f * (float)k + 0.3f);
}

static inline BylineStatus probe_infer(const BylineLayer* base,
                                       const BylineMapShape* inputs,
                                       BylineMapShape* output)
{
  (void)inputs;
  *output = (BylineMapShape){((const Probe*)base)->n_classes, 1, 1};
  return BYLINE_OK;
}

/* Call `each` value i of a clip, in the order channels, rows, columns */
#define PROBE_FOR_EACH(MAP, CLIP, VALUE, ...)                                  \
  do {                                                                         \
    size_t i = 0;                                                              \
    for (size_t c = 0; c < (MAP)->shape.channels; ++c) {                       \
      for (size_t r = 0; r < (MAP)->shape.rows; ++r) {                         \
        for (size_t t = 0; t < (MAP)->shape.columns; ++t, ++i) {               \
          float* const VALUE =                                                 \
              byline_map_row(MAP, CLIP, r) + t * (MAP)->pitch + c;             \
          __VA_ARGS__                                                          \
        }                                                                      \
      }                                                                        \
    }                                                                          \
  } while (0)

static inline void probe_forward(const BylineLayer* base,
                                 const BylinePass* pass)
{
  Probe* const probe = (Probe*)(size_t)base;
  const BylineMap* const x = pass->inputs[0];
  const size_t size =
      (size_t)x->shape.channels * x->shape.rows * x->shape.columns;
  probe->shape = x->shape;
  byline_map_clear(pass->output, 0, pass->batch);
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    float* const seen = probe->seen ? probe->seen + clip * size : NULL;
    double sum[8] = {0};
    PROBE_FOR_EACH(x, clip, value, {
      for (size_t k = 0; k < probe->n_classes; ++k) {
        sum[k] += (double)*value * (double)probe_weight(k, i);
      }
      if (seen) {
        seen[i] = *value;
      }
    });
    for (size_t k = 0; k < probe->n_classes; ++k) {
      byline_map_row(pass->output, clip, 0)[k] = (float)sum[k];
    }
  }
}

static inline void probe_backward(const BylineLayer* base,
                                  const BylinePass* pass)
{
  const Probe* const probe = (const Probe*)base;
  const BylineMap* const dx = pass->d_inputs[0];
  if (!pass->add_d_inputs[0]) {
    byline_map_clear(dx, 0, pass->batch);
  }
  for (size_t clip = 0; clip < pass->batch; ++clip) {
    const float* const dy = byline_map_row(pass->d_output, clip, 0);
    PROBE_FOR_EACH(dx, clip, value, {
      for (size_t k = 0; k < probe->n_classes; ++k) {
        *value += dy[k] * probe_weight(k, i);
      }
    });
  }
}

/** End a network with a probe of `input`; at most 8 classes. */
static inline Probe* probe_add(BylineNetwork* network, unsigned input,
                               uint32_t n_classes)
{
  static const BylineLayerKind kind = {
      .name = "probe",
      .infer = probe_infer,
      .forward = probe_forward,
      .backward = probe_backward,
  };
  Probe* const probe =
      byline_layer_new(network, &kind, sizeof(*probe), "probe", 1, &input);
  if (probe) {
    probe->n_classes = n_classes;
    byline_network_add(network, &probe->base);
  }
  return probe;
}

#endif // BYLINE_TESTS_PROBE_H
