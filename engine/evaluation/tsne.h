/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file tsne.h
   Points of many dimensions laid out in a plane, so that near ones stay near
   (van der Maaten and Hinton 2008, "Visualizing data using t-SNE").

   The repulsion between all pairs is approximated by a quadtree (van der
   Maaten 2014, "Accelerating t-SNE using tree-based algorithms"), so n points
   cost n log n.
*/

#ifndef BYLINE_EVALUATION_TSNE_H
#define BYLINE_EVALUATION_TSNE_H

#include "byline/status.h"
#include "byline/thread_pool.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

/** How points are laid out. */
typedef struct {
  double perplexity;                 ///< About how many neighbours count
  double theta;                      ///< 0: exact; 0.5: fast
  unsigned n_iterations;             ///< Steps of gradient descent
  uint64_t seed;                     ///< Of the first layout
  BylineThreadPool* pool;            ///< May be NULL
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineTsneSettings;

/** Perplexity 30, theta 0.5, 1000 iterations. */
BylineTsneSettings byline_tsne_settings_default(void);

/**
   Lay points out.

   The same settings, points and number of threads give the same layout.  With
   few points the perplexity is lowered to a third of them.

   @param points `n` x `n_dimensions`.
   @param[out] layout `n` x 2, its middle at 0.
   @return BYLINE_OK, BYLINE_ERROR_DATA (fewer than 4 points, or some are not
   finite), BYLINE_ERROR_INTERRUPTED or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_tsne(const float* points, size_t n, size_t n_dimensions,
                         const BylineTsneSettings* settings, float* layout);

/** Who is near whom, and how near: a sparse symmetric matrix of sum 1. */
typedef struct {
  size_t n;        ///< Points
  size_t* first;   ///< n + 1: where each point's row begins
  uint32_t* other; ///< The row's columns
  float* weight;   ///< Their values, p_ij
} BylineAffinities;

/**
   Work out the affinities of points: Gaussian, each point's width being such
   that its distribution has the perplexity, over its 3 x perplexity nearest
   neighbours, then made symmetric.

   @param[out] affinities To be freed with byline_affinities_free().
*/
BylineStatus byline_affinities_make(const float* points, size_t n,
                                    size_t n_dimensions, double perplexity,
                                    BylineThreadPool* pool,
                                    BylineAffinities* affinities);

/** Free and clear. */
void byline_affinities_free(BylineAffinities* affinities);

/** What the gradient is worked out with. */
typedef struct BylineRepulsion BylineRepulsion;

/** Make room for `n` points; to be freed with byline_repulsion_free(). */
BylineStatus byline_repulsion_new(size_t n, BylineRepulsion** repulsion);

/** Free.  NULL is fine. */
void byline_repulsion_free(BylineRepulsion* repulsion);

/**
   The gradient of the Kullback-Leibler divergence at a layout.

   @param exaggeration The affinities are multiplied by it.
   @param[out] gradient n x 2.
*/
void byline_tsne_gradient(const BylineAffinities* affinities,
                          const float* layout, double theta,
                          double exaggeration, BylineRepulsion* repulsion,
                          BylineThreadPool* pool, float* gradient);

#endif // BYLINE_EVALUATION_TSNE_H
