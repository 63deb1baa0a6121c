/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file layers.h
   The kinds of layers, as models add them to a network.

   Every function returns the new layer's index.  `input` is the index of the
   layer that is read.
*/

#ifndef BYLINE_NN_LAYERS_H
#define BYLINE_NN_LAYERS_H

#include "nn/network.h"

/** Marks that there is no layer. */
#define BYLINE_NO_LAYER UINT32_MAX

/** The input: clips x channels x mels x frames as the plan's user wrote it. */
unsigned byline_input_add(BylineNetwork* network);

/** The sizes of a convolution; those left 0 take the value given. */
typedef struct {
  uint32_t channels;        ///< Of the output
  uint32_t rows;            ///< Of the kernel; 1
  uint32_t columns;         ///< Of the kernel; 1
  uint32_t row_stride;      ///< 1
  uint32_t column_stride;   ///< 1
  uint32_t row_padding;     ///< Zero rows above and below
  uint32_t column_padding;  ///< Zero columns left and right
  uint32_t column_dilation; ///< Columns between the kernel's; 1
  uint32_t groups;          ///< Sets of channels that do not mix; 1
  bool causal;              ///< All column padding is left (before)
  bool bias;                ///< Add a number to each channel
} BylineConvolution;

/** Convolution of one or two dimensions. */
unsigned byline_convolution_add(BylineNetwork* network, const char* name,
                                unsigned input,
                                const BylineConvolution* convolution);

/** Fully connected: channels of a 1 x 1 map to `n_outputs`, with bias. */
unsigned byline_linear_add(BylineNetwork* network, const char* name,
                           unsigned input, uint32_t n_outputs);

/** What batch normalisation does besides. */
typedef struct {
  bool relu;       ///< Clamp at zero, at the end
  bool zero_gamma; ///< Begin with a factor of 0 instead of 1
  unsigned add;    ///< Layer to add before clamping; BYLINE_NO_LAYER for none
} BylineNormalization;

/**
   Batch normalisation (Ioffe and Szegedy 2015), with what usually follows it:
   the addition of a shortcut and ReLU.
*/
unsigned byline_batch_norm_add(BylineNetwork* network, const char* name,
                               unsigned input,
                               const BylineNormalization* settings);

/** Maximum over `size` x `size` pixels. */
unsigned byline_max_pool_add(BylineNetwork* network, const char* name,
                             unsigned input, uint32_t size, uint32_t stride,
                             uint32_t padding);

/** The average over all pixels, then the maximum: twice the channels. */
unsigned byline_global_pool_add(BylineNetwork* network, const char* name,
                                unsigned input);

/** Dropout (Srivastava et al. 2014) of a share `rate` of the numbers. */
unsigned byline_dropout_add(BylineNetwork* network, const char* name,
                            unsigned input, float rate);

/** Let convolutions do the work of the layers after them, when freezing. */
BylineStatus byline_network_fuse(BylineNetwork* network);

#endif // BYLINE_NN_LAYERS_H
