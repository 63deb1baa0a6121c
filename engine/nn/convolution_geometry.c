/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* With a stride, the way back falls apart into phases: input pixels whose
   places leave the same remainder are reached by the same taps. */

#include "nn/convolution_geometry.h"

static uint32_t left_padding(const BylineConvolution* s)
{
  return s->causal ? s->column_dilation * (s->columns - 1) : s->column_padding;
}

static uint32_t right_padding(const BylineConvolution* s)
{
  return s->causal ? 0 : s->column_padding;
}

void byline_convolution_there(const BylineConvolution* s, uint32_t in_channels,
                              BylineCorrelation* c)
{
  *c = (BylineCorrelation){
      .n_outputs = s->channels,
      .n_inputs = in_channels,
      .groups = s->groups,
      .kernel_size = s->rows * s->columns,
      .taps_per_row = s->columns,
      .x_row_stride = s->row_stride,
      .x_column_stride = s->column_stride,
      .y_row_stride = 1,
      .y_column_stride = 1,
  };
  for (uint32_t i = 0; i < s->rows; ++i) {
    for (uint32_t j = 0; j < s->columns; ++j) {
      c->taps[c->n_taps++] = (BylineKernelTap){
          .row = (int32_t)i - (int32_t)s->row_padding,
          .column =
              (int32_t)(j * s->column_dilation) - (int32_t)left_padding(s),
          .weight = i * s->columns + j,
      };
    }
  }
}

void byline_convolution_back(const BylineConvolution* s, uint32_t in_channels,
                             uint32_t row, uint32_t column,
                             BylineCorrelation* c)
{
  *c = (BylineCorrelation){
      .n_outputs = in_channels,
      .n_inputs = s->channels,
      .groups = s->groups,
      .transposed = true,
      .kernel_size = s->rows * s->columns,
      .x_row_stride = 1,
      .x_column_stride = 1,
      .y_row = row,
      .y_column = column,
      .y_row_stride = s->row_stride,
      .y_column_stride = s->column_stride,
  };
  for (uint32_t i = s->rows; i-- > 0;) {
    const int32_t y = (int32_t)(row + s->row_padding) - (int32_t)i;
    unsigned n = 0;
    for (uint32_t j = s->columns; j-- > 0;) {
      const int32_t x = (int32_t)(column + left_padding(s)) -
                        (int32_t)(j * s->column_dilation);
      if (y % (int32_t)s->row_stride == 0 &&
          x % (int32_t)s->column_stride == 0) {
        c->taps[c->n_taps++] = (BylineKernelTap){
            .row = y / (int32_t)s->row_stride,
            .column = x / (int32_t)s->column_stride,
            .weight = i * s->columns + j,
        };
        ++n;
      }
    }
    c->taps_per_row = n ? n : c->taps_per_row;
  }
}

static uint32_t output_size(uint32_t input, uint32_t padding, uint32_t reach,
                            uint32_t stride)
{
  const uint32_t padded = input + padding;
  return padded > reach ? (padded - reach - 1) / stride + 1 : 0;
}

BylineStatus byline_convolution_infer(const BylineConvolution* s,
                                      const char* name,
                                      const BylineMapShape* inputs,
                                      BylineMapShape* output)
{
  *output = (BylineMapShape){
      .channels = s->channels,
      .rows = output_size(inputs[0].rows, 2 * s->row_padding, s->rows - 1,
                          s->row_stride),
      .columns =
          output_size(inputs[0].columns, left_padding(s) + right_padding(s),
                      s->column_dilation * (s->columns - 1), s->column_stride),
  };
  if (!output->rows || !output->columns) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: a picture of %u x %u is too small for a kernel of "
                        "%u x %u; use longer clips or fewer stages",
                        name, inputs[0].rows, inputs[0].columns, s->rows,
                        s->columns);
  }
  return BYLINE_OK;
}

static uint32_t positive(int64_t value)
{
  return value > 0 ? (uint32_t)value : 0;
}

/* How far a correlation's taps reach over its input's edges */
static BylineHalo reach(const BylineCorrelation* c, const BylineMapShape* x,
                        const BylineMapShape* y)
{
  BylineHalo halo = {0};
  if (y->rows <= c->y_row || y->columns <= c->y_column) {
    return halo;
  }
  const int64_t last_row =
      (int64_t)((y->rows - 1 - c->y_row) / c->y_row_stride * c->x_row_stride) -
      x->rows + 1;
  const int64_t last_column =
      (int64_t)((y->columns - 1 - c->y_column) / c->y_column_stride *
                c->x_column_stride) -
      x->columns + 1;
  for (unsigned t = 0; t < c->n_taps; ++t) {
    const BylineHalo tap = {
        .top = positive(-c->taps[t].row),
        .bottom = positive(last_row + c->taps[t].row),
        .left = positive(-c->taps[t].column),
        .right = positive(last_column + c->taps[t].column),
    };
    byline_halo_extend(&halo, &tap);
  }
  return halo;
}

void byline_convolution_halo(const BylineConvolution* s, uint32_t in_channels,
                             const BylineMapShape* input,
                             const BylineMapShape* output,
                             BylineHalo* input_halo, BylineHalo* d_output_halo)
{
  BylineCorrelation c;
  byline_convolution_there(s, in_channels, &c);
  *input_halo = reach(&c, input, output);
  for (uint32_t i = 0; i < s->row_stride; ++i) {
    for (uint32_t j = 0; j < s->column_stride; ++j) {
      byline_convolution_back(s, in_channels, i, j, &c);
      const BylineHalo phase = reach(&c, output, input);
      byline_halo_extend(d_output_halo, &phase);
    }
  }
}
