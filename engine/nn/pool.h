/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file pool.h
   What pooling layers share: they make one pixel of every window.
*/

#ifndef BYLINE_NN_POOL_H
#define BYLINE_NN_POOL_H

#include "nn/layers.h"

/** Most pixels of a window. */
#define BYLINE_MAX_POOL_PIXELS 256

/** One window and the output pixel that is made of it. */
typedef struct {
  ptrdiff_t
      offsets[BYLINE_MAX_POOL_PIXELS]; ///< Its pixels, from the map's data
  BylineWindowPixels pixels;           ///< These, for kernels
  float* output;                       ///< The output pixel, or its gradient
  size_t index;                        ///< The output pixel's, in the batch
} BylineWindowPlace;

/** What is done with every window. */
typedef void (*BylineWindowTask)(const BylinePass* pass,
                                 const BylineWindowPlace* place);

/** A row of windows, none of which is cut off. */
typedef struct {
  const float* x;     ///< First pixel of the first window
  float* y;           ///< First output pixel
  size_t x_step;      ///< From one window to the next
  size_t n_pixels;    ///< Windows
  unsigned n_rows;    ///< Of a window
  unsigned n_columns; ///< Of a window
} BylineWindowRow;

/** A kind of pooling layer. */
typedef struct {
  BylineLayerKind layer;     ///< With the functions below
  BylineWindowTask forward;  ///< Make the output pixel
  BylineWindowTask backward; ///< Add to the gradients of the window's pixels
  /** Make a row of output pixels when nothing is kept for the way back; NULL:
      that is done pixel by pixel. */
  void (*infer_row)(const BylinePass* pass, const BylineWindowRow* row);
} BylinePoolKind;

/** As BylineLayerKind's infer(). */
BylineStatus byline_pool_infer(const BylineLayer* layer,
                               const BylineMapShape* inputs,
                               BylineMapShape* output);

/** As BylineLayerKind's forward(). */
void byline_pool_forward(const BylineLayer* layer, const BylinePass* pass);

/** As BylineLayerKind's backward(). */
void byline_pool_backward(const BylineLayer* layer, const BylinePass* pass);

/** Add a pooling layer to a network that is being made, as in layers.h. */
unsigned byline_pool_add(BylineNetwork* network, const BylinePoolKind* kind,
                         const char* name, unsigned input,
                         const BylinePoolWindow* window);

#endif // BYLINE_NN_POOL_H
