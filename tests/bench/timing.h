/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file timing.h
   Processor time, and how times are put in order, for benches.
*/

#ifndef BYLINE_TESTS_BENCH_TIMING_H
#define BYLINE_TESTS_BENCH_TIMING_H

#include <stdlib.h>
#include <time.h>

/** Seconds of a clock, such as CLOCK_THREAD_CPUTIME_ID. */
static inline double seconds_of(clockid_t clock)
{
  struct timespec time = {0};
  (void)clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static inline int compare_times(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return x < y ? -1 : x > y;
}

/** Shortest first. */
static inline void sort_times(double* times, size_t n)
{
  qsort(times, n, sizeof(*times), compare_times);
}

#endif // BYLINE_TESTS_BENCH_TIMING_H
