/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sum.h
   What freezing wants to know of sums.
*/

#ifndef BYLINE_NN_SUM_H
#define BYLINE_NN_SUM_H

#include "nn/layer.h"

/** Is it a sum, which byline_sum_relu() takes? */
bool byline_layer_is_sum(const BylineLayer* layer);

/** Does it clamp at zero? */
bool byline_sum_relu(const BylineLayer* layer);

#endif // BYLINE_NN_SUM_H
