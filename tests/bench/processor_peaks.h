/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file processor_peaks.h
   What the processor can do at most.
*/

#ifndef BYLINE_TESTS_BENCH_PROCESSOR_PEAKS_H
#define BYLINE_TESTS_BENCH_PROCESSOR_PEAKS_H

#include <stdio.h>

/** Floating-point operations per second; 0 where that could not be measured. */
typedef struct {
  double one;   ///< One thread's multiply-adds in registers; see fma_peak.h
  double all;   ///< Those of some threads at once
  double sgemm; ///< What SGEMM of OpenBLAS reaches on one thread
} Peaks;

/** Measure them for one and for `n_threads` threads, and print and write them,
   or why that could not be. */
Peaks peaks_measure(unsigned n_threads, FILE* json);

#endif // BYLINE_TESTS_BENCH_PROCESSOR_PEAKS_H
