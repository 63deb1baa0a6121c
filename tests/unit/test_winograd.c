/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Convolutions in tiles against the same without, for every kind of processor
   that this one can play. */

#include "nn/convolution_geometry.h"
#include "nn/winograd.h"
#include "tests/unit/tiles.h"

/* What is tried; tiles do not divide the pictures */
static const struct {
  uint32_t n_inputs;
  uint32_t n_outputs;
  uint32_t groups;
  uint32_t rows;
  uint32_t columns;
  uint32_t dilation;
  bool causal;
} cases[] = {
    {16, 16, 1, 4, 4, 1, false},   {3, 40, 1, 1, 1, 1, false},
    {64, 16, 1, 9, 11, 1, false},  {32, 32, 8, 7, 13, 1, false},
    {64, 64, 2, 5, 6, 1, false},   {33, 17, 1, 18, 45, 1, false},
    {128, 96, 1, 8, 17, 1, false}, {24, 48, 6, 10, 31, 1, false},
    {16, 16, 1, 12, 14, 1, true},  {48, 48, 1, 9, 7, 2, true},
    {64, 64, 1, 8, 7, 4, true},    {16, 32, 1, 5, 3, 4, true},
    {32, 32, 1, 6, 37, 3, true},   {16, 16, 1, 6, 29, 2, false},
};

enum { N_CASES = sizeof(cases) / sizeof(*cases) };

static void check(unsigned index, unsigned side, const BylineKernels* kernels)
{
  const uint32_t n_inputs = cases[index].n_inputs;
  const BylineMapShape in = {n_inputs, cases[index].rows, cases[index].columns};
  const BylineMapShape out = {cases[index].n_outputs, in.rows, in.columns};
  BylineCorrelation c;
  byline_convolution_there(
      &(BylineConvolution){.channels = out.channels,
                           .rows = 3,
                           .columns = 3,
                           .row_stride = 1,
                           .column_stride = 1,
                           .column_dilation = cases[index].dilation,
                           .row_padding = 1,
                           .column_padding = cases[index].dilation,
                           .causal = cases[index].causal,
                           .groups = cases[index].groups},
      n_inputs, &c);
  BylineWinograd winograd;
  byline_winograd_cut(&c, side, &winograd);
  BylineRandom random = byline_random_begin(index, side);
  BylineHalo halo = {0};
  byline_winograd_halo(&winograd, &out, &halo);
  BylineMap x;
  BylineMap add;
  BylineMap y;
  BylineMap expected;
  float* const memory[] = {
      tiles_map(&x, &in, &halo, false, &random),
      tiles_map(&add, &out, &(BylineHalo){1, 0, 2, 1}, false, &random),
      tiles_map(&y, &out, &(BylineHalo){0, 1, 1, 0}, false, &random),
      tiles_map(&expected, &out, &(BylineHalo){0, 1, 1, 0}, false, &random),
  };

  const size_t fan = n_inputs / cases[index].groups;
  const size_t n_kernels = out.channels * fan;
  float* const weights =
      tiles_numbers(n_kernels * 9, 1 / sqrtf(9 * (float)fan), &random);
  float* const transformed = tiles_numbers(n_kernels * side * side, 0, &random);
  float* const bias = tiles_numbers(y.pitch, 0, &random);
  for (uint32_t o = 0; o < out.channels; ++o) {
    bias[o] = byline_random_normal(&random);
  }
  byline_winograd_transform(&winograd, weights, n_kernels, transformed);
  float* const packed = tiles_pack(&c, kernels, weights, &random);
  float* const places =
      tiles_pack(&winograd.places, kernels, transformed, &random);
  float* const scratch =
      tiles_numbers(byline_winograd_scratch(&winograd, &out), 0, &random);
  for (unsigned kind = 0; kind < 2; ++kind) {
    BylineCorrelationTask task = {
        .kernels = kernels,
        .x = &x,
        .packed = packed,
        .finish = {.bias = kind ? bias : NULL,
                   .add = kind ? &add : NULL,
                   .relu = kind},
        .y = &expected,
    };
    byline_correlation_run(&c, &task, 0, TILES_BATCH);
    task.packed = places;
    task.y = &y;
    byline_winograd_run(&winograd, &task, scratch, 0, TILES_BATCH);
    /* Larger tiles weigh their pixels by larger numbers */
    tiles_compare(&y, &expected, side == 4 ? 1e-5f : 5e-5f);
  }

  for (unsigned i = 0; i < sizeof(memory) / sizeof(*memory); ++i) {
    free(memory[i]);
  }
  free(weights);
  free(transformed);
  free(bias);
  free(packed);
  free(places);
  free(scratch);
}

static void test_cases(void** state)
{
  const BylineKernels* const kernels = level_kernels(state);
  for (unsigned i = 0; i < N_CASES; ++i) {
    check(i, 4, kernels);
    check(i, 6, kernels);
  }
}

/* Only where tiles can be */
static void test_choice(void** state)
{
  (void)state;
  const BylineConvolution good = {.channels = 8,
                                  .rows = 3,
                                  .columns = 3,
                                  .row_stride = 1,
                                  .column_stride = 1,
                                  .column_dilation = 1,
                                  .row_padding = 1,
                                  .column_padding = 1,
                                  .groups = 1};
  BylineCorrelation c;
  byline_convolution_there(&good, 8, &c);
  assert_int_equal(byline_winograd_side(&c, 32), 6);
  assert_int_equal(byline_winograd_side(&c, 8), 4);
  assert_int_equal(byline_winograd_side(&c, 1), 0);
  BylineConvolution causal = good;
  causal.causal = true;
  causal.column_dilation = 2;
  byline_convolution_there(&causal, 8, &c);
  assert_int_equal(byline_winograd_side(&c, 32), 6);
  causal.column_dilation = 4;
  byline_convolution_there(&causal, 8, &c);
  assert_int_equal(byline_winograd_side(&c, 32), 4);
  BylineConvolution bad[] = {good, good, good, good, good};
  bad[0].column_stride = 2;
  bad[1].column_dilation = 8;
  bad[2].row_stride = 2;
  bad[3].row_padding = 0;
  bad[4].columns = 1;
  for (unsigned i = 0; i < sizeof(bad) / sizeof(*bad); ++i) {
    byline_convolution_there(&bad[i], 8, &c);
    assert_int_equal(byline_winograd_side(&c, 32), 0);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      level_unit_tests(test_cases),
      cmocka_unit_test(test_choice),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
