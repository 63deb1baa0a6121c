/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file convolution_geometry.h
   Which input pixels a convolution's output pixels read, and the way back.

   Sizes are complete: none is left 0 that stands for another value.
*/

#ifndef BYLINE_NN_CONVOLUTION_GEOMETRY_H
#define BYLINE_NN_CONVOLUTION_GEOMETRY_H

#include "nn/correlation.h"
#include "nn/layers.h"

/** The correlation that a convolution is. */
void byline_convolution_there(const BylineConvolution* s, uint32_t in_channels,
                              BylineCorrelation* c);

/** The way back to the input pixels at `row`, `column` and every stride from
    there. */
void byline_convolution_back(const BylineConvolution* s, uint32_t in_channels,
                             uint32_t row, uint32_t column,
                             BylineCorrelation* c);

/** The output's shape, or an error that begins with the layer's `name`. */
BylineStatus byline_convolution_infer(const BylineConvolution* s,
                                      const char* name,
                                      const BylineMapShape* inputs,
                                      BylineMapShape* output);

/** How far the taps reach over the edges of the input and, on the way back, of
    the output's gradient; the latter extends what is there. */
void byline_convolution_halo(const BylineConvolution* s, uint32_t in_channels,
                             const BylineMapShape* input,
                             const BylineMapShape* output,
                             BylineHalo* input_halo, BylineHalo* d_output_halo);

#endif // BYLINE_NN_CONVOLUTION_GEOMETRY_H
