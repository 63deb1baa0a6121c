/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file fma_peak.h
   What the processor's units for fused multiply-adds do at most.
*/

#ifndef BYLINE_TESTS_BENCH_FMA_PEAK_H
#define BYLINE_TESTS_BENCH_FMA_PEAK_H

/**
   Measure it: the best of many short runs of independent multiply-adds in
   registers, as wide as the processor has them.

   @param n_threads How many do so at once.
   @return Floating-point operations per second of all threads, two for each
   multiply-add; 0 when it cannot be measured.
*/
double fma_peak(unsigned n_threads);

#endif // BYLINE_TESTS_BENCH_FMA_PEAK_H
