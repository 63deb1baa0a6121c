/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file plan_json.h
   The plan of a split as a file of a dataset.
*/

#ifndef BYLINE_DATASET_PLAN_JSON_H
#define BYLINE_DATASET_PLAN_JSON_H

#include "byline/dataset.h"
#include "byline/status.h"

#include <stdbool.h>

/** Which fold is the test as people count, from 1; 0 without folds. */
unsigned byline_split_plan_fold(const BylineSplitPlan* plan);

/** Write a plan, beside and then renamed. */
BylineStatus byline_split_plan_write(const char* path,
                                     const BylineSplitPlan* plan);

/**
   Read a plan.

   @param[out] plan Set when there is one.
   @param[out] there Whether there is one: older datasets have none.
   @return BYLINE_OK or BYLINE_ERROR_FORMAT.
*/
BylineStatus byline_split_plan_read(const char* path, BylineSplitPlan* plan,
                                    bool* there);

#endif // BYLINE_DATASET_PLAN_JSON_H
