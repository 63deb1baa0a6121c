/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file npy.h
   Matrices of half-precision numbers in NumPy's file format, version 1.0.
*/

#ifndef BYLINE_DATASET_NPY_H
#define BYLINE_DATASET_NPY_H

#include "base/file.h"
#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** Bytes before the numbers in files written here. */
#define BYLINE_NPY_HEADER_SIZE 128

/** A matrix in a mapped file. */
typedef struct {
  BylineMapping mapping; ///< The file
  const uint16_t* data;  ///< n_rows x n_columns halves, in the mapping
  size_t n_rows;         ///< First dimension
  size_t n_columns;      ///< Second dimension
} BylineNpy;

/** Write the header; the rows shall follow.  Always of the same size. */
void byline_npy_put_header(FILE* stream, size_t n_rows, size_t n_columns);

/**
   Map a matrix of little-endian halves in C order.

   @param[out] npy To be released with byline_npy_close().
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_FORMAT.
*/
BylineStatus byline_npy_open(const char* path, BylineNpy* npy);

/** Unmap and clear. */
void byline_npy_close(BylineNpy* npy);

#endif // BYLINE_DATASET_NPY_H
