/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Convolution, of one dimension or two, and fully connected layers, which are
   convolutions of a map of one pixel.

   Forward and backward are correlations (see correlation.h), whose places are
   worked out in convolution_geometry.c. */

#include "nn/convolution_layer.h"

#include <stdlib.h>
#include <string.h>

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  return byline_convolution_infer(&layer->sizes, base->name, inputs, output);
}

static void halo(const BylineLayer* base, const BylineMapShape* input,
                 const BylineMapShape* output, BylineHalo* input_halo,
                 BylineHalo* d_output_halo)
{
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  byline_convolution_halo(&layer->sizes, layer->in_channels, input, output,
                          input_halo, d_output_halo);
  if (layer->winograd.sides.rows) {
    byline_winograd_halo(&layer->winograd, output, input_halo);
  }
  if (layer->row_tiles) {
    BylineCorrelation c;
    byline_convolution_correlation(layer, &c);
    byline_row_tiles_halo(&c, input, output, input_halo);
  }
  BylineWinograd tiles;
  if (!layer->packed && byline_convolution_tiles_there(layer, output, &tiles)) {
    byline_winograd_halo(&tiles, output, input_halo);
  }
  if (!layer->packed && byline_convolution_tiles_back(layer, input, &tiles)) {
    byline_winograd_halo(&tiles, input, d_output_halo);
  }
}

static void measure(const BylineLayer* base, const BylineLayerContext* layout,
                    BylineLayerMemory* memory)
{
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  BylineCorrelation c;
  byline_convolution_correlation(layer, &c);
  if (layer->packed) {
    memory->scratch =
        layer->winograd.sides.rows
            ? byline_winograd_scratch(&layer->winograd, layout->output)
        : layer->row_tiles ? byline_row_tiles_scratch(&c)
                           : 0;
    return;
  }
  memory->shared = byline_convolution_packed_size(&c, layout->kernels) +
                   byline_channel_pitch(layer->sizes.channels);
  if (layout->training) {
    byline_convolution_measure_back(base, layout, memory);
  }
}

static void initialize(BylineLayer* base, BylineRandom* random)
{
  const BylineConvolutionLayer* const layer = (BylineConvolutionLayer*)base;
  const BylineConvolution* const s = &layer->sizes;
  const size_t fan =
      (size_t)s->rows * s->columns * layer->in_channels / s->groups;
  byline_tensor_fill_he(&base->tensors[0], s->linear ? 2 * fan : fan, random);
  if (s->bias) {
    byline_tensor_fill(&base->tensors[1], 0);
  }
}

/* Behind the bias, where there is one */
static float* place_of_weights(const BylineLayer* base, const BylinePass* pass)
{
  const BylineConvolution* const s =
      &((const BylineConvolutionLayer*)base)->sizes;
  return pass->shared + (s->bias ? byline_channel_pitch(s->channels) : 0);
}

static void pack_share(const BylineLayer* base, const BylinePass* pass,
                       unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  BylineCorrelation c;
  byline_convolution_forward_correlation((const BylineConvolutionLayer*)base,
                                         pass->kernels, &c);
  byline_correlation_pack(&c, pass->kernels, base->tensors[0].values,
                          place_of_weights(base, pass), begin, end);
}

static void forward_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  BylineCorrelation c;
  byline_convolution_forward_correlation(layer, pass->kernels, &c);
  BylineCorrelationTask task = {
      .kernels = pass->kernels,
      .x = pass->inputs[0],
      .packed = layer->packed ? layer->packed : pass->shared,
      .finish = {.add = base->n_inputs > 1 ? pass->inputs[1] : NULL,
                 .relu = layer->relu},
      .y = pass->output,
  };
  if (layer->packed) {
    task.finish.bias = layer->bias;
  } else if (layer->sizes.bias) {
    task.finish.bias = pass->shared;
    task.packed += byline_channel_pitch(layer->sizes.channels);
  }
  byline_map_clear_halo(pass->output, begin, end);
  BylineWinograd tiles;
  if (pass->training &&
      byline_convolution_tiles_there(layer, &pass->output->shape, &tiles)) {
    byline_winograd_run(&tiles, &task,
                        byline_convolution_tiles_scratch(layer, pass, thread),
                        begin, end);
  } else if (layer->winograd.sides.rows) {
    byline_winograd_run(&layer->winograd, &task,
                        byline_pass_scratch(pass, thread), begin, end);
  } else if (layer->row_tiles) {
    byline_row_tiles_run(&c, &task, byline_pass_scratch(pass, thread), begin,
                         end);
  } else {
    byline_correlation_run(&c, &task, begin, end);
  }
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  const BylineConvolutionLayer* const layer =
      (const BylineConvolutionLayer*)base;
  if (!layer->packed) {
    BylineCorrelation c;
    BylineWinograd tiles;
    byline_convolution_forward_correlation(layer, pass->kernels, &c);
    if (pass->training &&
        byline_convolution_tiles_there(layer, &pass->output->shape, &tiles)) {
      byline_training_tiles_pack(&c, &tiles, pass->kernels,
                                 base->tensors[0].values,
                                 place_of_weights(base, pass));
    } else {
      byline_pass_run(base, pass, pack_share,
                      byline_correlation_blocks(&c, pass->kernels));
    }
    if (layer->sizes.bias) {
      const size_t n = layer->sizes.channels;
      memset(pass->shared, 0, byline_channel_pitch(n) * sizeof(float));
      memcpy(pass->shared, base->tensors[1].values, n * sizeof(float));
    }
  }
  byline_pass_later(base, pass, forward_share, NULL);
}

static uint64_t multiply_adds(const BylineLayer* base,
                              const BylineMapShape* inputs,
                              const BylineMapShape* output)
{
  (void)inputs;
  return (uint64_t)base->tensors[0].n_values * output->rows * output->columns;
}

static void free_packed(BylineLayer* base)
{
  BylineConvolutionLayer* const layer = (BylineConvolutionLayer*)base;
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
    .queues = true,
    .reads = reads,
    .infer = infer,
    .halo = halo,
    .measure = measure,
    .initialize = initialize,
    .forward = forward,
    .backward = byline_convolution_backward,
    .multiply_adds = multiply_adds,
    .freeze = byline_convolution_freeze,
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

static BylineStatus check(const char* name, const BylineConvolutionLayer* layer)
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
  BylineConvolutionLayer* const layer =
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
