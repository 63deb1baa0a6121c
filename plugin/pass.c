/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "pass.h"

static void swap(float* a, float* b, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    const float t = a[i];
    a[i] = b[i];
    b[i] = t;
  }
}

void byline_pass_crossed(const float* left, const float* right, float* left_out,
                         float* right_out, size_t n)
{
  if (!byline_pass_overlap(right_out, left, n)) {
    byline_pass_channel(right, right_out, n);
    byline_pass_channel(left, left_out, n);
  } else {
    swap(left_out, right_out, n);
  }
}
