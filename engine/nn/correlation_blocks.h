/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file correlation_blocks.h
   How correlations cut their outputs into blocks, and where a block's inputs
   lie: what running them and summing their weights' gradient share.
*/

#ifndef BYLINE_NN_CORRELATION_BLOCKS_H
#define BYLINE_NN_CORRELATION_BLOCKS_H

#include "nn/correlation.h"

/** Outputs that are computed together, and the inputs that they read. */
typedef struct {
  size_t first_output; ///< Channel
  size_t n_outputs;    ///< Channels, without those added by rounding
  unsigned n_vectors;  ///< Of outputs
  size_t width;        ///< Outputs, rounded up to vectors
  size_t first_input;  ///< Channel
  size_t n_inputs;     ///< Channels
} BylineCorrelationBlock;

/** Places of consecutive inputs, counted from an output pixel's place. */
typedef struct {
  ptrdiff_t offsets[BYLINE_MAX_TAPS]; ///< Where each run begins
  size_t n;                           ///< Runs
  size_t length;                      ///< Inputs of each
} BylineCorrelationRuns;

/** The block `index` of byline_correlation_blocks(). */
BylineCorrelationBlock
byline_correlation_block(const BylineCorrelation* correlation,
                         const BylineKernels* kernels, size_t index);

/** Floats of a block's packed weights. */
static inline size_t
byline_correlation_block_size(const BylineCorrelation* correlation,
                              const BylineCorrelationBlock* block)
{
  return correlation->n_taps * block->n_inputs * block->width;
}

/** The runs that a block reads of a map: one per tap, or per row of taps if
    their inputs follow each other. */
void byline_correlation_runs(const BylineCorrelation* correlation,
                             const BylineMap* x,
                             const BylineCorrelationBlock* block,
                             BylineCorrelationRuns* runs);

#endif // BYLINE_NN_CORRELATION_BLOCKS_H
