/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file winograd.h
   Convolutions of 3 x 3 without stride, with fewer multiplications.

   Outputs are cut into tiles of m x m.  What a tile reads, m + 2 pixels square,
   and the kernels are transformed so that convolution becomes multiplication
   place by place, summed over channels: (m + 2)^2 multiplications for m^2
   outputs instead of 9 for each (Winograd 1980; Lavin and Gray 2016).  To the
   sums over channels that is a correlation with a tap for every place.

   Kernels may be dilated along columns, and causal.  A tile then has every so
   manieth column, and as many tiles lie within each other.

   The input's halo must reach to the end of the last tile.
*/

#ifndef BYLINE_NN_WINOGRAD_H
#define BYLINE_NN_WINOGRAD_H

#include "nn/correlation.h"

/** A convolution cut into tiles. */
typedef struct {
  unsigned side;            ///< Of what a tile reads: 4 or 6; 0: no tiles
  unsigned dilation;        ///< From a column of a tile to its next one
  unsigned left;            ///< Columns that a tile reads before its first
  BylineCorrelation places; ///< A tap for each place of a transformed tile
} BylineWinograd;

/**
   What the side of tiles should be for a convolution.

   @param n_rows Of the output.
   @return 4 or 6; 0 where tiles cannot be, or do not pay.
*/
unsigned byline_winograd_side(const BylineCorrelation* c, uint32_t n_rows);

/** Cut a convolution, for which tiles can be, into tiles of side 4 or 6. */
void byline_winograd_cut(const BylineCorrelation* c, unsigned side,
                         BylineWinograd* winograd);

/**
   Transform kernels.

   @param weights n_kernels x 3 x 3
   @param[out] transformed n_kernels x side x side
*/
void byline_winograd_transform(const BylineWinograd* winograd,
                               const float* weights, size_t n_kernels,
                               float* transformed);

/** Widen the input's halo to where the last tiles end. */
void byline_winograd_halo(const BylineWinograd* winograd,
                          const BylineMapShape* output, BylineHalo* halo);

/** Floats of working memory that a thread needs for outputs up to a size. */
size_t byline_winograd_scratch(const BylineWinograd* winograd,
                               const BylineMapShape* output);

/**
   Compute the outputs of clips `begin` to `end` - 1.

   @param task Its weights are transformed kernels, packed for
   `winograd->places`.
   @param scratch byline_winograd_scratch() floats, aligned.
*/
void byline_winograd_run(const BylineWinograd* winograd,
                         const BylineCorrelationTask* task, float* scratch,
                         size_t begin, size_t end);

#endif // BYLINE_NN_WINOGRAD_H
