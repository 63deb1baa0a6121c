/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline tune lr`, `byline tune batch` and `byline tune grid`. */

#include "base/file.h"
#include "base/lock.h"
#include "byline/dataset.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/in_ranks.h"
#include "cli/options.h"
#include "cli/recipe_options.h"
#include "report/result_figures.h"
#include "training/grid.h"
#include "training/range_test.h"
#include "training/training_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char description[] =
    "Find good values for a recipe.\n"
    "\n"
    "'tune lr DATASET -o DIR' trains with growing learning rates until the "
    "loss rises, draws DIR/lr.png and suggests a rate.\n"
    "\n"
    "'tune batch DATASET' tells how much memory batches need, and the largest "
    "one that fits.\n"
    "\n"
    "'tune grid DATASET -o DIR KEY=V1,V2... KEY=V1,V2...' trains with all "
    "combinations of values and draws DIR/grid.png.  Finished ones are kept "
    "when the command is given again.  Under mpirun each process takes "
    "its share of them.\n";

/* What the command line says */
typedef struct {
  BylineRecipeChoice choice;
  const char* what;
  const char* dataset;
  char** keys; ///< Operands of a grid, the last followed by NULL
  const char* output;
  double low;
  double high;
  long steps;
  long memory;
  long side_by_side;
  long halving;
  long jobs;
} Arguments;

static bool parse(int argc, char** argv, Arguments* a, int* result)
{
  const BylineOption table[] = {
      {'o', "output", "DIR", "folder for the results, made when missing",
       .text = &a->output, .output = BYLINE_OUTPUT_RUN},
      BYLINE_OPTIONS_RECIPE(&a->choice),
      {0, "low", "RATE", "lr: first learning rate", .number = &a->low,
       .minimum = 1e-9, .maximum = 1},
      {0, "high", "RATE", "lr: last learning rate", .number = &a->high,
       .minimum = 1e-8, .maximum = 1000},
      {0, "steps", "N", "lr: most steps", .integer = &a->steps, .minimum = 10,
       .maximum = 100000},
      {0, "memory", "MIB", "batch: memory to use (default: what is free)",
       .integer = &a->memory, .minimum = 1, .maximum = 1e9},
      {0, "side-by-side", "N",
       "grid: trainings at a time (default: what processors and memory allow)",
       .integer = &a->side_by_side, .minimum = 1, .maximum = 1024},
      {0, "halving", "N",
       "grid: successive halving: begin with few epochs, then go on with the "
       "best Nth and N times more",
       .integer = &a->halving, .minimum = 2, .maximum = 16},
      BYLINE_OPTION_FORCE(NULL),
      BYLINE_OPTION_JOBS(&a->jobs),
      {0}};
  const BylineSyntax syntax = {.command = "tune",
                               .n_words = 1,
                               .operands = "WHAT DATASET [KEY=V1,V2...]",
                               .description = description,
                               .options = table};
  char** operands = NULL;
  *a = (Arguments){.choice.recipe = byline_recipe_default(),
                   .low = 1e-4,
                   .high = 10,
                   .steps = 100};
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  a->what = operands[0];
  a->dataset = operands[1];
  a->keys = operands + 2;
  return true;
}

static BylineStatus need_output(const Arguments* a)
{
  return a->output
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_USAGE,
                            "tune %s needs -o DIR for its results", a->what);
}

/* Tell how to train with the keys that were found: `n` times KEY=VALUE. */
static void tell_next(const Arguments* a, const char* const* keys, size_t n)
{
  const char* words[2 * BYLINE_MAX_GRID_KEYS + 5] = {"train", a->dataset, "-o",
                                                     "run"};
  for (size_t i = 0; i < n; ++i) {
    words[2 * i + 4] = "-s";
    words[2 * i + 5] = keys[i];
  }
  fflush(stdout);
  byline_command_next(words);
}

static BylineStatus find_rate(const Arguments* a,
                              const BylineTraining* training)
{
  BylineRangeTest test;
  BYLINE_TRY(
      byline_range_test(training, a->low, a->high, (size_t)a->steps, &test));
  BylineStatus status = byline_range_test_write(&test, a->output);
  BYLINE_THEN(status, byline_range_test_draw(&test, a->output));
  if (status == BYLINE_OK) {
    char key[64];
    printf("learning_rate = %.2g\n", test.suggested);
    snprintf(key, sizeof(key), "learning_rate=%.2g", test.suggested);
    tell_next(a, &(const char*){key}, 1);
  }
  byline_range_test_free(&test);
  return status;
}

static BylineStatus tune_lr(const Arguments* a, const BylineTraining* training)
{
  BylineLock lock = {.path = NULL};
  BYLINE_TRY(need_output(a));
  BYLINE_TRY(byline_folder_make(a->output));
  BYLINE_TRY(byline_lock_folder(a->output, "tune", &lock));
  const BylineStatus status = find_rate(a, training);
  byline_lock_release(&lock);
  return status;
}

static BylineStatus tune_batch(const Arguments* a,
                               const BylineTraining* training)
{
  const double free_memory =
      (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
  const double limit =
      a->memory ? (double)a->memory * 1048576 : 0.9 * free_memory;
  size_t largest = 0;
  printf("batch   memory\n");
  for (size_t batch = 1; batch <= 4096; batch *= 2) {
    size_t size = 0;
    BYLINE_TRY(byline_training_memory(training, batch, &size));
    printf("%5zu   %6.0f MiB%s\n", batch, (double)size / 1048576,
           (double)size <= limit ? "" : "   too much");
    if ((double)size > limit) {
      break;
    }
    largest = batch;
  }
  printf("largest that fits into %.0f MiB: batch = %zu\n", limit / 1048576,
         largest);
  char key[64];
  snprintf(key, sizeof(key), "batch=%zu", largest);
  tell_next(a, &(const char*){key}, largest > 0 ? 1 : 0);
  return BYLINE_OK;
}

static void print_best(const Arguments* a, const BylineGrid* grid,
                       const BylineGridCell* cells)
{
  const size_t n = byline_grid_size(grid);
  size_t best = 0;
  for (size_t i = 0; i < n; ++i) {
    char name[512];
    byline_grid_name(grid, i, name, sizeof(name));
    printf("%-48s macro F1 %.3f, clips %5.1f %%, rung %u\n", name, cells[i].f1,
           100 * cells[i].accuracy, cells[i].rung + 1);
    const bool further = cells[i].rung > cells[best].rung;
    const bool as_far = cells[i].rung == cells[best].rung;
    best = further || (as_far && cells[i].f1 > cells[best].f1) ? i : best;
  }
  char name[512];
  byline_grid_name(grid, best, name, sizeof(name));
  printf("best: %s\n", name);
  const char* keys[BYLINE_MAX_GRID_KEYS];
  size_t n_keys = 0;
  char* rest = NULL;
  for (char* key = strtok_r(name, " ", &rest); key;
       key = strtok_r(NULL, " ", &rest)) {
    keys[n_keys++] = key;
  }
  tell_next(a, keys, n_keys);
}

static BylineStatus run_grid(const Arguments* a, const BylineGrid* grid)
{
  BylineGridCell* const cells = calloc(byline_grid_size(grid), sizeof(*cells));
  if (!cells) {
    return byline_no_memory(NULL);
  }
  BylineStatus status = byline_grid_run(grid, cells);
  if (status == BYLINE_OK && byline_ranks_index(grid->training->ranks) == 0) {
    status = byline_grid_write(grid, cells);
    BYLINE_THEN(status, byline_grid_draw(grid, cells));
    print_best(a, grid, cells);
  }
  free(cells);
  return status;
}

static BylineStatus tune_grid(const Arguments* a,
                              const BylineTraining* training)
{
  BylineGrid grid = {.training = training,
                     .side_by_side = (unsigned)a->side_by_side,
                     .halving = (unsigned)a->halving};
  BylineStatus status = need_output(a);
  for (char** key = a->keys; status == BYLINE_OK && *key; ++key) {
    status = byline_grid_add(&grid, *key);
  }
  if (status == BYLINE_OK && grid.n_keys == 0) {
    status = byline_error(BYLINE_ERROR_USAGE,
                          "tune grid needs keys to try: KEY=V1,V2...");
  }
  BYLINE_THEN(status, run_grid(a, &grid));
  byline_grid_free(&grid);
  return status;
}

static BylineStatus tune(const Arguments* a, const BylineTraining* training)
{
  if (!strcmp(a->what, "lr")) {
    return tune_lr(a, training);
  }
  if (!strcmp(a->what, "batch")) {
    return tune_batch(a, training);
  }
  if (!strcmp(a->what, "grid")) {
    return tune_grid(a, training);
  }
  return byline_error(BYLINE_ERROR_USAGE,
                      "tune does lr, batch or grid, not '%s'", a->what);
}

static BylineStatus open_and_tune(void* arguments, BylineRanks* ranks,
                                  const volatile sig_atomic_t* stop)
{
  Arguments* const a = arguments;
  BylineDataset* dataset = NULL;
  BYLINE_TRY(byline_recipe_choice_finish(&a->choice));
  BYLINE_TRY(byline_dataset_open(a->dataset, &dataset));
  const BylineTraining training = {.dataset = dataset,
                                   .recipe = &a->choice.recipe,
                                   .folder = a->output,
                                   .from = a->choice.from,
                                   .n_threads = (unsigned)a->jobs,
                                   .ranks = ranks,
                                   .stop = stop};
  const BylineStatus status = tune(a, &training);
  byline_dataset_close(dataset);
  return status;
}

int byline_command_tune(int argc, char** argv)
{
  Arguments arguments;
  int result = 0;
  if (!parse(argc, argv, &arguments, &result)) {
    return result;
  }
  const bool shared = !strcmp(arguments.what, "grid");
  char lone[64];
  snprintf(lone, sizeof(lone), "tune %s", arguments.what);
  return byline_command_in_ranks(open_and_tune, &arguments,
                                 shared ? NULL : lone);
}
