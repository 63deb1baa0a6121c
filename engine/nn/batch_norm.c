/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Batch normalisation (Ioffe and Szegedy 2015), fused with the addition of a
   shortcut and with ReLU, which would otherwise each walk through memory once
   more.

   Statistics are summed clip by clip in double precision and in a fixed order,
   so that they do not depend on the number of threads. */

#include "nn/batch_norm.h"
#include "nn/layers.h"

#include <math.h>
#include <string.h>

#define EPSILON 1e-5
#define MOMENTUM 0.1f

enum { GAMMA, BETA, MEAN, VARIANCE };

typedef struct {
  BylineLayer base;
  bool relu;
  bool zero_gamma;
} BatchNorm;

/* Per-channel numbers: those of the way back in shared memory; those of the way
   there in the layer's state, if there is a way back */
typedef struct {
  double* sums;     ///< Clips x 2 x pitch
  float* scale;     ///< Factor of the input
  float* shift;     ///< What is added to it
  float* d_scale;   ///< Backward: factor of the gradient
  float* d_shift;   ///< Backward: what is added to it
  float* slope;     ///< Backward: factor of input - mean
  float* mean;      ///< The batch's
  float* deviation; ///< 1 / the batch's deviation
  size_t pitch;     ///< Channels, rounded up
  size_t n;         ///< Channels
} Numbers;

static Numbers get_numbers(const BylinePass* pass)
{
  const size_t pitch = pass->output->pitch;
  float* const shared = pass->shared;
  float* const kept = pass->training ? pass->state : shared;
  return (Numbers){
      .scale = kept,
      .shift = kept + pitch,
      .mean = kept + 2 * pitch,
      .deviation = kept + 3 * pitch,
      .d_scale = shared,
      .d_shift = shared + pitch,
      .slope = shared + 2 * pitch,
      .sums = (double*)(void*)(shared + 4 * pitch),
      .pitch = pitch,
      .n = pass->output->shape.channels,
  };
}

static void measure(const BylineLayer* base, const BylineLayerContext* layout,
                    BylineLayerMemory* memory)
{
  (void)base;
  const size_t pitch = byline_channel_pitch(layout->output->channels);
  memory->state = layout->training ? 4 * pitch : 0;
  memory->shared =
      4 * pitch + (layout->training ? layout->batch * 4 * pitch : 0);
}

static BylineStatus infer(const BylineLayer* base, const BylineMapShape* inputs,
                          BylineMapShape* output)
{
  *output = inputs[0];
  return base->n_inputs > 1 ? byline_infer_equal(base, inputs) : BYLINE_OK;
}

static void initialize(BylineLayer* base, BylineRandom* random)
{
  (void)random;
  const BatchNorm* const layer = (const BatchNorm*)base;
  byline_tensor_fill(&base->tensors[GAMMA], layer->zero_gamma ? 0 : 1);
  byline_tensor_fill(&base->tensors[BETA], 0);
  byline_tensor_fill(&base->tensors[MEAN], 0);
  byline_tensor_fill(&base->tensors[VARIANCE], 1);
}

static void moments_share(const BylineLayer* base, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  (void)base;
  (void)thread;
  const Numbers numbers = get_numbers(pass);
  const BylineMap* const x = pass->inputs[0];
  for (size_t clip = begin; clip < end; ++clip) {
    double* const sums = numbers.sums + clip * 2 * numbers.pitch;
    memset(sums, 0, 2 * numbers.pitch * sizeof(double));
    for (size_t r = 0; r < x->shape.rows; ++r) {
      pass->kernels->moments(byline_map_row(x, clip, r), x->shape.columns,
                             x->pitch, sums);
    }
  }
}

/* Add up what was found of each clip: sums 0 and 1 of all channels come to lie
   where those of the first clip were */
static void add_clips(const Numbers* numbers, size_t batch)
{
  double* const total = numbers->sums;
  for (size_t clip = 1; clip < batch; ++clip) {
    const double* const sums = total + clip * 2 * numbers->pitch;
    for (size_t c = 0; c < 2 * numbers->pitch; ++c) {
      total[c] += sums[c];
    }
  }
}

/* Go on from sums over this process's clips to sums over all processes' */
static void add_peers(const BylinePass* pass, const Numbers* numbers)
{
  if (pass->peers && pass->peers->sum) {
    pass->peers->sum(pass->peers->context, numbers->sums, 2 * numbers->pitch);
  }
}

static double count_pixels(const BylinePass* pass)
{
  const BylineMapShape* const shape = &pass->output->shape;
  const bool together = pass->peers && pass->peers->sum;
  const unsigned n_parts = together ? pass->peers->n_parts : 1;
  return (double)n_parts * (double)pass->batch * shape->rows * shape->columns;
}

static void follow(float* running, double value)
{
  *running += MOMENTUM * ((float)value - *running);
}

/* Scale and shift from the batch, whose statistics the running ones follow */
static void use_batch(const BylineLayer* base, const BylinePass* pass,
                      const Numbers* numbers)
{
  const BylineTensor* const t = base->tensors;
  const double n = count_pixels(pass);
  const double* const total = numbers->sums;
  add_clips(numbers, pass->batch);
  add_peers(pass, numbers);
  for (size_t c = 0; c < numbers->n; ++c) {
    const double mean = total[c] / n;
    const double variance =
        fmax(total[numbers->pitch + c] / n - mean * mean, 0);
    const double deviation = 1 / sqrt(variance + EPSILON);
    const double scale = t[GAMMA].values[c] * deviation;
    numbers->mean[c] = (float)mean;
    numbers->deviation[c] = (float)deviation;
    numbers->scale[c] = (float)scale;
    numbers->shift[c] = (float)(t[BETA].values[c] - mean * scale);
    follow(&t[MEAN].values[c], mean);
    follow(&t[VARIANCE].values[c], variance * n / fmax(n - 1, 1));
  }
}

void byline_batch_norm_affine(const BylineLayer* base, float* scale,
                              float* shift)
{
  const BylineTensor* const t = base->tensors;
  for (size_t c = 0; c < t[GAMMA].n_values; ++c) {
    const double a =
        t[GAMMA].values[c] / sqrt((double)t[VARIANCE].values[c] + EPSILON);
    scale[c] = (float)a;
    shift[c] = (float)(t[BETA].values[c] - t[MEAN].values[c] * a);
  }
}

static void apply_share(const BylineLayer* base, const BylinePass* pass,
                        unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Numbers numbers = get_numbers(pass);
  const BylineMap* const y = pass->output;
  byline_map_clear_halo(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < y->shape.rows; ++r) {
      pass->kernels->affine(&(BylineAffineRow){
          .x = byline_map_row(pass->inputs[0], clip, r),
          .scale = numbers.scale,
          .shift = numbers.shift,
          .add = base->n_inputs > 1 ? byline_map_row(pass->inputs[1], clip, r)
                                    : NULL,
          .y = byline_map_row(y, clip, r),
          .n_pixels = y->shape.columns,
          .pitch = y->pitch,
          .relu = ((const BatchNorm*)base)->relu,
      });
    }
  }
}

static void forward(const BylineLayer* base, const BylinePass* pass)
{
  const Numbers numbers = get_numbers(pass);
  if (!pass->again) {
    memset(numbers.scale, 0, 4 * numbers.pitch * sizeof(float));
  }
  if (!pass->training) {
    byline_batch_norm_affine(base, numbers.scale, numbers.shift);
  } else if (!pass->again) {
    byline_pass_later(base, pass, moments_share, NULL);
    byline_pass_settle(pass);
    use_batch(base, pass, &numbers);
  }
  byline_pass_later(base, pass, apply_share, NULL);
}

static BylineNormRow norm_row(const BylineLayer* base, const BylinePass* pass,
                              const Numbers* numbers, size_t clip, size_t r)
{
  const bool relu = ((const BatchNorm*)base)->relu;
  return (BylineNormRow){
      .x = byline_map_row(pass->inputs[0], clip, r),
      .y = relu && base->n_inputs > 1 ? byline_map_row(pass->output, clip, r)
                                      : NULL,
      .x_scale = relu ? numbers->scale : NULL,
      .x_shift = numbers->shift,
      .dy = byline_map_row(pass->d_output, clip, r),
      .mean = numbers->mean,
      .scale = numbers->d_scale,
      .slope = numbers->slope,
      .shift = numbers->d_shift,
      .n_pixels = pass->output->shape.columns,
      .pitch = numbers->pitch,
  };
}

static void sums_share(const BylineLayer* base, const BylinePass* pass,
                       unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Numbers numbers = get_numbers(pass);
  for (size_t clip = begin; clip < end; ++clip) {
    double* const sums = numbers.sums + clip * 2 * numbers.pitch;
    memset(sums, 0, 2 * numbers.pitch * sizeof(double));
    for (size_t r = 0; r < pass->output->shape.rows; ++r) {
      const BylineNormRow row = norm_row(base, pass, &numbers, clip, r);
      pass->kernels->norm_sums(&row, sums);
    }
  }
}

/* The tensors' gradients, and what the input's is made of:
   dx = gamma deviation (g - mean(g) - xhat mean(g xhat)) */
static void find_gradients(const BylineLayer* base, const BylinePass* pass,
                           const Numbers* numbers)
{
  const double n = count_pixels(pass);
  const double* const total = numbers->sums;
  add_clips(numbers, pass->batch);
  /* These are summed over processes together with all others */
  for (size_t c = 0; c < numbers->n; ++c) {
    const double slope = total[numbers->pitch + c] * numbers->deviation[c];
    pass->gradients[BETA][c] += (float)total[c];
    pass->gradients[GAMMA][c] += (float)slope;
  }
  add_peers(pass, numbers);
  for (size_t c = 0; c < numbers->n; ++c) {
    const double deviation = numbers->deviation[c];
    const double scale = base->tensors[GAMMA].values[c] * deviation;
    numbers->d_scale[c] = (float)scale;
    numbers->slope[c] =
        (float)(-scale * deviation * deviation * total[numbers->pitch + c] / n);
    numbers->d_shift[c] = (float)(-scale * total[c] / n);
  }
}

static void propagate_share(const BylineLayer* base, const BylinePass* pass,
                            unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Numbers numbers = get_numbers(pass);
  const BylineMap* const dx = pass->d_inputs[0];
  const bool adds = base->n_inputs > 1 && pass->d_inputs[1];
  byline_map_clear_halo(dx, begin, end);
  if (adds) {
    byline_map_clear_halo(pass->d_inputs[1], begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    for (size_t r = 0; r < dx->shape.rows; ++r) {
      BylineNormRow row = norm_row(base, pass, &numbers, clip, r);
      row.dx = byline_map_row(dx, clip, r);
      row.add_dx = pass->add_d_inputs[0];
      row.d_add = adds ? byline_map_row(pass->d_inputs[1], clip, r) : NULL;
      row.add_d_add = pass->add_d_inputs[1];
      pass->kernels->norm_backward(&row);
    }
  }
}

static void backward(const BylineLayer* base, const BylinePass* pass)
{
  const Numbers numbers = get_numbers(pass);
  memset(pass->shared, 0, 4 * numbers.pitch * sizeof(float));
  byline_pass_later(base, pass, sums_share, NULL);
  byline_pass_settle(pass);
  find_gradients(base, pass, &numbers);
  if (pass->d_inputs[0]) {
    byline_pass_later(base, pass, propagate_share, NULL);
  }
}

/* Where nothing is added, the input tells where the output was clamped */
static unsigned reads(const BylineLayer* base)
{
  const bool relu = ((const BatchNorm*)base)->relu;
  return BYLINE_READS_INPUT(0) |
         (relu && base->n_inputs > 1 ? BYLINE_READS_OUTPUT : 0);
}

static const BylineLayerKind kind = {
    .name = "batch norm",
    .queues = true,
    .cheap = true,
    .in_place = 1,
    .reads = reads,
    .infer = infer,
    .measure = measure,
    .initialize = initialize,
    .forward = forward,
    .backward = backward,
};

bool byline_layer_is_batch_norm(const BylineLayer* layer)
{
  return layer->kind == &kind;
}

bool byline_batch_norm_relu(const BylineLayer* layer)
{
  return ((const BatchNorm*)layer)->relu;
}

static bool add_tensors(BylineLayer* layer, uint32_t n)
{
  static const char* const names[] = {"weight", "bias", "running_mean",
                                      "running_var"};
  for (unsigned i = 0; i < 4; ++i) {
    BylineTensor* const tensor =
        byline_layer_add_tensor(layer, names[i], 1, &n);
    if (!tensor) {
      return false;
    }
    tensor->trainable = i < MEAN;
  }
  return true;
}

unsigned byline_batch_norm_add(BylineNetwork* network, const char* name,
                               unsigned input,
                               const BylineNormalization* settings)
{
  const unsigned inputs[] = {input, settings->add};
  const unsigned n_inputs = settings->add == BYLINE_NO_LAYER ? 1 : 2;
  BatchNorm* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, n_inputs, inputs);
  if (!layer) {
    return 0;
  }
  layer->relu = settings->relu;
  layer->zero_gamma = settings->zero_gamma;
  if (!add_tensors(&layer->base,
                   byline_network_map(network, input)->channels)) {
    byline_network_out_of_memory(network);
  }
  return byline_network_add(network, &layer->base);
}
