/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file basics.h
   Small things that figures are made of.
*/

#ifndef BYLINE_EVALUATION_BASICS_H
#define BYLINE_EVALUATION_BASICS_H

#include "byline/evaluation.h"

#include <stddef.h>

/** The index of the largest of `n` values, the first of equals. */
static inline size_t byline_argmax(const float* values, size_t n)
{
  size_t best = 0;
  for (size_t i = 1; i < n; ++i) {
    best = values[i] > values[best] ? i : best;
  }
  return best;
}

/** For qsort(): doubles, the smallest first. */
static inline int byline_compare_doubles(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

/** Mean -log probability of the truth at a temperature, in nats. */
double byline_mean_loss(const BylinePredictions* predictions,
                        double temperature);

#endif // BYLINE_EVALUATION_BASICS_H
