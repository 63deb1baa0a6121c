/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "byline/dataset.h"
#include "byline/training.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/in_ranks.h"
#include "cli/options.h"
#include "cli/recipe_options.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char description[] =
    "Train a network to tell the artists of a prepared dataset apart.\n"
    "\n"
    "Writes into the folder RUN: model.safetensors, metrics.jsonl, "
    "checkpoint.  The same dataset, recipe and number of jobs give the same "
    "model.  Ctrl-C writes a checkpoint first.\n"
    "\n"
    "Built with MPI, 'mpirun -n N byline train' shares each batch between N "
    "processes.\n";

/* What the command line says */
typedef struct {
  BylineRecipeChoice choice;
  const char* output;
  const char* dataset;
  long jobs;
  bool resume;
  bool force;
  bool help_recipe;
} Arguments;

static BylineStatus print_recipe_help(void)
{
  char* const text = byline_recipe_help();
  if (!text) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  }
  fputs(text, stdout);
  free(text);
  return BYLINE_OK;
}

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const BylineOption table[] = {
      {'o', "output", "RUN", "folder for the results, made when missing",
       .text = &a->output, .output = BYLINE_OUTPUT_RUN, .required = true},
      BYLINE_OPTIONS_RECIPE(&a->choice),
      {0, "resume", NULL,
       "go on from RUN's checkpoint, if there is one, with its recipe",
       .flag = &a->resume},
      BYLINE_OPTION_FORCE(&a->force),
      BYLINE_OPTION_JOBS(&a->jobs),
      {0, "help-recipe", NULL, "list the keys of a recipe",
       .flag = &a->help_recipe, .alone = true},
      {0}};
  const BylineSyntax syntax = {.command = "train",
                               .operands = "DATASET",
                               .description = description,
                               .options = table};
  char** operands = NULL;
  *a = (Arguments){.choice.recipe = byline_recipe_default()};
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  a->dataset = operands[0];
  return true;
}

static BylineStatus train(void* arguments, BylineRanks* ranks,
                          const volatile sig_atomic_t* stop)
{
  Arguments* const a = arguments;
  BylineDataset* dataset = NULL;
  BylineStatus status = byline_recipe_choice_finish(&a->choice);
  if (status == BYLINE_OK) {
    status = byline_dataset_open(a->dataset, &dataset);
  }
  if (status == BYLINE_OK) {
    const BylineTraining training = {
        .dataset = dataset,
        .recipe = a->choice.given ? &a->choice.recipe : NULL,
        .folder = a->output,
        .from = a->choice.from,
        .n_threads = (unsigned)a->jobs,
        .ranks = ranks,
        .resume = a->resume,
        .force = a->force,
        .stop = stop};
    status = byline_train(&training);
  }
  byline_dataset_close(dataset);
  char* const model = byline_path_join(a->output, "model.safetensors");
  if (status == BYLINE_OK && model) {
    byline_command_next((const char*[]){"evaluate", model, a->dataset, NULL});
  }
  free(model);
  return status;
}

int byline_command_train(int argc, char** argv)
{
  Arguments arguments;
  int result = 0;
  if (!parse(argc, argv, &arguments, &result)) {
    return result;
  }
  if (arguments.help_recipe) {
    return byline_command_end(print_recipe_help());
  }
  return byline_command_in_ranks(train, &arguments, NULL);
}
