/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file window.h
   Where pooling layers' windows lie.
*/

#ifndef BYLINE_NN_WINDOW_H
#define BYLINE_NN_WINDOW_H

#include "nn/layers.h"

/** Rows or columns from `begin` to `end` - 1. */
typedef struct {
  size_t begin; ///< The first one
  size_t end;   ///< One past the last one
} BylineRange;

/** Put in the values that stand for those left 0. */
BylineWindow byline_window_complete(const BylineWindow* window);

/** Infer for layers that make one pixel of every window. */
BylineStatus byline_window_infer(const BylineWindow* window,
                                 const BylineLayer* layer,
                                 const BylineMapShape* inputs,
                                 BylineMapShape* output);

/** The rows of `x` in the windows of output row `row`, cut at the edges. */
BylineRange byline_window_rows(const BylineWindow* window, size_t row,
                               const BylineMap* x);

/** The columns of `x` in the windows of output column `column`. */
BylineRange byline_window_columns(const BylineWindow* window, size_t column,
                                  const BylineMap* x);

#endif // BYLINE_NN_WINDOW_H
