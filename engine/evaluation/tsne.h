/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file tsne.h
   Points of many dimensions laid out in a plane, so that near ones stay near
   (van der Maaten and Hinton 2008, "Visualizing data using t-SNE").

   All pairs are computed: n points cost n^2 numbers of memory, and each step
   n^2 operations.  A picture does not show more than BYLINE_TSNE_POINTS.
*/

#ifndef BYLINE_EVALUATION_TSNE_H
#define BYLINE_EVALUATION_TSNE_H

#include "byline/status.h"
#include "byline/thread_pool.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

/** Most points of a map. */
#define BYLINE_TSNE_POINTS 5000

/** How points are laid out. */
typedef struct {
  double perplexity;                 ///< About how many neighbours count
  unsigned n_iterations;             ///< Steps of gradient descent
  uint64_t seed;                     ///< Of the first layout
  BylineThreadPool* pool;            ///< May be NULL
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineTsneSettings;

/** Perplexity 30, 1000 iterations. */
BylineTsneSettings byline_tsne_settings_default(void);

/**
   Lay points out.

   The same settings, points and number of threads give the same layout.  With
   few points the perplexity is lowered to a third of them.

   @param points `n` x `n_dimensions`.
   @param[out] layout `n` x 2, its middle at 0.
   @return BYLINE_OK, BYLINE_ERROR_DATA (fewer than 4 points or more than
   BYLINE_TSNE_POINTS, or some are not finite), BYLINE_ERROR_INTERRUPTED or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_tsne(const float* points, size_t n, size_t n_dimensions,
                         const BylineTsneSettings* settings, float* layout);

#endif // BYLINE_EVALUATION_TSNE_H
