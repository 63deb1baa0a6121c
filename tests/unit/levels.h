/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests for every kind of processor that this one can play. */

#ifndef BYLINE_TESTS_LEVELS_H
#define BYLINE_TESTS_LEVELS_H

#include "nn/kernels.h"
#include "tests/unit/suite.h"

static BylineKernelLevel levels[] = {BYLINE_KERNELS_PORTABLE,
                                     BYLINE_KERNELS_AVX2, BYLINE_KERNELS_AVX512,
                                     BYLINE_KERNELS_NEON};

/* A row for a table of tests: one at a level */
#define level_unit_test(test, level)                                           \
  {                                                                            \
    .name = #test " " #level, .test_func = (test),                             \
    .initial_state = &levels[BYLINE_KERNELS_##level]                           \
  }

/* Rows: one at each level */
#define level_unit_tests(test)                                                 \
  level_unit_test(test, PORTABLE), level_unit_test(test, AVX2),                \
      level_unit_test(test, AVX512), level_unit_test(test, NEON)

/* What such a test is to use; it is skipped where that cannot be played. */
static inline const BylineKernels* level_kernels(void** state)
{
  const BylineKernelLevel* const level = *state;
  const BylineKernels* const kernels = byline_kernels_at(*level);
  if (!kernels) {
    skip();
  }
  return kernels;
}

#endif // BYLINE_TESTS_LEVELS_H
