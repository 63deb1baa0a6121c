/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file correlation.h
   What convolutions come down to, forward and backward.

   Every output pixel is a sum, over taps, of a weight matrix times the channels
   of an input pixel some rows and columns away.  A convolution is one
   correlation; its way back to the input is one for every phase of its stride.
   The input's halo must cover all that the taps reach.

   Weights are packed for this: outputs are cut into blocks of a few vectors,
   and a block's weights lie in the order in which they are used.  A block
   reads the range of inputs that any of its outputs' groups reads, with zeros
   where groups do not mix; so groups need no code of their own.
*/

#ifndef BYLINE_NN_CORRELATION_H
#define BYLINE_NN_CORRELATION_H

#include "nn/kernels.h"
#include "nn/map.h"

/** Most taps of a kernel. */
#define BYLINE_MAX_TAPS 64

/** One place of a kernel. */
typedef struct {
  int32_t row;     ///< Rows down from the output pixel's place
  int32_t column;  ///< Columns right of it
  uint32_t weight; ///< Which of the kernel's weights, in the tensor
} BylineKernelTap;

/** A correlation. */
typedef struct {
  uint32_t n_outputs;    ///< Channels
  uint32_t n_inputs;     ///< Channels
  uint32_t groups;       ///< Sets of channels that do not mix
  bool transposed;       ///< The tensor is inputs x outputs
  bool narrow;           ///< Each output reads its own group alone; see
                         ///< byline_correlation_can_be_narrow()
  uint32_t kernel_size;  ///< Weights per pair of channels
  unsigned n_taps;       ///< How many there are; may be 0
  unsigned taps_per_row; ///< They divide into rows of so many
  BylineKernelTap taps[BYLINE_MAX_TAPS]; ///< Row by row, left to right
  uint32_t x_row_stride;                 ///< Input rows per output row
  uint32_t x_column_stride;              ///< Input columns per output column
  uint32_t y_row;                        ///< First output row that is computed
  uint32_t y_column;        ///< First output column that is computed
  uint32_t y_row_stride;    ///< From it to the next one
  uint32_t y_column_stride; ///< From it to the next one
} BylineCorrelation;

/** What is done to the sums before they are stored. */
typedef struct {
  const float* bias;    ///< Per output, rounded up, aligned; or NULL
  const BylineMap* add; ///< Laid out as the output, may be it; or NULL
  bool relu;            ///< Clamp at zero
} BylineFinish;

/** What a correlation reads and writes. */
typedef struct {
  const BylineKernels* kernels;
  const BylineMap* x;
  const float* packed; ///< Weights
  BylineFinish finish;
  const BylineMap* y;
} BylineCorrelationTask;

/** Vectors of inputs and outputs, for each tap others. */
typedef struct {
  const float* x; ///< At every tap `n` of inputs, channels rounded up
  size_t x_step;  ///< From those of one tap to those of the next, in floats
  float* y;       ///< At every tap `n` of outputs, channels rounded up
  size_t y_step;  ///< From those of one tap to those of the next, in floats
  size_t n;
} BylineTapVectors;

/** Whether a correlation's groups are so small that a vector has several, and
    such as BylineKernels' correlate_groups() takes.  It may then be `narrow`,
    where its weights are packed and where it is run. */
bool byline_correlation_can_be_narrow(const BylineCorrelation* correlation,
                                      const BylineKernels* kernels);

/** How many blocks the outputs are cut into. */
size_t byline_correlation_blocks(const BylineCorrelation* correlation,
                                 const BylineKernels* kernels);

/** Floats of packed weights before block `block` (or all, at the end). */
size_t byline_correlation_packed_size(const BylineCorrelation* correlation,
                                      const BylineKernels* kernels,
                                      size_t block);

/**
   Pack the weights of some blocks.

   @param weights As in the tensor: outputs x inputs / groups x kernel, or, if
   transposed, inputs x outputs / groups x kernel.
   @param packed Where those of block 0 go, aligned.
*/
void byline_correlation_pack(const BylineCorrelation* correlation,
                             const BylineKernels* kernels, const float* weights,
                             float* packed, size_t begin, size_t end);

/** Add packed values of some blocks to where they stand in the tensor. */
void byline_correlation_unpack(const BylineCorrelation* correlation,
                               const BylineKernels* kernels,
                               const float* packed, float* weights,
                               size_t begin, size_t end);

/** Compute the outputs of clips `begin` to `end` - 1. */
void byline_correlation_run(const BylineCorrelation* correlation,
                            const BylineCorrelationTask* task, size_t begin,
                            size_t end);

/** Compute vectors of outputs from vectors of inputs. */
void byline_correlation_run_places(const BylineCorrelation* correlation,
                                   const BylineKernels* kernels,
                                   const float* packed,
                                   const BylineTapVectors* vectors);

/**
   Add the weights' gradient from clips `begin` to `end` - 1.

   @param packed Gradient in the order of packed weights, aligned.
*/
void byline_correlation_weigh(const BylineCorrelation* correlation,
                              const BylineKernels* kernels, const BylineMap* x,
                              const BylineMap* dy, float* packed, size_t begin,
                              size_t end);

#endif // BYLINE_NN_CORRELATION_H
