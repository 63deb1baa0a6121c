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
  uint32_t row_stride;
} cases[] = {
    {16, 16, 1, 4, 4, 1, false, 1},   {3, 40, 1, 1, 1, 1, false, 1},
    {64, 16, 1, 9, 11, 1, false, 1},  {32, 32, 8, 7, 13, 1, false, 1},
    {64, 64, 2, 5, 6, 1, false, 1},   {33, 17, 1, 18, 45, 1, false, 1},
    {128, 96, 1, 8, 17, 1, false, 1}, {24, 48, 6, 10, 31, 1, false, 1},
    {16, 16, 1, 12, 14, 1, true, 1},  {48, 48, 1, 9, 7, 2, true, 1},
    {64, 64, 1, 8, 7, 4, true, 1},    {16, 32, 1, 5, 3, 4, true, 1},
    {32, 32, 1, 6, 37, 3, true, 1},   {16, 16, 1, 6, 29, 2, false, 1},
    {48, 64, 1, 12, 7, 1, true, 2},   {32, 48, 1, 10, 9, 1, false, 2},
    {64, 64, 1, 12, 7, 8, true, 1},   {16, 32, 1, 6, 5, 2, true, 2},
};

enum { N_CASES = sizeof(cases) / sizeof(*cases) };

static void check(unsigned index, BylineTileSides sides,
                  const BylineKernels* kernels)
{
  const uint32_t n_inputs = cases[index].n_inputs;
  const BylineMapShape in = {n_inputs, cases[index].rows, cases[index].columns};
  const BylineMapShape out = {cases[index].n_outputs,
                              in.rows / cases[index].row_stride, in.columns};
  BylineCorrelation c;
  byline_convolution_there(
      &(BylineConvolution){.channels = out.channels,
                           .rows = 3,
                           .columns = 3,
                           .row_stride = cases[index].row_stride,
                           .column_stride = 1,
                           .column_dilation = cases[index].dilation,
                           .row_padding = 1,
                           .column_padding = cases[index].dilation,
                           .causal = cases[index].causal,
                           .groups = cases[index].groups},
      n_inputs, &c);
  BylineWinograd winograd;
  byline_winograd_cut(&c, sides, &winograd);
  BylineRandom random = byline_random_begin(index, sides.rows);
  BylineHalo halo = {.bottom = 1};
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
  float* const transformed =
      tiles_numbers(n_kernels * sides.rows * sides.columns, 0, &random);
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
    tiles_compare(&y, &expected,
                  sides.rows == 6 || sides.columns == 6 ? 5e-5f : 1e-5f);
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
    for (unsigned k = 0; k < 9; ++k) {
      static const unsigned known[] = {3, 4, 6};
      const BylineTileSides sides = {known[k / 3], known[k % 3]};
      if (cases[i].row_stride == 1 || sides.rows == 3) {
        check(i, sides, kernels);
      }
    }
  }
}

static void check_sides(const BylineConvolution* convolution, uint32_t n_rows,
                        unsigned rows, unsigned columns)
{
  BylineCorrelation c;
  byline_convolution_there(convolution, 8, &c);
  const BylineTileSides sides = byline_winograd_sides(&c, n_rows);
  assert_int_equal(sides.rows, rows);
  assert_int_equal(sides.columns, columns);
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
  check_sides(&good, 32, 6, 6);
  check_sides(&good, 8, 4, 4);
  check_sides(&good, 1, 0, 0);
  BylineConvolution causal = good;
  causal.causal = true;
  causal.column_dilation = 2;
  check_sides(&causal, 32, 6, 6);
  causal.column_dilation = 4;
  check_sides(&causal, 32, 6, 4);
  causal.column_dilation = 8;
  check_sides(&causal, 32, 6, 3);
  BylineConvolution strided = good;
  strided.row_stride = 2;
  check_sides(&strided, 32, 3, 6);
  BylineConvolution bad[] = {good, good, good, good};
  bad[0].column_stride = 2;
  bad[1].row_stride = 3;
  bad[2].row_padding = 0;
  bad[3].columns = 1;
  for (unsigned i = 0; i < sizeof(bad) / sizeof(*bad); ++i) {
    check_sides(&bad[i], 32, 0, 0);
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
