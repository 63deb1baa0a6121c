/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/recipe_options.h"

#include "byline/model.h"
#include "models/models.h"

#include <string.h>

BylineStatus byline_take_recipe(const char* text, void* context)
{
  BylineRecipeChoice* const choice = context;
  choice->given = true;
  return byline_recipe_read(&choice->recipe, text);
}

BylineStatus byline_take_assignment(const char* text, void* context)
{
  BylineRecipeChoice* const choice = context;
  choice->given = true;
  return byline_recipe_assign(&choice->recipe, text);
}

BylineStatus byline_take_seed(const char* text, void* context)
{
  BylineRecipeChoice* const choice = context;
  choice->given = true;
  return byline_recipe_set(&choice->recipe, "seed", text);
}

BylineStatus byline_recipe_choice_finish(BylineRecipeChoice* choice)
{
  const BylineRecipe usual = byline_recipe_default();
  const char* const wanted = choice->recipe.architecture;
  if (!choice->from || strcmp(wanted, usual.architecture) != 0) {
    return BYLINE_OK;
  }
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  BYLINE_TRY(byline_model_open(choice->from, &info, &network));
  choice->given = true;
  char networks[BYLINE_MAX_ARCHITECTURE];
  byline_architecture_networks(byline_network_architecture(network), networks);
  byline_network_free(network);
  byline_model_info_free(&info);
  return byline_recipe_set(&choice->recipe, "architecture", networks);
}
