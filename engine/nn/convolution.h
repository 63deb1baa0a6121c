/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file convolution.h
   What freezing does to convolutions.
*/

#ifndef BYLINE_NN_CONVOLUTION_H
#define BYLINE_NN_CONVOLUTION_H

#include "nn/layer.h"

/** The work of the layers after a convolution: relu(y scale + shift + add). */
typedef struct {
  const float* scale; ///< Per output channel
  const float* shift; ///< Per output channel
  bool relu;          ///< Clamp at zero
  unsigned add;       ///< Layer to add, or BYLINE_NO_LAYER
} BylineAbsorbed;

/** Is it a convolution, which byline_convolution_absorb() takes? */
bool byline_layer_is_convolution(const BylineLayer* layer);

/** Let a convolution, not yet frozen, do the work of those after it. */
void byline_convolution_absorb(BylineLayer* layer,
                               const BylineAbsorbed* absorbed);

#endif // BYLINE_NN_CONVOLUTION_H
