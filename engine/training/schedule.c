/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/schedule.h"

#include "training/batch.h"

#include <math.h>

/* The climb of one cycle: this share of the training, from a rate so many
   times lower */
#define CYCLE_CLIMB 0.3
#define CYCLE_START 25.0

/* From 1 at x = 0 down to 0 at x = 1 */
static double half_cosine(double x)
{
  const double pi = 3.14159265358979323846;
  return 0.5 * (1 + cos(pi * x));
}

/* Factor of the learning rate when `x` of the whole training is done */
static double one_cycle(double x)
{
  if (x < CYCLE_CLIMB) {
    const double low = 1 / CYCLE_START;
    return 1 + (low - 1) * half_cosine(x / CYCLE_CLIMB);
  }
  return half_cosine((x - CYCLE_CLIMB) / (1 - CYCLE_CLIMB));
}

/* The same after a warm-up, at `x` of what is then left, or at an epoch */
static double factor(const BylineRecipe* recipe, double x, double epoch)
{
  switch ((BylineSchedule)recipe->schedule) {
  case BYLINE_SCHEDULE_COSINE:
    return half_cosine(x);
  case BYLINE_SCHEDULE_STEP:
    return pow(recipe->step_factor, floor(epoch / recipe->step_epochs));
  case BYLINE_SCHEDULE_CONSTANT:
  case BYLINE_SCHEDULE_ONE_CYCLE:
    break;
  }
  return 1;
}

double byline_schedule_rate(const BylineRecipe* recipe, uint64_t step)
{
  const double steps = (double)byline_recipe_steps(recipe);
  const double warmup = recipe->warmup_epochs * steps;
  const double total = (double)recipe->epochs * steps;
  const double x = (double)step;
  if (recipe->schedule == BYLINE_SCHEDULE_ONE_CYCLE) {
    return recipe->learning_rate * one_cycle(x / total);
  }
  if (x < warmup) {
    return recipe->learning_rate * (x + 1) / (warmup + 1);
  }
  return recipe->learning_rate *
         factor(recipe, (x - warmup) / fmax(total - warmup, 1), x / steps);
}

BylineStatus byline_recipe_sgd(const BylineRecipe* recipe,
                               BylineNetwork* network, BylineSgd** sgd)
{
  const BylineSgdSettings settings = {
      .momentum = (float)recipe->momentum,
      .nesterov = recipe->nesterov != 0,
      .weight_decay = (float)recipe->weight_decay,
      .max_gradient = (float)recipe->max_gradient};
  return byline_sgd_new(network, &settings, sgd);
}
