/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file likeness.h
   How alike two clips are to a model's ear: the cosine of their embeddings,
   in a space where clips of one song scatter alike in all directions.

   Of a cohort of clips of songs that the model did not learn from are taken the
   mean mu and, when each song's mean is taken off, the deviations sigma and the
   covariance C of what is left, with every song as a class of its own
   ("within-class covariance normalisation", Hatch, Kajarekar and Stolcke 2006;
   in models of old the classes are artists).  With x = (e - mu) / sigma of an
   embedding e, and C that of such x,

       W        = s t I + (1 - s) C      t the mean of C's diagonal, s = 0.9
       likeness = x' W^-1 y / sqrt((x' W^-1 x) (y' W^-1 y))

   C = B' B / (1 - s) has at most as many dimensions as there are clips, so that
   (Woodbury) W^-1 = (I - B' M^-1 B) / (s t), M = s t I + B B' = L L': with
   v = L^-1 B x, the product above is x' y - v' w, but for the factor.  Where a
   model has no cohort, the embeddings themselves are compared.

   Some clips are like whatever they are compared with, so what counts is by how
   much a clip x is more like y than like what the model knows: the middles m of
   the cohort's K songs ("background normalisation", Reynolds 1995, "Speaker
   identification and verification using Gaussian mixture speaker models", with
   exp(T likeness) for likelihoods),

       likeness(x, y) - 1/T ln(1/K sum exp(T likeness(x, m)))   T = 12
*/

#ifndef BYLINE_MODELS_LIKENESS_H
#define BYLINE_MODELS_LIKENESS_H

#include "byline/model.h"
#include "byline/status.h"

#include <stddef.h>

/** What embeddings are compared by. */
typedef struct BylineLikeness BylineLikeness;

/**
   Get ready to compare, which takes about a third as long as loading a model.

   @param cohort May be empty.
   @param[out] likeness To be freed with byline_likeness_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_likeness_new(const BylineCohort* cohort,
                                 BylineLikeness** likeness);

/** NULL is fine. */
void byline_likeness_free(BylineLikeness* likeness);

/** By how much clips are rarely more like what is not theirs than like what the
    model knows; without a cohort, the likeness that this was found to be in
    some models. */
float byline_likeness_enough(const BylineLikeness* likeness);

/** Numbers of the point in that space of an embedding of `n_features`. */
size_t byline_likeness_size(const BylineLikeness* likeness, size_t n_features);

/**
   Find an embedding's point, at the distance 1 from the middle.

   @param n_features The cohort's, where there is one.
   @param[out] point byline_likeness_size() numbers.
*/
void byline_likeness_place(const BylineLikeness* likeness,
                           const float* embedding, size_t n_features,
                           float* point);

/** The likeness of two points, -1 to 1. */
float byline_likeness_of(const BylineLikeness* likeness, size_t n_features,
                         const float* a, const float* b);

/** How like a point is to what the model knows, as above; 0 without a cohort.
 */
float byline_likeness_to_known(const BylineLikeness* likeness,
                               const float* point);

#endif // BYLINE_MODELS_LIKENESS_H
