/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Convolution, of one dimension or two, and fully connected layers, which are
   convolutions of a map of one pixel.

   Forward and backward are correlations (see correlation.h), whose places are
   worked out in convolution_geometry.c. */

#include "nn/convolution.h"
#include "nn/convolution_geometry.h"
#include "nn/correlation.h"
#include "nn/layers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  BylineLayer base;
  BylineConvolution sizes;
  uint32_t in_channels;
  bool relu;     ///< Frozen: clamp the output
  bool shift;    ///< Frozen: `bias` is to be added
  float* packed; ///< Frozen: weights as they are used
  float* bias;   ///< Frozen: one per output, rounded up
} Convolution;

static void correlation_forward(const Convolution* layer, BylineCorrelation* c)
{
  byline_convolution_there(&layer->sizes, layer->in_channels, c);
}

static void correlation_backward(const Convolution* layer, uint32_t row,
                                 uint32_t column, BylineCorrelation* c)
{
  byline_convolution_back(&layer->sizes, layer->in_channels, row, column, c);
}

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  const Convolution* const layer = (const Convolution*)base;
  return byline_convolution_infer(&layer->sizes, base->name, inputs, output);
}

static void halo(const BylineLayer* base, const BylineMapShape* input,
                 const BylineMapShape* output, BylineHalo* input_halo,
                 BylineHalo* d_output_halo)
{
  const Convolution* const layer = (const Convolution*)base;
  byline_convolution_halo(&layer->sizes, layer->in_channels, input, output,
                          input_halo, d_output_halo);
}

static size_t packed_size(const BylineCorrelation* c,
                          const BylineKernels* kernels)
{
  return byline_correlation_packed_size(c, kernels,
                                        byline_correlation_blocks(c, kernels));
}

/* All phases' weights for the way back */
static size_t packed_back_size(const Convolution* layer,
                               const BylineKernels* kernels)
{
  size_t size = 0;
  for (uint32_t i = 0; i < layer->sizes.row_stride; ++i) {
    for (uint32_t j = 0; j < layer->sizes.column_stride; ++j) {
      BylineCorrelation c;
      correlation_backward(layer, i, j, &c);
      size += packed_size(&c, kernels);
    }
  }
  return size;
}

/* A thread's scratch memory begins with whether it holds anything */
#define SCRATCH_HEADER 16

static void measure(const BylineLayer* base, const BylineLayout* layout,
                    BylineLayerMemory* memory)
{
  const Convolution* const layer = (const Convolution*)base;
  if (layer->packed) {
    return;
  }
  BylineCorrelation c;
  correlation_forward(layer, &c);
  const size_t pitch = byline_channel_pitch(layer->sizes.channels);
  const size_t forward = packed_size(&c, layout->kernels);
  memory->shared = forward + pitch;
  if (layout->training) {
    const size_t back = packed_back_size(layer, layout->kernels);
    memory->shared = back > memory->shared ? back : memory->shared;
    memory->scratch = SCRATCH_HEADER + forward + pitch;
  }
}

static void initialize(BylineLayer* base, BylineRandom* random)
{
  const Convolution* const layer = (Convolution*)base;
  const BylineConvolution* const s = &layer->sizes;
  const size_t fan =
      (size_t)s->rows * s->columns * layer->in_channels / s->groups;
  byline_tensor_fill_he(&base->tensors[0], s->linear ? 2 * fan : fan, random);
  if (s->bias) {
    byline_tensor_fill(&base->tensors[1], 0);
  }
}

static void pack_share(const BylineLayer* base, const BylinePass* pass,
                       unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  BylineCorrelation c;
  correlation_forward((const Convolution*)base, &c);
  byline_correlation_pack(&c, pass->kernels, base->tensors[0].values,
                          pass->shared, begin, end);
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Convolution* const layer = (const Convolution*)base;
  BylineCorrelation c;
  correlation_forward(layer, &c);
  const float* const packed = layer->packed ? layer->packed : pass->shared;
  BylineFinish finish = {
      .add = base->n_inputs > 1 ? pass->inputs[1] : NULL,
      .relu = layer->relu,
  };
  if (layer->packed) {
    finish.bias = layer->bias;
  } else if (layer->sizes.bias) {
    finish.bias = pass->shared + packed_size(&c, pass->kernels);
  }
  byline_map_clear_halo(pass->output, begin, end);
  byline_correlation_run(&c, pass->kernels, pass->inputs[0], packed, &finish,
                         pass->output, begin, end);
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  const Convolution* const layer = (const Convolution*)base;
  if (!layer->packed) {
    BylineCorrelation c;
    correlation_forward(layer, &c);
    byline_pass_run(base, pass, pack_share,
                    byline_correlation_blocks(&c, pass->kernels));
    if (layer->sizes.bias) {
      const size_t n = layer->sizes.channels;
      float* const bias = pass->shared + packed_size(&c, pass->kernels);
      memset(bias, 0, byline_channel_pitch(n) * sizeof(float));
      memcpy(bias, base->tensors[1].values, n * sizeof(float));
    }
  }
  byline_pass_run(base, pass, forward_share, pass->batch);
}

static void pack_back_share(const BylineLayer* base, const BylinePass* pass,
                            unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Convolution* const layer = (const Convolution*)base;
  float* packed = pass->shared;
  for (uint32_t i = 0; i < layer->sizes.row_stride; ++i) {
    for (uint32_t j = 0; j < layer->sizes.column_stride; ++j) {
      BylineCorrelation c;
      correlation_backward(layer, i, j, &c);
      byline_correlation_pack(&c, pass->kernels, base->tensors[0].values,
                              packed, begin, end);
      packed += packed_size(&c, pass->kernels);
    }
  }
}

/* The input's gradient */
static void propagate(const Convolution* layer, const BylinePass* pass,
                      size_t begin, size_t end)
{
  const BylineFinish finish = {.add = pass->add_d_inputs[0] ? pass->d_inputs[0]
                                                            : NULL};
  const float* packed = pass->shared;
  byline_map_clear_halo(pass->d_inputs[0], begin, end);
  for (uint32_t i = 0; i < layer->sizes.row_stride; ++i) {
    for (uint32_t j = 0; j < layer->sizes.column_stride; ++j) {
      BylineCorrelation c;
      correlation_backward(layer, i, j, &c);
      if (c.n_taps || !finish.add) {
        byline_correlation_run(&c, pass->kernels, pass->d_output, packed,
                               &finish, pass->d_inputs[0], begin, end);
      }
      packed += packed_size(&c, pass->kernels);
    }
  }
}

static void add_bias_gradient(const BylineMap* dy, float* sums, size_t begin,
                              size_t end)
{
  const size_t n = dy->pitch;
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < dy->shape.rows; ++r) {
      const float* const row = byline_map_row(dy, clip, r);
      for (size_t i = 0; i < dy->shape.columns; ++i) {
        for (size_t o = 0; o < n; ++o) {
          sums[o] += row[i * n + o];
        }
      }
    }
  }
}

static void backward_share(const BylineLayer* base, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  const Convolution* const layer = (const Convolution*)base;
  if (pass->d_inputs[0]) {
    propagate(layer, pass, begin, end);
  }
  BylineCorrelation c;
  correlation_forward(layer, &c);
  const size_t size = packed_size(&c, pass->kernels);
  const size_t pitch = byline_channel_pitch(layer->sizes.channels);
  float* const scratch = byline_pass_scratch(pass, thread);
  float* const sums = scratch + SCRATCH_HEADER;
  scratch[0] = 1;
  memset(sums, 0, (size + pitch) * sizeof(float));
  byline_correlation_weigh(&c, pass->kernels, pass->inputs[0], pass->d_output,
                           sums, begin, end);
  if (layer->sizes.bias) {
    add_bias_gradient(pass->d_output, sums + size, begin, end);
  }
}

/* Add up, in a fixed order, what the threads have found */
static void reduce_share(const BylineLayer* base, const BylinePass* pass,
                         unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Convolution* const layer = (const Convolution*)base;
  BylineCorrelation c;
  correlation_forward(layer, &c);
  const size_t size = packed_size(&c, pass->kernels);
  const unsigned n_threads = byline_thread_pool_size(pass->pool);
  for (unsigned t = 0; t < n_threads; ++t) {
    const float* const scratch = byline_pass_scratch(pass, t);
    const float* const sums = scratch + SCRATCH_HEADER;
    if (scratch[0] == 0) {
      continue;
    }
    byline_correlation_unpack(&c, pass->kernels, sums, pass->gradients[0],
                              begin, end);
    for (size_t o = 0; layer->sizes.bias && begin == 0 && o < c.n_outputs;
         ++o) {
      pass->gradients[1][o] += sums[size + o];
    }
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  BylineCorrelation c;
  const unsigned n_threads = byline_thread_pool_size(pass->pool);
  for (unsigned t = 0; t < n_threads; ++t) {
    byline_pass_scratch(pass, t)[0] = 0;
  }
  if (pass->d_inputs[0]) {
    correlation_backward((const Convolution*)base, 0, 0, &c);
    byline_pass_run(base, pass, pack_back_share,
                    byline_correlation_blocks(&c, pass->kernels));
  }
  byline_pass_run(base, pass, backward_share, pass->batch);
  correlation_forward((const Convolution*)base, &c);
  byline_pass_run(base, pass, reduce_share,
                  byline_correlation_blocks(&c, pass->kernels));
}

static uint64_t multiply_adds(const BylineLayer* base,
                              const BylineMapShape* inputs,
                              const BylineMapShape* output)
{
  (void)inputs;
  return (uint64_t)base->tensors[0].n_values * output->rows * output->columns;
}

void byline_convolution_absorb(BylineLayer* base,
                               const BylineAbsorbed* absorbed)
{
  Convolution* const layer = (Convolution*)base;
  BylineTensor* const weight = &base->tensors[0];
  const size_t n = weight->n_values / layer->sizes.channels;
  for (size_t o = 0; o < layer->sizes.channels; ++o) {
    for (size_t i = 0; i < n; ++i) {
      weight->values[o * n + i] *= absorbed->scale[o];
    }
    const float bias = layer->sizes.bias ? base->tensors[1].values[o] : 0;
    layer->bias[o] = absorbed->shift[o] + bias * absorbed->scale[o];
  }
  layer->shift = true;
  layer->relu = absorbed->relu;
  if (absorbed->add != BYLINE_NO_LAYER) {
    base->inputs[1] = absorbed->add;
    base->n_inputs = 2;
  }
}

static BylineStatus freeze(BylineLayer* base, const BylineKernels* kernels)
{
  Convolution* const layer = (Convolution*)base;
  BylineCorrelation c;
  correlation_forward(layer, &c);
  const size_t size = packed_size(&c, kernels);
  layer->packed = aligned_alloc(64, (size * sizeof(float) + 63) / 64 * 64);
  if (!layer->packed) {
    return byline_error(BYLINE_ERROR_MEMORY, "no memory to pack %s",
                        base->name);
  }
  byline_correlation_pack(&c, kernels, base->tensors[0].values, layer->packed,
                          0, byline_correlation_blocks(&c, kernels));
  if (layer->sizes.bias && !layer->shift) {
    memcpy(layer->bias, base->tensors[1].values,
           base->tensors[1].n_values * sizeof(float));
  }
  return BYLINE_OK;
}

static void free_packed(BylineLayer* base)
{
  Convolution* const layer = (Convolution*)base;
  free(layer->packed);
  free(layer->bias);
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_INPUT(0);
}

static const BylineLayerKind kind = {
    .name = "convolution",
    .reads = reads,
    .infer = infer,
    .halo = halo,
    .measure = measure,
    .initialize = initialize,
    .forward = forward,
    .backward = backward,
    .multiply_adds = multiply_adds,
    .freeze = freeze,
    .free = free_packed,
};

bool byline_layer_is_convolution(const BylineLayer* layer)
{
  return layer->kind == &kind;
}

static uint32_t or_one(uint32_t value)
{
  return value ? value : 1;
}

static BylineStatus check(const char* name, const Convolution* layer)
{
  const BylineConvolution* const s = &layer->sizes;
  if (s->channels == 0 || s->channels % s->groups ||
      layer->in_channels % s->groups) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: %u groups do not divide %u channels into %u", name,
                        s->groups, layer->in_channels, s->channels);
  }
  if (s->rows > BYLINE_MAX_TAPS || s->columns > BYLINE_MAX_TAPS / s->rows) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: a kernel of %u x %u is too large, %u taps at most",
                        name, s->rows, s->columns, BYLINE_MAX_TAPS);
  }
  return BYLINE_OK;
}

/* Add the layer with a weight tensor of `n_dimensions`: 4, or 2 if linear */
static unsigned add(BylineNetwork* network, const char* name, unsigned input,
                    const BylineConvolution* sizes, unsigned n_dimensions)
{
  Convolution* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  BylineConvolution* const s = &layer->sizes;
  *s = *sizes;
  s->rows = or_one(s->rows);
  s->columns = or_one(s->columns);
  s->row_stride = or_one(s->row_stride);
  s->column_stride = or_one(s->column_stride);
  s->column_dilation = or_one(s->column_dilation);
  s->groups = or_one(s->groups);
  layer->in_channels = byline_network_map(network, input)->channels;
  network->status = check(name, layer);
  if (network->status == BYLINE_OK) {
    const uint32_t dimensions[4] = {s->channels, layer->in_channels / s->groups,
                                    s->rows, s->columns};
    const size_t size = byline_channel_pitch(s->channels) * sizeof(float);
    layer->bias = aligned_alloc(64, size);
    if (!layer->bias ||
        !byline_layer_add_tensor(&layer->base, "weight", n_dimensions,
                                 dimensions) ||
        (s->bias &&
         !byline_layer_add_tensor(&layer->base, "bias", 1, dimensions))) {
      byline_network_out_of_memory(network);
    } else {
      memset(layer->bias, 0, size);
    }
  }
  return byline_network_add(network, &layer->base);
}

unsigned byline_convolution_add(BylineNetwork* network, const char* name,
                                unsigned input, const BylineConvolution* sizes)
{
  return add(network, name, input, sizes, 4);
}

unsigned byline_linear_add(BylineNetwork* network, const char* name,
                           unsigned input, uint32_t n_outputs)
{
  const BylineConvolution sizes = {
      .channels = n_outputs, .bias = true, .linear = true};
  return add(network, name, input, &sizes, 2);
}
