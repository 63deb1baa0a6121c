/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Convolutions in tiles along rows against the same without, for every kind of
   processor that this one can play. */

#include "nn/convolution_geometry.h"
#include "nn/row_tiles.h"
#include "tests/unit/tiles.h"

static const BylineConvolution stem = {.channels = 16,
                                       .rows = 7,
                                       .columns = 7,
                                       .row_stride = 2,
                                       .column_stride = 2,
                                       .column_dilation = 1,
                                       .row_padding = 3,
                                       .column_padding = 3,
                                       .groups = 1};

/* What is tried; tiles do not divide the pictures */
static const struct {
  uint32_t n_inputs;
  uint32_t n_outputs;
  uint32_t kernel_rows;
  uint32_t kernel_columns;
  uint32_t row_stride;
  uint32_t rows;
  uint32_t columns;
} cases[] = {
    {1, 16, 7, 7, 2, 12, 266}, {3, 40, 7, 7, 2, 9, 31},
    {2, 16, 7, 8, 2, 10, 40},  {1, 8, 1, 7, 1, 5, 7},
    {1, 33, 5, 7, 3, 20, 300}, {3, 16, 8, 8, 1, 8, 601},
};

enum { N_CASES = sizeof(cases) / sizeof(*cases) };

static void check(unsigned index, const BylineKernels* kernels)
{
  BylineConvolution sizes = stem;
  sizes.channels = cases[index].n_outputs;
  sizes.rows = cases[index].kernel_rows;
  sizes.columns = cases[index].kernel_columns;
  sizes.row_stride = cases[index].row_stride;
  const BylineMapShape in = {cases[index].n_inputs, cases[index].rows,
                             cases[index].columns};
  BylineMapShape out;
  assert_int_equal(byline_convolution_infer(&sizes, "stem", &in, &out),
                   BYLINE_OK);
  BylineCorrelation c;
  byline_convolution_there(&sizes, in.channels, &c);
  assert_true(byline_row_tiles_can_be(&c));
  BylineHalo halo;
  BylineHalo back = {0};
  byline_convolution_halo(&sizes, in.channels, &in, &out, &halo, &back);
  byline_row_tiles_halo(&c, &in, &out, &halo);

  BylineRandom random = byline_random_begin(index, 1);
  BylineMap x;
  BylineMap y;
  BylineMap expected;
  const BylineHalo around = {0, 1, 1, 0};
  float* const memory[] = {
      tiles_map(&x, &in, &halo, true, &random),
      tiles_map(&y, &out, &around, false, &random),
      tiles_map(&expected, &out, &around, false, &random),
  };
  const size_t n_weights = (size_t)out.channels * in.channels * c.kernel_size;
  float* const weights = tiles_numbers(
      n_weights, 1 / sqrtf((float)(in.channels * c.kernel_size)), &random);
  float* const bias = tiles_numbers(y.pitch, 0, &random);
  for (uint32_t o = 0; o < out.channels; ++o) {
    bias[o] = byline_random_normal(&random);
  }
  float* const packed = tiles_pack(&c, kernels, weights, &random);
  float* const places =
      tiles_numbers(byline_row_tiles_packed_size(&c), 1, &random);
  byline_row_tiles_pack(&c, kernels, weights, places);
  float* const scratch =
      tiles_numbers(byline_row_tiles_scratch(&c), 1, &random);
  for (unsigned kind = 0; kind < 2; ++kind) {
    BylineCorrelationTask task = {
        .kernels = kernels,
        .x = &x,
        .packed = packed,
        .finish = {.bias = kind ? bias : NULL, .relu = kind},
        .y = &expected,
    };
    byline_correlation_run(&c, &task, 0, TILES_BATCH);
    task.packed = places;
    task.y = &y;
    byline_row_tiles_run(&c, &task, scratch, 0, TILES_BATCH);
    tiles_compare(&y, &expected, 3e-5f);
  }

  for (unsigned i = 0; i < sizeof(memory) / sizeof(*memory); ++i) {
    free(memory[i]);
  }
  free(weights);
  free(bias);
  free(packed);
  free(places);
  free(scratch);
}

static void test_cases(void** state)
{
  const BylineKernels* const kernels = level_kernels(state);
  for (unsigned i = 0; i < N_CASES; ++i) {
    check(i, kernels);
  }
}

/* Only where tiles can be */
static void test_choice(void** state)
{
  (void)state;
  BylineConvolution bad[] = {stem, stem, stem, stem};
  bad[0].column_stride = 1;
  bad[1].column_dilation = 2;
  bad[2].columns = 3;
  bad[3].groups = 2;
  for (unsigned i = 0; i < sizeof(bad) / sizeof(*bad); ++i) {
    BylineCorrelation c;
    byline_convolution_there(&bad[i], 2, &c);
    assert_false(byline_row_tiles_can_be(&c));
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
