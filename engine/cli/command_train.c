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
#include "training/separation.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char description[] =
    "Train a network to tell the artists of a prepared dataset apart; or, with "
    "--task=separate, to find voices in music.\n"
    "\n"
    "Statistics of the same songs are found first, in seconds; in the end the "
    "model answers with the network, the statistics or both, whatever is best "
    "on validation songs.\n"
    "\n"
    "Writes into the folder RUN: model.safetensors, metrics.jsonl, "
    "checkpoint.  The same dataset, recipe and number of jobs give the same "
    "model.  Ctrl-C writes a checkpoint first.\n"
    "\n"
    "To find voices, DATASET is a folder of sound: voices/SINGER/... and "
    "accompaniments/NAME/..., mixed anew for every example, or songs as "
    "folders "
    "of vocals.wav and accompaniment.wav (or bass.wav, drums.wav, other.wav), "
    "as "
    "MUSDB18-HQ and Demucs have them.\n"
    "\n"
    "Built with MPI, 'mpirun -n N byline train' shares each batch between N "
    "processes.\n";

/* What the command line says */
typedef struct {
  BylineRecipeChoice choice;
  const char* output;
  const char* dataset;
  const char* task;
  long jobs;
  bool separate;
  bool resume;
  bool force;
  bool help_recipe;
} Arguments;

static BylineStatus print_recipe_help(void)
{
  char* const text = byline_recipe_help();
  if (!text) {
    return byline_no_memory(NULL);
  }
  fputs(text, stdout);
  free(text);
  return BYLINE_OK;
}

/* The task decides with which recipe options begin, wherever it stands */
static bool separates(int argc, char** argv)
{
  for (int i = 1; i < argc; ++i) {
    if (!strcmp(argv[i], "--task=separate") ||
        (!strcmp(argv[i], "--task") && i + 1 < argc &&
         !strcmp(argv[i + 1], "separate"))) {
      return true;
    }
  }
  return false;
}

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const BylineOption table[] = {
      {'o', "output", "RUN", "folder for the results, made when missing",
       .text = &a->output, .output = BYLINE_OUTPUT_RUN, .required = true},
      {0, "task", "TASK",
       "what to learn: classify (tell artists, the default) or separate (find "
       "voices)",
       .text = &a->task},
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
  *a = (Arguments){.task = "classify", .separate = separates(argc, argv)};
  a->choice.recipe =
      a->separate ? byline_separation_recipe() : byline_recipe_default();
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  a->dataset = operands[0];
  if (strcmp(a->task, "classify") != 0 && !a->separate) {
    *result = byline_command_misuse(
        "train", "--task=%s: the tasks are classify and separate", a->task);
    return false;
  }
  return true;
}

static BylineStatus separate(const Arguments* a, BylineRanks* ranks,
                             const volatile sig_atomic_t* stop)
{
  const BylineSeparationTraining training = {
      .material = a->dataset,
      .recipe = &a->choice.recipe,
      .folder = a->output,
      .from = a->choice.from,
      .n_threads = (unsigned)a->jobs,
      .resume = a->resume,
      .ranks = ranks,
      .stop = stop,
  };
  return byline_train_separation(&training);
}

static BylineStatus train(void* arguments, BylineRanks* ranks,
                          const volatile sig_atomic_t* stop)
{
  Arguments* const a = arguments;
  if (a->separate) {
    return separate(a, ranks, stop);
  }
  BylineDataset* dataset = NULL;
  BYLINE_TRY(byline_recipe_choice_finish(&a->choice));
  BYLINE_TRY(byline_dataset_open(a->dataset, &dataset));
  const BylineTraining training = {.dataset = dataset,
                                   .recipe = a->choice.given ? &a->choice.recipe
                                                             : NULL,
                                   .folder = a->output,
                                   .from = a->choice.from,
                                   .n_threads = (unsigned)a->jobs,
                                   .ranks = ranks,
                                   .resume = a->resume,
                                   .force = a->force,
                                   .stop = stop};
  const BylineStatus status = byline_train(&training);
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
