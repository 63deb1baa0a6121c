/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file median.h
   Medians of many bins at once.
*/

#ifndef BYLINE_SPECTRUM_MEDIAN_H
#define BYLINE_SPECTRUM_MEDIAN_H

#include <stddef.h>

/** Most rows that there can be. */
#define BYLINE_MEDIAN_MAX_ROWS 64

/**
   The median of each column of a stack of rows.

   With an even number of rows it is the lower of the two in the middle.

   @param rows `n_rows` pointers to `n` finite values each.
   @param n_rows 1 to BYLINE_MEDIAN_MAX_ROWS.
   @param[out] medians `n` values; none of the rows.
*/
void byline_median_of_rows(const float* const* rows, size_t n_rows, size_t n,
                           float* medians);

#endif // BYLINE_SPECTRUM_MEDIAN_H
