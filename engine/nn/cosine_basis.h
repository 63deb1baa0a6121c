/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file cosine_basis.h
   The orthonormal discrete cosine transform (DCT-II; Ahmed, Natarajan and Rao
   1974), by which bands become cepstra.
*/

#ifndef BYLINE_NN_COSINE_BASIS_H
#define BYLINE_NN_COSINE_BASIS_H

#include <stddef.h>

/**
   Make the transform's first rows.

   @param n_cepstra How many rows.
   @param n_bands Numbers that it transforms.
   @return n_cepstra x n_bands, to be freed with free(); NULL when out of
   memory.
*/
float* byline_cosine_basis_new(size_t n_cepstra, size_t n_bands);

#endif // BYLINE_NN_COSINE_BASIS_H
