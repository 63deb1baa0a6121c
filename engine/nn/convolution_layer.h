/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file convolution_layer.h
   Convolution layers from the inside: what the files that make them share.

   convolution.c makes them and runs them forward, convolution_backward.c
   backward, convolution_freeze.c gets them ready for inference only.
*/

#ifndef BYLINE_NN_CONVOLUTION_LAYER_H
#define BYLINE_NN_CONVOLUTION_LAYER_H

#include "nn/convolution.h"
#include "nn/convolution_geometry.h"
#include "nn/correlation.h"
#include "nn/layers.h"
#include "nn/row_tiles.h"
#include "nn/training_tiles.h"
#include "nn/winograd.h"

/** A convolution. */
typedef struct {
  BylineLayer base;        ///< What all layers have
  BylineConvolution sizes; ///< Complete: none is left 0
  uint32_t in_channels;    ///< Of its input
  bool relu;               ///< Frozen: clamp the output
  bool shift;              ///< Frozen: `bias` is to be added
  float* packed;           ///< Frozen: weights as they are used; else NULL
  float* bias;             ///< Frozen: one per output, rounded up
  BylineWinograd winograd; ///< Frozen: its tiles, if its side is not 0
  bool row_tiles;          ///< Frozen: runs in tiles along rows
} BylineConvolutionLayer;

/** The correlation that a layer is, as its weights' gradient is summed. */
static inline void
byline_convolution_correlation(const BylineConvolutionLayer* layer,
                               BylineCorrelation* c)
{
  byline_convolution_there(&layer->sizes, layer->in_channels, c);
}

/** The correlation that runs a layer forward.  The network's input, layer 0, is
    not laid out for vectors. */
static inline void
byline_convolution_forward_correlation(const BylineConvolutionLayer* layer,
                                       const BylineKernels* kernels,
                                       BylineCorrelation* c)
{
  byline_convolution_correlation(layer, c);
  c->narrow =
      layer->base.inputs[0] > 0 && byline_correlation_can_be_narrow(c, kernels);
}

/** The correlation that makes the gradient of the input pixels at `row`,
    `column` and every stride from there. */
static inline void byline_convolution_backward_correlation(
    const BylineConvolutionLayer* layer, const BylineKernels* kernels,
    uint32_t row, uint32_t column, BylineCorrelation* c)
{
  byline_convolution_back(&layer->sizes, layer->in_channels, row, column, c);
  c->narrow = byline_correlation_can_be_narrow(c, kernels);
}

/** How a layer that is not frozen is computed in tiles, if it is. */
static inline bool
byline_convolution_tiles_there(const BylineConvolutionLayer* layer,
                               const BylineMapShape* output,
                               BylineWinograd* tiles)
{
  BylineCorrelation c;
  byline_convolution_correlation(layer, &c);
  return layer->base.inputs[0] > 0 && byline_training_tiles(&c, output, tiles);
}

/** The same for the gradient of its input. */
static inline bool
byline_convolution_tiles_back(const BylineConvolutionLayer* layer,
                              const BylineMapShape* input,
                              BylineWinograd* tiles)
{
  BylineCorrelation c;
  byline_convolution_back(&layer->sizes, layer->in_channels, 0, 0, &c);
  return layer->base.inputs[0] > 0 && layer->sizes.row_stride == 1 &&
         layer->sizes.column_stride == 1 &&
         byline_training_tiles(&c, input, tiles);
}

/** Floats of all packed weights of a correlation. */
static inline size_t
byline_convolution_packed_size(const BylineCorrelation* c,
                               const BylineKernels* kernels)
{
  return byline_correlation_packed_size(c, kernels,
                                        byline_correlation_blocks(c, kernels));
}

/** Add to the memory that the forward pass needs what the way back does. */
void byline_convolution_measure_back(const BylineLayer* layer,
                                     const BylineLayerContext* layout,
                                     BylineLayerMemory* memory);

/** A thread's working memory for tiles, behind its sums of gradients. */
float* byline_convolution_tiles_scratch(const BylineConvolutionLayer* layer,
                                        const BylinePass* pass,
                                        unsigned thread);

/** Backward, as in BylineLayerKind. */
void byline_convolution_backward(const BylineLayer* layer,
                                 const BylinePass* pass);

/** Freeze, as in BylineLayerKind. */
BylineStatus byline_convolution_freeze(BylineLayer* layer,
                                       const BylineMapShape* output,
                                       const BylineKernels* kernels);

#endif // BYLINE_NN_CONVOLUTION_LAYER_H
