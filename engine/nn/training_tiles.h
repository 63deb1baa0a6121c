/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file training_tiles.h
   Convolutions in training that are computed in tiles (winograd.h), there and
   on the way back to their input: 3 x 3 ones without stride, of pictures so
   large that transforming the weights in each step pays.
*/

#ifndef BYLINE_NN_TRAINING_TILES_H
#define BYLINE_NN_TRAINING_TILES_H

#include "nn/layer.h"
#include "nn/winograd.h"

/**
   Cut a correlation into tiles, if that pays.

   @param output What it computes.
   @return Whether `tiles` was filled in.
*/
bool byline_training_tiles(const BylineCorrelation* c,
                           const BylineMapShape* output, BylineWinograd* tiles);

/** Floats of memory that byline_training_tiles_pack() writes to. */
size_t byline_training_tiles_size(const BylineWinograd* tiles,
                                  const BylineKernels* kernels);

/** Transform and pack weights: at the beginning of `packed` they are as
    byline_winograd_run() wants them. */
void byline_training_tiles_pack(const BylineCorrelation* c,
                                const BylineWinograd* tiles,
                                const BylineKernels* kernels,
                                const float* weights, float* packed);

#endif // BYLINE_NN_TRAINING_TILES_H
