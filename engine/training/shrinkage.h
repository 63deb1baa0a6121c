/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file shrinkage.h
   How far to shrink the scatter within artists, and which blocks of
   measurements to leave out: found by cross-validation, for discriminant.h.
*/

#ifndef BYLINE_TRAINING_SHRINKAGE_H
#define BYLINE_TRAINING_SHRINKAGE_H

#include "byline/status.h"
#include "training/discriminant.h"
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

/** What was found best. */
typedef struct {
  unsigned mask;      ///< Of the blocks
  double shrinkage;   ///< 0 to 1
  double temperature; ///< What logits are to be divided by
  bool by_distance;   ///< By artists' means, not by their songs' directions
  bool within_songs; ///< Where clips of one song spread alike, not those of one
                     ///< artist
  double loss;       ///< In nats; negative: nothing could be tried
} BylineShrinkage;

/**
   Find the best by the loss on clips of songs that were not learnt from.

   @param scatters As byline_scatters_make() made them.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_shrinkage_find(const BylineSamples* samples,
                                   const BylineScatter* scatters,
                                   BylineShrinkage* best);

#endif // BYLINE_TRAINING_SHRINKAGE_H
