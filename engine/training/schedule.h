/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file schedule.h
   How a recipe moves the weights: its optimiser, and its learning rate over a
   training.
*/

#ifndef BYLINE_TRAINING_SCHEDULE_H
#define BYLINE_TRAINING_SCHEDULE_H

#include "byline/network.h"
#include "byline/training.h"

#include <stdint.h>

/**
   The learning rate of a step: a straight climb (Goyal et al. 2017), then
   constant, in steps, or half a cosine down (Loshchilov and Hutter 2017); or
   one cycle of cosines up and down (Smith and Topin 2018), momentum staying as
   it is.

   @param step Counted from 0 over all epochs.
*/
double byline_schedule_rate(const BylineRecipe* recipe, uint64_t step);

/** Make the optimiser of a recipe: as byline_sgd_new(). */
BylineStatus byline_recipe_sgd(const BylineRecipe* recipe,
                               BylineNetwork* network, BylineSgd** sgd);

#endif // BYLINE_TRAINING_SCHEDULE_H
