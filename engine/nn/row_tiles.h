/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file row_tiles.h
   Convolutions of wide kernels, every second column, with fewer
   multiplications.

   With a stride of 2, a row of the kernel falls apart into two, one for even
   and one for odd columns, of at most 4 taps each.  Outputs are cut into tiles
   of 3 pixels side by side, and what a tile reads of a row is transformed so
   that 6 multiplications do what 12 did (Winograd 1980); sums over channels and
   rows are made before they are transformed back.  It pays where channels are
   few: those of the network's input.

   The input's halo must reach to the end of the last tile.
*/

#ifndef BYLINE_NN_ROW_TILES_H
#define BYLINE_NN_ROW_TILES_H

#include "nn/correlation.h"

/** Whether tiles can be: a stride of 2 columns, 7 or 8 of them side by side,
    all channels mixed. */
bool byline_row_tiles_can_be(const BylineCorrelation* c);

/** Floats of transformed kernels. */
size_t byline_row_tiles_packed_size(const BylineCorrelation* c);

/** Transform kernels.
    @param weights As in the tensor: outputs x inputs x kernel.
    @param[out] packed byline_row_tiles_packed_size() floats. */
void byline_row_tiles_pack(const BylineCorrelation* c,
                           const BylineKernels* kernels, const float* weights,
                           float* packed);

/** Widen the input's halo to where the last tiles end. */
void byline_row_tiles_halo(const BylineCorrelation* c,
                           const BylineMapShape* input,
                           const BylineMapShape* output, BylineHalo* halo);

/** Floats of working memory that a thread needs. */
size_t byline_row_tiles_scratch(const BylineCorrelation* c);

/**
   Compute the outputs of clips `begin` to `end` - 1.

   @param task Its weights are transformed kernels; its input's channels are not
   rounded up; nothing is added.
   @param scratch byline_row_tiles_scratch() floats, aligned.
*/
void byline_row_tiles_run(const BylineCorrelation* c,
                          const BylineCorrelationTask* task, float* scratch,
                          size_t begin, size_t end);

#endif // BYLINE_NN_ROW_TILES_H
