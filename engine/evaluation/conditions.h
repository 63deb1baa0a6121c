/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file conditions.h
   Under which conditions robustness is measured.
*/

#ifndef BYLINE_EVALUATION_CONDITIONS_H
#define BYLINE_EVALUATION_CONDITIONS_H

#include "evaluation/robustness.h"

#include <stddef.h>

/** List all conditions, nothing counted; returns how many there are. */
size_t byline_conditions_list(
    BylineCondition conditions[static BYLINE_MAX_CONDITIONS]);

#endif // BYLINE_EVALUATION_CONDITIONS_H
