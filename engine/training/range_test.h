/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file range_test.h
   Finding a learning rate.
*/

#ifndef BYLINE_TRAINING_RANGE_TEST_H
#define BYLINE_TRAINING_RANGE_TEST_H

#include "byline/status.h"
#include "byline/training.h"

#include <stddef.h>

/** A learning rate range test (Smith 2017): how the loss follows the rate. */
typedef struct {
  size_t n;         ///< Steps that were done
  double* rates;    ///< One a step, growing by a factor
  double* losses;   ///< What each step began with
  double* smoothed; ///< The average around each
  double lowest;    ///< The least of it
  double suggested; ///< Twice the rate at which it is least
} BylineRangeTest;

/**
   Train with growing rates until the loss rises far above its lowest.

   @param training For dataset, recipe, from, threads and stop; nothing is
   written.
   @param low,high First and last rate.
   @param n_steps Most steps.
   @param[out] test To be freed with byline_range_test_free().
   @return As byline_train().
*/
BylineStatus byline_range_test(const BylineTraining* training, double low,
                               double high, size_t n_steps,
                               BylineRangeTest* test);

/** Free and clear. */
void byline_range_test_free(BylineRangeTest* test);

/** Write FOLDER/lr.tsv; byline_range_test_draw() draws it. */
BylineStatus byline_range_test_write(const BylineRangeTest* test,
                                     const char* folder);

#endif // BYLINE_TRAINING_RANGE_TEST_H
