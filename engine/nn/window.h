/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file window.h
   Where pooling layers' windows lie.
*/

#ifndef BYLINE_NN_WINDOW_H
#define BYLINE_NN_WINDOW_H

#include "nn/layers.h"

/** Most pixels of a window. */
#define BYLINE_MAX_WINDOW 256

/** Put in the values that stand for those left 0. */
BylineWindow byline_window_complete(const BylineWindow* window);

/** Infer for layers that make one pixel of every window. */
BylineStatus byline_window_infer(const BylineWindow* window,
                                 const BylineLayer* layer,
                                 const BylineMapShape* inputs,
                                 BylineMapShape* output);

/** One window and the output pixel that is made of it. */
typedef struct {
  ptrdiff_t offsets[BYLINE_MAX_WINDOW]; ///< Its pixels, from the map's data
  BylineWindowPixels pixels;            ///< These, for kernels
  size_t clip;                          ///< The clip
  size_t row;                           ///< Output row
  size_t column;                        ///< Output column
  size_t index;                         ///< The output pixel's, in the batch
} BylineWindowPlace;

/** What is done with every window. */
typedef void (*BylineWindowTask)(const BylinePass* pass,
                                 const BylineWindowPlace* place);

/**
   Visit all windows of some clips.

   @param x The map under the windows, such as a layer's input or its gradient.
   @param output The shape of what is made of them.
*/
void byline_window_each(const BylineWindow* window, const BylinePass* pass,
                        const BylineMap* x, const BylineMapShape* output,
                        BylineWindowTask task, size_t begin, size_t end);

#endif // BYLINE_NN_WINDOW_H
