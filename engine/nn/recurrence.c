/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The recurrent half of a gated recurrent unit (Cho et al. 2014, "Learning
   phrase representations using RNN encoder-decoder"), in the variant that
   PyTorch and cuDNN have:

     r = sigma(x_r + a_r)            a = W h + b
     z = sigma(x_z + a_z)
     n = tanh(x_n + r a_n)
     h' = (1 - z) n + z h

   The other half, x, depends on no earlier column and is a convolution. */

#include "nn/layers.h"
#include "nn/logistic.h"

#include <string.h>

enum { WEIGHT, BIAS };

/* What the way back needs of every column */
enum { RESET, UPDATE, NEW, A_NEW, N_SAVED };

/* A thread's scratch memory begins with whether it holds gradients */
#define SCRATCH_HEADER 16

static BylineStatus infer(const BylineLayer* layer,
                          const BylineMapShape* inputs, BylineMapShape* output)
{
  *output = inputs[0];
  output->channels /= 3;
  if (inputs[0].channels % 3 || inputs[0].rows != 1) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: %u channels of %u rows are not three sets of one "
                        "row",
                        layer->name, inputs[0].channels, inputs[0].rows);
  }
  return BYLINE_OK;
}

static void measure(const BylineLayer* layer, const BylineLayerContext* layout,
                    BylineLayerMemory* memory)
{
  (void)layer;
  const size_t n = layout->output->channels;
  memory->shared = 3 * n * n;
  memory->scratch = SCRATCH_HEADER + 3 * n * n + 8 * n;
  memory->state = layout->training
                      ? layout->batch * layout->output->columns * N_SAVED * n
                      : 0;
}

static void initialize(BylineLayer* layer, BylineRandom* random)
{
  byline_tensor_fill_he(&layer->tensors[WEIGHT],
                        2 * layer->tensors[WEIGHT].dimensions[1], random);
  byline_tensor_fill(&layer->tensors[BIAS], 0);
}

/* Weights with the inputs slowest, so that inner loops run over outputs */
static void transpose(const BylineLayer* layer, float* to)
{
  const BylineTensor* const weight = &layer->tensors[WEIGHT];
  const size_t n_out = weight->dimensions[0];
  const size_t n_in = weight->dimensions[1];
  for (size_t o = 0; o < n_out; ++o) {
    for (size_t i = 0; i < n_in; ++i) {
      to[i * n_out + o] = weight->values[o * n_in + i];
    }
  }
}

/* One column: the next state `next` from `h` and the input `x` */
static void step(size_t n, const float* x, const float* a, const float* h,
                 float* next, float* saved)
{
  for (size_t c = 0; c < n; ++c) {
    const float r = byline_logistic(x[c] + a[c]);
    const float z = byline_logistic(x[n + c] + a[n + c]);
    const float value = byline_tanh(x[2 * n + c] + r * a[2 * n + c]);
    next[c] = value + z * (h[c] - value);
    if (saved) {
      saved[RESET * n + c] = r;
      saved[UPDATE * n + c] = z;
      saved[NEW * n + c] = value;
      saved[A_NEW * n + c] = a[2 * n + c];
    }
  }
}

static float* saved_column(const BylinePass* pass, size_t clip, size_t column)
{
  const BylineMapShape* const shape = &pass->output->shape;
  return pass->state +
         (clip * shape->columns + column) * N_SAVED * shape->channels;
}

static void forward_share(const BylineLayer* layer, const BylinePass* pass,
                          unsigned thread, size_t begin, size_t end)
{
  const BylineMap* const x = pass->inputs[0];
  const BylineMap* const y = pass->output;
  const size_t n = y->shape.channels;
  float* const a = byline_pass_scratch(pass, thread);
  float* const zero = a + 3 * n;
  memset(zero, 0, n * sizeof(float));
  byline_map_clear(y, begin, end);
  for (size_t clip = begin; clip < end; ++clip) {
    const float* h = zero;
    for (size_t i = 0; i < y->shape.columns; ++i) {
      float* const next = byline_map_row(y, clip, 0) + i * y->pitch;
      memcpy(a, layer->tensors[BIAS].values, 3 * n * sizeof(float));
      pass->kernels->multiply(pass->shared, h, n, 3 * n, a);
      step(n, byline_map_row(x, clip, 0) + i * x->pitch, a, h, next,
           pass->training ? saved_column(pass, clip, i) : NULL);
      h = next;
    }
  }
}

static void forward(const BylineLayer* layer, const BylinePass* pass)
{
  transpose(layer, pass->shared);
  byline_pass_run(layer, pass, forward_share, pass->batch);
}

/* A thread's numbers on the way back */
typedef struct {
  float* weight; ///< Gradient, 3 n x n
  float* bias;   ///< Gradient, 3 n
  float* da;     ///< 3 n
  float* carry;  ///< Gradient of the state, from later columns
  float* zero;   ///< The state before the first column
} Back;

/* Gradients of one column's x and a; `carry` becomes that of h, but for what
   comes through a */
static void step_back(size_t n, const float* saved, const float* h,
                      const float* dy, const Back* back, float* dx)
{
  for (size_t c = 0; c < n; ++c) {
    const float r = saved[RESET * n + c];
    const float z = saved[UPDATE * n + c];
    const float value = saved[NEW * n + c];
    const float dh = dy[c] + back->carry[c];
    const float d_new = dh * (1 - z) * (1 - value * value);
    const float d_reset = d_new * saved[A_NEW * n + c] * r * (1 - r);
    const float d_update = dh * (h[c] - value) * z * (1 - z);
    back->da[c] = d_reset;
    back->da[n + c] = d_update;
    back->da[2 * n + c] = d_new * r;
    back->carry[c] = dh * z;
    if (dx) {
      dx[c] += d_reset;
      dx[n + c] += d_update;
      dx[2 * n + c] += d_new;
    }
  }
}

static void backward_clip(const BylineLayer* layer, const BylinePass* pass,
                          const Back* back, size_t clip)
{
  const BylineMap* const y = pass->output;
  const BylineMap* const dx = pass->d_inputs[0];
  const size_t n = y->shape.channels;
  memset(back->carry, 0, n * sizeof(float));
  for (size_t i = y->shape.columns; i-- > 0;) {
    const float* const h =
        i ? byline_map_row(y, clip, 0) + (i - 1) * y->pitch : back->zero;
    step_back(n, saved_column(pass, clip, i), h,
              byline_map_row(pass->d_output, clip, 0) + i * y->pitch, back,
              dx ? byline_map_row(dx, clip, 0) + i * dx->pitch : NULL);
    for (size_t o = 0; o < 3 * n; ++o) {
      back->bias[o] += back->da[o];
      for (size_t c = 0; c < n; ++c) {
        back->weight[o * n + c] += back->da[o] * h[c];
      }
    }
    pass->kernels->multiply(layer->tensors[WEIGHT].values, back->da, 3 * n, n,
                            back->carry);
  }
}

static void backward_share(const BylineLayer* layer, const BylinePass* pass,
                           unsigned thread, size_t begin, size_t end)
{
  const size_t n = pass->output->shape.channels;
  float* const scratch = byline_pass_scratch(pass, thread);
  float* const weight = scratch + SCRATCH_HEADER;
  const Back back = {
      .weight = weight,
      .bias = weight + 3 * n * n,
      .da = weight + 3 * n * n + 3 * n,
      .carry = weight + 3 * n * n + 6 * n,
      .zero = weight + 3 * n * n + 7 * n,
  };
  memset(weight, 0, (3 * n * n + 8 * n) * sizeof(float));
  scratch[0] = 1;
  if (pass->d_inputs[0] && !pass->add_d_inputs[0]) {
    byline_map_clear(pass->d_inputs[0], begin, end);
  }
  for (size_t clip = begin; clip < end; ++clip) {
    backward_clip(layer, pass, &back, clip);
  }
}

static void backward(const BylineLayer* layer, const BylinePass* pass)
{
  const size_t n = pass->output->shape.channels;
  const unsigned n_threads = byline_thread_pool_size(pass->pool);
  for (unsigned t = 0; t < n_threads; ++t) {
    byline_pass_scratch(pass, t)[0] = 0;
  }
  byline_pass_run(layer, pass, backward_share, pass->batch);
  for (unsigned t = 0; t < n_threads; ++t) {
    const float* const scratch = byline_pass_scratch(pass, t);
    const float* const sums = scratch + SCRATCH_HEADER;
    for (size_t i = 0; scratch[0] != 0 && i < 3 * n * n; ++i) {
      pass->gradients[WEIGHT][i] += sums[i];
    }
    for (size_t i = 0; scratch[0] != 0 && i < 3 * n; ++i) {
      pass->gradients[BIAS][i] += sums[3 * n * n + i];
    }
  }
}

static uint64_t multiply_adds(const BylineLayer* layer,
                              const BylineMapShape* inputs,
                              const BylineMapShape* output)
{
  (void)inputs;
  return (uint64_t)layer->tensors[WEIGHT].n_values * output->columns;
}

static unsigned reads(const BylineLayer* layer)
{
  (void)layer;
  return BYLINE_READS_OUTPUT;
}

static const BylineLayerKind kind = {
    .name = "recurrence",
    .reads = reads,
    .infer = infer,
    .measure = measure,
    .initialize = initialize,
    .forward = forward,
    .backward = backward,
    .multiply_adds = multiply_adds,
};

unsigned byline_recurrence_add(BylineNetwork* network, const char* name,
                               unsigned input)
{
  BylineLayer* const layer =
      byline_layer_new(network, &kind, sizeof(*layer), name, 1, &input);
  if (!layer) {
    return 0;
  }
  const uint32_t n = byline_network_map(network, input)->channels / 3;
  const uint32_t dimensions[] = {3 * n, n};
  if (!byline_layer_add_tensor(layer, "weight", 2, dimensions) ||
      !byline_layer_add_tensor(layer, "bias", 1, dimensions)) {
    byline_network_out_of_memory(network);
  }
  return byline_network_add(network, layer);
}
