/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file batch_norm.h
   What freezing wants to know of batch normalisation.
*/

#ifndef BYLINE_NN_BATCH_NORM_H
#define BYLINE_NN_BATCH_NORM_H

#include "nn/layer.h"

/** Is it batch normalisation, which the others here take? */
bool byline_layer_is_batch_norm(const BylineLayer* layer);

/** Does it clamp at zero? */
bool byline_batch_norm_relu(const BylineLayer* layer);

/** What it comes down to in inference: x scale + shift, per channel. */
void byline_batch_norm_affine(const BylineLayer* layer, float* scale,
                              float* shift);

#endif // BYLINE_NN_BATCH_NORM_H
