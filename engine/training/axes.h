/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file axes.h
   Axes found among points in the space that the scatter whitens: where clips of
   one artist, or of one song, spread alike in every direction.
*/

#ifndef BYLINE_TRAINING_AXES_H
#define BYLINE_TRAINING_AXES_H

#include "byline/status.h"
#include "training/kept_blocks.h"
#include "training/samples.h"
#include "training/scatter.h"

#include <stddef.h>

/** A search for axes.  Points are columns of n x m matrices, column major, with
    n = choice->n. */
typedef struct {
  const BylineSamples* samples;
  const BylineScatter* scatter;
  const BylineBlocks* choice;
  const float* factor; ///< Of the shrunken scatter
  float* axes;         ///< n_axes x choice->n: orthonormal in the white space
  size_t n_axes;       ///< Wanted
  size_t n_found;      ///< So far
} BylineAxes;

/** Whiten points. */
void byline_axes_whiten(const BylineAxes* axes, float* points, size_t n_points);

/**
   Add the axes along which whitened points spread most (their principal
   components, by the eigenvectors of their products), as many as are wanted and
   there are.

   @param[in,out] points What the axes so far show is taken out of them.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_axes_add(BylineAxes* axes, float* points, size_t n_points);

/** The artists' means from their common mean, and those of nobody's kinds,
    whitened, one after another; zero for who is not there.  To be freed with
    free(); NULL when out of memory. */
float* byline_axes_artists(const BylineAxes* axes);

/** From axes of the white space to those of packed, standardised values. */
void byline_axes_unwhiten(BylineAxes* axes);

/**
   From axes of packed, standardised values to those of values as they were.

   @param[out] rows n_axes x n_values.
   @param[out] offsets n_axes: what is to be added, so that 0 is the common
   mean.
   @return False when out of memory.
*/
bool byline_axes_place(const BylineAxes* axes, float* rows, float* offsets);

#endif // BYLINE_TRAINING_AXES_H
