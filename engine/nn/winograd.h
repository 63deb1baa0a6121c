/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file winograd.h
   Convolutions of 3 x 3 without stride, with fewer multiplications.

   Outputs are cut into tiles of m x n.  What a tile reads, m + 2 by n + 2
   pixels, and the kernels are transformed so that convolution becomes
   multiplication place by place, summed over channels: (m + 2) (n + 2)
   multiplications for m n outputs instead of 9 for each (Winograd 1980; Lavin
   and Gray 2016).  To the sums over channels that is a correlation with a tap
   for every place.  A tile of a single row, or column, has 3 instead: it saves
   along the other, and may have a stride, or any dilation, along this one.

   Kernels may be dilated along columns, and causal.  A tile then has every so
   manieth column, and as many tiles lie within each other.

   The input's halo must reach to the end of the last tile.
*/

#ifndef BYLINE_NN_WINOGRAD_H
#define BYLINE_NN_WINOGRAD_H

#include "nn/correlation.h"

/** What a tile reads along each side: 3, 4 or 6 pixels, that it makes 1, 2 or 4
    of; 0 where there are no tiles. */
typedef struct {
  unsigned rows;
  unsigned columns;
} BylineTileSides;

/** A convolution cut into tiles. */
typedef struct {
  BylineTileSides sides;    ///< Of what a tile reads
  unsigned row_stride;      ///< Input rows per output row
  unsigned dilation;        ///< From a column of a tile to its next one
  unsigned left;            ///< Columns that a tile reads before its first
  BylineCorrelation places; ///< A tap for each place of a transformed tile
} BylineWinograd;

/**
   What the sides of tiles should be for a convolution.

   @param n_rows Of the output.
   @return 0 x 0 where tiles cannot be, or do not pay.
*/
BylineTileSides byline_winograd_sides(const BylineCorrelation* c,
                                      uint32_t n_rows);

/** Cut a convolution, for which such tiles can be. */
void byline_winograd_cut(const BylineCorrelation* c, BylineTileSides sides,
                         BylineWinograd* winograd);

/**
   Transform kernels.

   @param weights n_kernels x 3 x 3
   @param[out] transformed n_kernels x rows x columns of a tile
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
