/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/cosine_basis.h"

#include <math.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;

float* byline_cosine_basis_new(size_t n_cepstra, size_t n_bands)
{
  float* const basis = malloc(n_cepstra * n_bands * sizeof(*basis));
  for (size_t k = 0; basis && k < n_cepstra; ++k) {
    for (size_t r = 0; r < n_bands; ++r) {
      const double angle = pi * (double)k * ((double)r + 0.5) / (double)n_bands;
      basis[k * n_bands + r] =
          (float)(sqrt((k > 0 ? 2 : 1) / (double)n_bands) * cos(angle));
    }
  }
  return basis;
}
