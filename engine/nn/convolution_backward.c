/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The way back through convolutions: the input's gradient, and the weights'. */

#include "nn/convolution_layer.h"

#include <string.h>

/* All phases' weights for the way back */
static size_t packed_back_size(const BylineConvolutionLayer* layer,
                               const BylineKernels* kernels)
{
  size_t size = 0;
  for (uint32_t i = 0; i < layer->sizes.row_stride; ++i) {
    for (uint32_t j = 0; j < layer->sizes.column_stride; ++j) {
      BylineCorrelation c;
      byline_convolution_backward_correlation(layer, kernels, i, j, &c);
      size += byline_convolution_packed_size(&c, kernels);
    }
  }
  return size;
}

/* A thread's scratch memory begins with whether it holds anything */
#define SCRATCH_HEADER 16

/* Floats of a thread's gradient of the weights, and of the bias behind it */
static size_t count_sums(const BylineConvolutionLayer* layer,
                         const BylineKernels* kernels)
{
  BylineCorrelation c;
  byline_convolution_forward_correlation(layer, kernels, &c);
  return byline_convolution_packed_size(&c, kernels) +
         byline_channel_pitch(layer->sizes.channels);
}

static size_t larger(size_t a, size_t b)
{
  return a > b ? a : b;
}

void byline_convolution_measure_back(const BylineLayer* base,
                                     const BylineLayerContext* layout,
                                     BylineLayerMemory* memory)
{
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  const BylineKernels* const kernels = layout->kernels;
  const size_t pitch = byline_channel_pitch(layer->sizes.channels);
  BylineWinograd tiles;
  size_t scratch = 0;
  memory->shared = larger(memory->shared, packed_back_size(layer, kernels));
  if (byline_convolution_tiles_there(layer, layout->output, &tiles)) {
    memory->shared = larger(
        memory->shared, pitch + byline_training_tiles_size(&tiles, kernels));
    scratch = byline_winograd_scratch(&tiles, layout->output);
  }
  if (byline_convolution_tiles_back(layer, &layout->inputs[0], &tiles)) {
    memory->shared =
        larger(memory->shared, byline_training_tiles_size(&tiles, kernels));
    scratch =
        larger(scratch, byline_winograd_scratch(&tiles, &layout->inputs[0]));
  }
  memory->scratch = SCRATCH_HEADER + count_sums(layer, kernels) + scratch;
}

float* byline_convolution_tiles_scratch(const BylineConvolutionLayer* layer,
                                        const BylinePass* pass, unsigned thread)
{
  return byline_pass_scratch(pass, thread) + SCRATCH_HEADER +
         count_sums(layer, pass->kernels);
}

static void pack_back_share(const BylineLayer* base, const BylinePass* pass,
                            unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  float* packed = pass->shared;
  for (uint32_t i = 0; i < layer->sizes.row_stride; ++i) {
    for (uint32_t j = 0; j < layer->sizes.column_stride; ++j) {
      BylineCorrelation c;
      byline_convolution_backward_correlation(layer, pass->kernels, i, j, &c);
      byline_correlation_pack(&c, pass->kernels, base->tensors[0].values,
                              packed, begin, end);
      packed += byline_convolution_packed_size(&c, pass->kernels);
    }
  }
}

/* The input's gradient */
static void propagate(const BylineConvolutionLayer* layer,
                      const BylinePass* pass, unsigned thread, size_t begin,
                      size_t end)
{
  BylineCorrelationTask task = {
      .kernels = pass->kernels,
      .x = pass->d_output,
      .packed = pass->shared,
      .finish = {.add = pass->add_d_inputs[0] ? pass->d_inputs[0] : NULL},
      .y = pass->d_inputs[0],
  };
  byline_map_clear_halo(pass->d_inputs[0], begin, end);
  BylineWinograd tiles;
  if (byline_convolution_tiles_back(layer, &pass->d_inputs[0]->shape, &tiles)) {
    byline_winograd_run(&tiles, &task,
                        byline_convolution_tiles_scratch(layer, pass, thread),
                        begin, end);
    return;
  }
  for (uint32_t i = 0; i < layer->sizes.row_stride; ++i) {
    for (uint32_t j = 0; j < layer->sizes.column_stride; ++j) {
      BylineCorrelation c;
      byline_convolution_backward_correlation(layer, pass->kernels, i, j, &c);
      if (c.n_taps || !task.finish.add) {
        byline_correlation_run(&c, &task, begin, end);
      }
      task.packed += byline_convolution_packed_size(&c, pass->kernels);
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
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  if (pass->d_inputs[0]) {
    propagate(layer, pass, thread, begin, end);
  }
  BylineCorrelation c;
  byline_convolution_forward_correlation(layer, pass->kernels, &c);
  float* const scratch = byline_pass_scratch(pass, thread);
  float* const sums = scratch + SCRATCH_HEADER;
  if (scratch[0] == 0) {
    memset(sums, 0, count_sums(layer, pass->kernels) * sizeof(float));
  }
  scratch[0] = 1;
  byline_correlation_weigh(&c, pass->kernels, pass->inputs[0], pass->d_output,
                           sums, begin, end);
  if (layer->sizes.bias) {
    const size_t size = byline_convolution_packed_size(&c, pass->kernels);
    add_bias_gradient(pass->d_output, sums + size, begin, end);
  }
}

/* Add up, in a fixed order, what the threads have found */
static void reduce_share(const BylineLayer* base, const BylinePass* pass,
                         unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  BylineCorrelation c;
  byline_convolution_forward_correlation(layer, pass->kernels, &c);
  const size_t size = byline_convolution_packed_size(&c, pass->kernels);
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

static void reduce(const BylineLayer* base, const BylinePass* pass)
{
  BylineCorrelation c;
  byline_convolution_forward_correlation((const BylineConvolutionLayer*)base,
                                         pass->kernels, &c);
  byline_pass_run(base, pass, reduce_share,
                  byline_correlation_blocks(&c, pass->kernels));
}

void byline_convolution_backward(const BylineLayer* base,
                                 const BylinePass* pass)
{
  BylineCorrelation c;
  const unsigned n_threads = byline_thread_pool_size(pass->pool);
  byline_pass_settle_ends(pass); /* Another's sums may be in the scratch */
  for (unsigned t = 0; t < n_threads; ++t) {
    byline_pass_scratch(pass, t)[0] = 0;
  }
  if (pass->d_inputs[0]) {
    const BylineConvolutionLayer* const layer =
        (const BylineConvolutionLayer*)base;
    BylineWinograd tiles;
    byline_convolution_backward_correlation(layer, pass->kernels, 0, 0, &c);
    if (byline_convolution_tiles_back(layer, &pass->d_inputs[0]->shape,
                                      &tiles)) {
      byline_training_tiles_pack(&c, &tiles, pass->kernels,
                                 base->tensors[0].values, pass->shared);
    } else {
      byline_pass_run(base, pass, pack_back_share,
                      byline_correlation_blocks(&c, pass->kernels));
    }
  }
  byline_pass_later(base, pass, backward_share, reduce);
}
