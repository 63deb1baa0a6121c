/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Convolutions against a plain reference in double precision, for every kind
   of processor that this one can play, and their gradients. */

#include "tests/unit/gradient.h"
#include "tests/unit/levels.h"
#include "tests/unit/probe.h"

#include <string.h>

#define BATCH 3
#define N_MELS 7
#define N_FRAMES 19

/* What is tried: a first convolution reads the input, a second one reads it */
typedef struct {
  uint32_t n_channels;
  BylineConvolution first;
  BylineConvolution second;
} Case;

static const Case cases[] = {
    {1,
     {.channels = 16,
      .rows = 3,
      .columns = 3,
      .row_padding = 1,
      .column_padding = 1},
     {.channels = 32,
      .rows = 3,
      .columns = 3,
      .row_padding = 1,
      .column_padding = 1}},
    {3,
     {.channels = 5,
      .rows = 5,
      .columns = 7,
      .row_stride = 2,
      .column_stride = 2,
      .row_padding = 2,
      .column_padding = 3},
     {.channels = 37, .bias = true}},
    {2,
     {.channels = 33, .columns = 2, .bias = true},
     {.channels = 50,
      .rows = 3,
      .columns = 2,
      .row_stride = 2,
      .column_stride = 3,
      .row_padding = 1}},
    {1,
     {.channels = 20,
      .rows = 7,
      .columns = 7,
      .row_stride = 2,
      .column_stride = 2,
      .row_padding = 3,
      .column_padding = 3},
     {.channels = 17, .row_stride = 2, .column_stride = 2}},
    {1,
     {.channels = 12,
      .rows = 7,
      .columns = 3,
      .column_dilation = 2,
      .causal = true,
      .bias = true},
     {.channels = 24,
      .columns = 2,
      .column_dilation = 4,
      .causal = true,
      .bias = true}},
    {2,
     {.channels = 24, .rows = 3, .columns = 3, .row_padding = 1},
     {.channels = 48,
      .rows = 3,
      .columns = 3,
      .row_padding = 1,
      .column_padding = 1,
      .groups = 6}},
    {2,
     {.channels = 64, .rows = 1, .columns = 1},
     {.channels = 64,
      .rows = 3,
      .columns = 3,
      .row_stride = 2,
      .column_stride = 2,
      .row_padding = 1,
      .column_padding = 1,
      .groups = 2}},
    {2,
     {.channels = 20, .rows = 3, .row_padding = 1},
     {.channels = 20,
      .rows = 3,
      .columns = 3,
      .row_padding = 1,
      .column_padding = 1,
      .groups = 5}},
    {2,
     {.channels = 24, .columns = 3, .column_padding = 1},
     {.channels = 24,
      .rows = 3,
      .columns = 3,
      .row_stride = 2,
      .column_stride = 2,
      .row_padding = 1,
      .column_padding = 1,
      .groups = 3,
      .bias = true}},
};

enum { N_CASES = sizeof(cases) / sizeof(*cases) };

static uint32_t or_one(uint32_t value)
{
  return value ? value : 1;
}

/* A plain convolution of one clip, channels first; returns the output's shape
   and allocates its values */
static BylineMapShape reference(const BylineConvolution* s, const float* weight,
                                const float* bias, const double* x,
                                BylineMapShape in, double** result)
{
  const int rows = (int)or_one(s->rows);
  const int columns = (int)or_one(s->columns);
  const int dilation = (int)or_one(s->column_dilation);
  const int reach = dilation * (columns - 1);
  const int left = s->causal ? reach : (int)s->column_padding;
  const int right = s->causal ? 0 : (int)s->column_padding;
  const int groups = (int)or_one(s->groups);
  const int row_stride = (int)or_one(s->row_stride);
  const int column_stride = (int)or_one(s->column_stride);
  const int height =
      ((int)in.rows + 2 * (int)s->row_padding - rows) / row_stride + 1;
  const int width =
      ((int)in.columns + left + right - reach - 1) / column_stride + 1;
  const int n_in = (int)in.channels / groups;
  const int n_out = (int)s->channels / groups;
  double* const y =
      calloc((size_t)((int)s->channels * height * width), sizeof(double));
  for (int o = 0; o < (int)s->channels; ++o) {
    for (int r = 0; r < height; ++r) {
      for (int t = 0; t < width; ++t) {
        double sum = bias ? (double)bias[o] : 0;
        for (int i = 0; i < n_in; ++i) {
          for (int a = 0; a < rows; ++a) {
            for (int b = 0; b < columns; ++b) {
              const int row = r * row_stride + a - (int)s->row_padding;
              const int column = t * column_stride + b * dilation - left;
              if (row >= 0 && row < (int)in.rows && column >= 0 &&
                  column < (int)in.columns) {
                const int channel = o / n_out * n_in + i;
                sum +=
                    (double)weight[((o * n_in + i) * rows + a) * columns + b] *
                    x[(channel * (int)in.rows + row) * (int)in.columns +
                      column];
              }
            }
          }
        }
        y[(o * height + r) * width + t] = sum;
      }
    }
  }
  *result = y;
  return (BylineMapShape){s->channels, (uint32_t)height, (uint32_t)width};
}

static BylineNetwork* build(const Case* test, const BylineKernels* kernels,
                            Probe** probe)
{
  BylineNetwork* const network =
      byline_network_begin(&(BylineNetworkShape){test->n_channels, N_MELS, 2});
  network->kernels = kernels;
  const unsigned first =
      byline_convolution_add(network, "first", 0, &test->first);
  const unsigned second =
      byline_convolution_add(network, "second", first, &test->second);
  *probe = probe_add(network, second, 2);
  BylineNetwork* finished = NULL;
  assert_int_equal(byline_network_finish(network, "test", second, &finished),
                   BYLINE_OK);
  byline_network_initialize(finished, 1);
  for (size_t i = 0; i < byline_network_tensor_count(finished); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(finished, i);
    if (!tensor->decays) {
      fill_normal(tensor->values, tensor->n_values, 1, i);
    }
  }
  return finished;
}

/* The tensor of that name, or NULL */
static const float* values(const BylineNetwork* network, const char* name)
{
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    if (!strcmp(tensor->name, name)) {
      return tensor->values;
    }
  }
  return NULL;
}

static void check_output(const Case* test, const BylineNetwork* network,
                         const Probe* probe, const float* input)
{
  const BylineMapShape in = {test->n_channels, N_MELS, N_FRAMES};
  const size_t in_size = (size_t)in.channels * in.rows * in.columns;
  double* const x = malloc(in_size * sizeof(double));
  size_t compared = 0;
  for (size_t clip = 0; clip < BATCH; ++clip) {
    for (size_t i = 0; i < in_size; ++i) {
      x[i] = (double)input[clip * in_size + i];
    }
    double* middle = NULL;
    double* y = NULL;
    const BylineMapShape between =
        reference(&test->first, values(network, "first.weight"),
                  values(network, "first.bias"), x, in, &middle);
    const BylineMapShape out =
        reference(&test->second, values(network, "second.weight"),
                  values(network, "second.bias"), middle, between, &y);
    assert_memory_equal(&out, &probe->shape, sizeof(out));
    const size_t size = (size_t)out.channels * out.rows * out.columns;
    for (size_t i = 0; i < size; ++i, ++compared) {
      assert_float_equal(probe->seen[compared], (float)y[i],
                         2e-5f * (1 + fabsf((float)y[i])));
    }
    free(middle);
    free(y);
  }
  free(x);
}

static void check_case(const Case* test, const BylineKernels* kernels)
{
  Probe* probe = NULL;
  BylineNetwork* const network = build(test, kernels, &probe);
  const size_t size = (size_t)BATCH * test->n_channels * N_MELS * N_FRAMES;
  float* const seen = calloc(100000, sizeof(float));
  for (unsigned frozen = 0; frozen < 2; ++frozen) {
    if (frozen) {
      check_gradients(network, &(BylinePlanSettings){.mode = BYLINE_PLAN_TRAIN,
                                                     .max_batch = BATCH,
                                                     .max_frames = N_FRAMES});
      assert_int_equal(byline_network_freeze(network), BYLINE_OK);
    }
    BylinePlan* plan = NULL;
    assert_int_equal(
        byline_plan_new(
            network,
            &(BylinePlanSettings){.max_batch = BATCH, .max_frames = N_FRAMES},
            &plan),
        BYLINE_OK);
    probe->seen = seen;
    fill_normal(byline_plan_input(plan), size, 1, 12);
    byline_plan_forward(plan);
    check_output(test, network, probe, byline_plan_input(plan));
    probe->seen = NULL;
    byline_plan_free(plan);
  }
  free(seen);
  byline_network_free(network);
}

static void test_cases(void** state)
{
  const BylineKernels* const kernels = level_kernels(state);
  for (unsigned i = 0; i < N_CASES; ++i) {
    check_case(&cases[i], kernels);
  }
}

static void test_errors(void** state)
{
  (void)state;
  static const struct {
    BylineConvolution sizes;
    const char* hint;
  } wrong[] = {
      {{.channels = 8, .groups = 3}, "3 groups"},
      {{.channels = 0}, "channels"},
      {{.channels = 8, .rows = 9, .columns = 9}, "64 taps"},
      {{.channels = 8, .rows = 8}, "too small"},
  };
  for (unsigned i = 0; i < sizeof(wrong) / sizeof(*wrong); ++i) {
    BylineNetwork* const network =
        byline_network_begin(&(BylineNetworkShape){3, N_MELS, 2});
    byline_convolution_add(network, "wrong", 0, &wrong[i].sizes);
    BylineNetwork* finished = NULL;
    assert_int_equal(byline_network_finish(network, "test", 0, &finished),
                     BYLINE_ERROR_USAGE);
    assert_null(finished);
    assert_non_null(strstr(byline_error_message(), wrong[i].hint));
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      level_unit_tests(test_cases),
      cmocka_unit_test(test_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
