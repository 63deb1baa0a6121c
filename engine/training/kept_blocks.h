/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file kept_blocks.h
   Equal parts of the measurements, of which some may be left out: the channels
   that a picture has.
*/

#ifndef BYLINE_TRAINING_KEPT_BLOCKS_H
#define BYLINE_TRAINING_KEPT_BLOCKS_H

#include "training/samples.h"
#include "training/scatter.h"

#include <stdbool.h>
#include <stddef.h>

/** The blocks of measurements that are not left out, packed side by side. */
typedef struct {
  size_t block_size; ///< Measurements in one
  size_t n_blocks;   ///< How many there are
  unsigned mask;     ///< A bit for each that is not left out
  size_t n;          ///< Measurements that are not left out
} BylineBlocks;

/** Choose blocks, by a bit each. */
BylineBlocks byline_blocks_choose(const BylineSamples* samples, unsigned mask);

/** Pack what is not left out of a row. */
void byline_blocks_pack(const BylineBlocks* blocks, const float* row,
                        float* packed);

/** The row, with zeros for what was left out. */
void byline_blocks_unpack(const BylineBlocks* blocks, const float* packed,
                          float* row);

/**
   Factorise the shrunken scatter S of what is not left out: S = L L'.

   @param shrinkage 0 to 1: how much of it is the identity.
   @param[out] factor n x n: row by row L, in the lower triangle; to LAPACK,
   column by column, L' in the upper one.
   @return Whether it could be done.
*/
bool byline_scatter_factorise(const BylineScatter* scatter,
                              const BylineBlocks* blocks, double shrinkage,
                              float* factor);

#endif // BYLINE_TRAINING_KEPT_BLOCKS_H
