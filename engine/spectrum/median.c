/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/median.h"

#include <assert.h>
#include <string.h>

/* Columns sorted side by side: as many as fit into two vector registers */
#define LANES 8

typedef float Lanes[LANES];

/* Put the smaller of each pair into `low` */
static void order(Lanes low, Lanes high)
{
  for (size_t i = 0; i < LANES; ++i) {
    const float a = low[i];
    const float b = high[i];
    low[i] = a < b ? a : b;
    high[i] = a < b ? b : a;
  }
}

/* Bubble the largest rows up until the one in the middle is reached.  The
   same steps whatever the values, so that lanes do not hinder each other. */
static void sort_to_middle(Lanes* rows, size_t n_rows)
{
  const size_t middle = (n_rows - 1) / 2;
  for (size_t end = n_rows - 1; end >= middle && end > 0; --end) {
    for (size_t i = 0; i < end; ++i) {
      order(rows[i], rows[i + 1]);
    }
  }
}

void byline_median_of_rows(const float* const* rows, size_t n_rows, size_t n,
                           float* medians)
{
  assert(n_rows > 0 && n_rows <= BYLINE_MEDIAN_MAX_ROWS);
  Lanes lanes[BYLINE_MEDIAN_MAX_ROWS];
  for (size_t first = 0; first < n; first += LANES) {
    const size_t left = n - first;
    const size_t size = (left < LANES ? left : LANES) * sizeof(float);
    for (size_t row = 0; row < n_rows; ++row) {
      memset(lanes[row], 0, sizeof(Lanes));
      memcpy(lanes[row], rows[row] + first, size);
    }
    sort_to_middle(lanes, n_rows);
    memcpy(medians + first, lanes[(n_rows - 1) / 2], size);
  }
}
