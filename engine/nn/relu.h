/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file relu.h
   What freezing wants to know of rectified linear units.
*/

#ifndef BYLINE_NN_RELU_H
#define BYLINE_NN_RELU_H

#include "nn/layer.h"

/** Is it a layer of rectified linear units? */
bool byline_layer_is_relu(const BylineLayer* layer);

#endif // BYLINE_NN_RELU_H
