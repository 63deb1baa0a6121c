/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/sort_samples.h"

/* Shell sort (Ciura's gaps) */
void byline_sort_samples(BylineSampled* samples, size_t n)
{
  static const size_t gaps[] = {1750, 701, 301, 132, 57, 23, 10, 4, 1};
  for (size_t g = 0; g < sizeof(gaps) / sizeof(*gaps); ++g) {
    const size_t gap = gaps[g];
    for (size_t i = gap; i < n; ++i) {
      const BylineSampled moved = samples[i];
      size_t place = i;
      while (place >= gap && samples[place - gap].value > moved.value) {
        samples[place] = samples[place - gap];
        place -= gap;
      }
      samples[place] = moved;
    }
  }
}
