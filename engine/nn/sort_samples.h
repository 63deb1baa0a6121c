/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sort_samples.h
   Sorting numbers by their bits (radix sort), two to three times as fast as by
   comparisons.
*/

#ifndef BYLINE_NN_SORT_SAMPLES_H
#define BYLINE_NN_SORT_SAMPLES_H

#include <stddef.h>

/** A number of a column, and how much the column counts. */
typedef struct {
  float value;
  float weight;
} BylineSampled;

/** Sort by value, smallest first.

    @param spare Memory for n more. */
void byline_sort_samples(BylineSampled* samples, size_t n,
                         BylineSampled* spare);

#endif // BYLINE_NN_SORT_SAMPLES_H
