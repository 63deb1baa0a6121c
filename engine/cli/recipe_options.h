/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file recipe_options.h
   The options of all commands that train: which recipe, with what to begin.
*/

#ifndef BYLINE_CLI_RECIPE_OPTIONS_H
#define BYLINE_CLI_RECIPE_OPTIONS_H

#include "byline/training.h"
#include "cli/options.h"

#include <stdbool.h>

/** What the command line says about the training. */
typedef struct {
  BylineRecipe recipe; ///< Begins as byline_recipe_default()
  bool given;          ///< Some of the recipe stood on the command line
  const char* from;    ///< Model to begin with; NULL: random weights
} BylineRecipeChoice;

/** Rows for --recipe, --set, --seed and --from of a table of options. */
#define BYLINE_OPTIONS_RECIPE(choice)                                          \
  {'r',                                                                        \
   "recipe",                                                                   \
   "FILE",                                                                     \
   "how to train; what it leaves out is as usual",                             \
   .take = byline_take_recipe,                                                 \
   .context = (choice),                                                        \
   .input = true},                                                             \
      {'s',                                                                    \
       "set",                                                                  \
       "KEY=VALUE",                                                            \
       "change one key of the recipe; may be given several times",             \
       .take = byline_take_assignment,                                         \
       .context = (choice)},                                                   \
      {0,                                                                      \
       "seed",                                                                 \
       "N",                                                                    \
       "short for --set=seed=N",                                               \
       .take = byline_take_seed,                                               \
       .context = (choice)},                                                   \
  {                                                                            \
    0, "from", "MODEL",                                                        \
        "begin with this model's weights: with its architecture, unless the "  \
        "recipe has another",                                                  \
        .text = &(choice)->from, .input = true                                 \
  }

/** Follow a recipe file; for BYLINE_OPTIONS_RECIPE(). */
BylineStatus byline_take_recipe(const char* text, void* choice);

/** Set KEY=VALUE; for BYLINE_OPTIONS_RECIPE(). */
BylineStatus byline_take_assignment(const char* text, void* choice);

/** Set the seed; for BYLINE_OPTIONS_RECIPE(). */
BylineStatus byline_take_seed(const char* text, void* choice);

/**
   Let the model to begin with, if any, give its architecture, unless another
   one was asked for.

   @return As byline_model_open().
*/
BylineStatus byline_recipe_choice_finish(BylineRecipeChoice* choice);

#endif // BYLINE_CLI_RECIPE_OPTIONS_H
