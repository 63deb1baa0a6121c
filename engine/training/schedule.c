/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/schedule.h"

#include "training/batch.h"

#include <math.h>

double byline_schedule_rate(const BylineRecipe* recipe, uint64_t step)
{
  const double pi = 3.14159265358979323846;
  const double steps = (double)byline_recipe_steps(recipe);
  const double warmup = recipe->warmup_epochs * steps;
  const double total = (double)recipe->epochs * steps;
  const double x = (double)step;
  if (x < warmup) {
    return recipe->learning_rate * (x + 1) / (warmup + 1);
  }
  if (recipe->schedule == BYLINE_SCHEDULE_CONSTANT) {
    return recipe->learning_rate;
  }
  const double done = (x - warmup) / (total - warmup);
  return recipe->learning_rate * 0.5 * (1 + cos(pi * done));
}
