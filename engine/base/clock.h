/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file clock.h
   How time goes by, whatever the wall clock is set to.
*/

#ifndef BYLINE_BASE_CLOCK_H
#define BYLINE_BASE_CLOCK_H

#include <time.h>

/** Seconds since some moment in the past.  Any thread. */
static inline double byline_clock_now(void)
{
  struct timespec time = {0};
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#endif // BYLINE_BASE_CLOCK_H
