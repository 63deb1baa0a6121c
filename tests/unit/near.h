/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* cmocka compares floats only; this compares doubles. */

#ifndef BYLINE_TESTS_NEAR_H
#define BYLINE_TESTS_NEAR_H

#include <math.h>

/* Fail unless `a` and `b` differ by `tolerance` at most. */
#define assert_near(a, b, tolerance)                                           \
  do {                                                                         \
    const double near_a = (double)(a);                                         \
    const double near_b = (double)(b);                                         \
    if (!(fabs(near_a - near_b) <= (tolerance))) {                             \
      fail_msg("%s is %.9g, not %.9g", #a, near_a, near_b);                    \
    }                                                                          \
  } while (0)

#endif // BYLINE_TESTS_NEAR_H
