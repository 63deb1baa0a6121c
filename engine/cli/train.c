/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"
#include "byline/training.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Usage: byline train DATASET -o RUN [OPTION]...\n"
    "Train a network to tell the artists of a prepared dataset apart.\n\n"
    "  -o, --output=RUN     folder for the results: model.safetensors,\n"
    "                       metrics.jsonl, checkpoint\n"
    "  -r, --recipe=FILE    how to train; what it leaves out is as usual\n"
    "  -s, --set=KEY=VALUE  change one key of the recipe; may be repeated\n"
    "      --seed=N         short for --set=seed=N\n"
    "      --resume         go on from RUN's checkpoint, if there is one, "
    "with\n"
    "                       its recipe\n"
    "  -j, --jobs=N         threads; one per processor if not given\n"
    "      --help-recipe    list the keys of a recipe\n"
    "  -h, --help           show this\n\n"
    "The same dataset, recipe and number of jobs give the same model.  Ctrl-C\n"
    "writes a checkpoint first.\n";

/* What the command line says */
typedef struct {
  BylineRecipe recipe;
  bool recipe_given; ///< Some of it stood on the command line
  const char* output;
  const char* dataset;
  unsigned n_threads;
  bool resume;
  bool done; ///< Nothing but help was asked for
} Arguments;

enum { OPTION_SEED = 256, OPTION_RESUME, OPTION_HELP_RECIPE };

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"recipe", required_argument, NULL, 'r'},
    {"set", required_argument, NULL, 's'},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"resume", no_argument, NULL, OPTION_RESUME},
    {"jobs", required_argument, NULL, 'j'},
    {"help-recipe", no_argument, NULL, OPTION_HELP_RECIPE},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

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

static BylineStatus take_jobs(const char* text, unsigned* n_threads)
{
  long n = 0;
  const BylineStatus status = byline_parse_integer("--jobs", text, 1, 4096, &n);
  *n_threads = (unsigned)n;
  return status;
}

static BylineStatus take_option(Arguments* a, int option)
{
  switch (option) {
  case 'o':
    a->output = optarg;
    return BYLINE_OK;
  case 'r':
    a->recipe_given = true;
    return byline_recipe_read(&a->recipe, optarg);
  case 's':
    a->recipe_given = true;
    return byline_recipe_assign(&a->recipe, optarg);
  case OPTION_SEED:
    a->recipe_given = true;
    return byline_recipe_set(&a->recipe, "seed", optarg);
  case OPTION_RESUME:
    a->resume = true;
    return BYLINE_OK;
  case 'j':
    return take_jobs(optarg, &a->n_threads);
  case OPTION_HELP_RECIPE:
    a->done = true;
    return print_recipe_help();
  case 'h':
    a->done = true;
    fputs(help, stdout);
    return BYLINE_OK;
  default:
    return byline_error(BYLINE_ERROR_USAGE, "see 'byline train --help'");
  }
}

static BylineStatus parse(int argc, char** argv, Arguments* a)
{
  *a = (Arguments){.recipe = byline_recipe_default()};
  BylineStatus status = BYLINE_OK;
  int option;
  while (status == BYLINE_OK && !a->done &&
         (option = getopt_long(argc, argv, "o:r:s:j:h", options, NULL)) != -1) {
    status = take_option(a, option);
  }
  if (status != BYLINE_OK || a->done) {
    return status;
  }
  if (optind + 1 != argc || !a->output) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "train takes one dataset and -o RUN; see 'byline train "
                        "--help'");
  }
  a->dataset = argv[optind];
  return BYLINE_OK;
}

static BylineStatus train(const Arguments* a, const volatile sig_atomic_t* stop)
{
  BylineDataset* dataset = NULL;
  BylineStatus status = byline_dataset_open(a->dataset, &dataset);
  if (status == BYLINE_OK) {
    const BylineTraining training = {.dataset = dataset,
                                     .recipe =
                                         a->recipe_given ? &a->recipe : NULL,
                                     .folder = a->output,
                                     .n_threads = a->n_threads,
                                     .resume = a->resume,
                                     .stop = stop};
    status = byline_train(&training);
  }
  byline_dataset_close(dataset);
  return status;
}

int byline_command_train(int argc, char** argv)
{
  Arguments arguments;
  BylineStatus status = parse(argc, argv, &arguments);
  if (status != BYLINE_OK || arguments.done) {
    return byline_command_end(status);
  }
  const volatile sig_atomic_t* const stop = byline_interrupt_catch();
  status = train(&arguments, stop);
  const int exit_status = byline_command_end(status);
  return status == BYLINE_ERROR_INTERRUPTED ? 128 + (int)*stop : exit_status;
}
