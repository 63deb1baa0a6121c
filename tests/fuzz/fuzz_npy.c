/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A matrix in NumPy's format */

#include "dataset/npy.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  BylineNpy npy;
  if (byline_npy_open(fuzz_file(data, size), &npy) == BYLINE_OK) {
    unsigned sum = 0;
    for (size_t i = 0; i < npy.n_rows * npy.n_columns; ++i) {
      sum += npy.data[i];
    }
    static volatile unsigned sink;
    sink = sum;
    (void)sink;
    byline_npy_close(&npy);
  }
  return 0;
}
