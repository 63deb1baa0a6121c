/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"
#include "base/json.h"
#include "base/lock.h"
#include "training/grid.h"
#include "training/ranks.h"
#include "training/training_memory.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A search under way: what all its threads share */
typedef struct {
  const BylineGrid* grid;
  BylineGridCell* cells;
  size_t* wanted;        ///< Cells of this rung
  size_t n_wanted;       ///< How many
  unsigned rung;         ///< From 0
  int64_t epochs;        ///< Of this rung
  unsigned n_threads;    ///< Of each training
  BylineStatus* failed;  ///< One per wanted cell
  char (*messages)[512]; ///< Why
} Search;

/* ---- one cell */

/* The best epoch in a metrics.jsonl */
static BylineStatus read_best(const char* path, BylineGridCell* cell)
{
  FILE* const file = fopen(path, "r");
  if (!file) {
    return byline_error(BYLINE_ERROR_IO, "%s: cannot read", path);
  }
  char line[1024];
  cell->f1 = -1;
  while (fgets(line, sizeof(line), file)) {
    json_t* const json = json_loads(line, 0, NULL);
    const double f1 = byline_json_get_number(json, "validation_macro_f1");
    if (json && f1 > cell->f1) {
      cell->f1 = f1;
      cell->accuracy = byline_json_get_number(json, "validation_accuracy");
      cell->loss = byline_json_get_number(json, "validation_loss");
    }
    json_decref(json);
  }
  fclose(file);
  return BYLINE_OK;
}

static BylineStatus make_recipe(const Search* search, size_t cell,
                                BylineRecipe* recipe)
{
  const BylineGrid* const grid = search->grid;
  *recipe = *grid->training->recipe;
  BylineStatus status = BYLINE_OK;
  for (size_t i = 0; status == BYLINE_OK && i < grid->n_keys; ++i) {
    status = byline_recipe_set(recipe, grid->keys[i].key,
                               byline_grid_value(grid, cell, i));
  }
  if (search->epochs > 0) {
    recipe->epochs = search->epochs;
  }
  return status;
}

static BylineStatus train_cell(const Search* search, size_t cell)
{
  char name[512];
  char folder[4096];
  char path[4200];
  byline_grid_name(search->grid, cell, name, sizeof(name));
  for (char* c = name; *c; ++c) {
    *c = strchr(" /:;", *c) ? '_' : *c;
  }
  snprintf(folder, sizeof(folder), "%s/rung%u-%s",
           search->grid->training->folder, search->rung + 1, name);
  BylineRecipe recipe;
  BYLINE_TRY(make_recipe(search, cell, &recipe));
  BylineTraining training = *search->grid->training;
  training.recipe = &recipe;
  training.folder = folder;
  training.ranks = NULL;
  training.n_threads = search->n_threads;
  training.resume = true;
  training.force = true; /* It may have been stopped before its checkpoint */
  training.quiet = true;
  training.alone = true; /* It is networks that are compared */
  BYLINE_TRY(byline_train(&training));
  snprintf(path, sizeof(path), "%s/metrics.jsonl", folder);
  search->cells[cell].rung = search->rung;
  return read_best(path, &search->cells[cell]);
}

static void run_cell(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  const Search* const search = context;
  const BylineRanks* const ranks = search->grid->training->ranks;
  for (size_t i = begin; i < end; ++i) {
    if (i % byline_ranks_count(ranks) != byline_ranks_index(ranks)) {
      continue;
    }
    const size_t cell = search->wanted[i];
    char name[512];
    byline_grid_name(search->grid, cell, name, sizeof(name));
    search->failed[i] = train_cell(search, cell);
    if (search->failed[i] == BYLINE_OK) {
      byline_log(BYLINE_LOG_NOTE, "%s: macro F1 %.3f, clips %.1f %%", name,
                 search->cells[cell].f1, 100 * search->cells[cell].accuracy);
    } else {
      snprintf(search->messages[i], sizeof(search->messages[i]), "%s",
               byline_error_message());
    }
  }
}

/* ---- all of them */

/* As many at a time as there are processors and is memory */
static unsigned choose_side_by_side(const BylineGrid* grid)
{
  size_t size = 0;
  unsigned n = grid->side_by_side          ? grid->side_by_side
               : grid->training->n_threads ? grid->training->n_threads
                                           : byline_processor_count();
  BylineTraining single = *grid->training;
  single.n_threads = 1;
  if (!grid->side_by_side &&
      byline_training_memory(&single, (size_t)grid->training->recipe->batch,
                             &size) == BYLINE_OK) {
    const double available =
        (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    const double fit = available / (double)(size ? size : 1);
    n = fit < n ? (unsigned)fit : n;
  }
  return n > 0 ? n : 1;
}

/* A cell that diverged is merely bad; anything else ends the search. */
static BylineStatus first_failure(const Search* search)
{
  for (size_t i = 0; i < search->n_wanted; ++i) {
    const size_t cell = search->wanted[i];
    if (search->failed[i] == BYLINE_ERROR_DATA &&
        strstr(search->messages[i], "not finite")) {
      search->cells[cell] =
          (BylineGridCell){.f1 = 0, .loss = INFINITY, .rung = search->rung};
    } else if (search->failed[i] != BYLINE_OK) {
      return byline_error(search->failed[i], "%s", search->messages[i]);
    }
  }
  return BYLINE_OK;
}

/* Let all ranks know all results of a rung. */
static void exchange(const Search* search)
{
  BylineRanks* const ranks = search->grid->training->ranks;
  for (size_t i = 0; i < search->n_wanted; ++i) {
    BylineGridCell* const cell = &search->cells[search->wanted[i]];
    const bool mine =
        i % byline_ranks_count(ranks) == byline_ranks_index(ranks);
    double figures[] = {mine ? cell->f1 : 0, mine ? cell->accuracy : 0,
                        mine ? cell->loss : 0};
    byline_ranks_sum(ranks, figures, 3);
    *cell = (BylineGridCell){.f1 = figures[0],
                             .accuracy = figures[1],
                             .loss = figures[2],
                             .rung = search->rung};
  }
}

static BylineStatus run_rung(Search* search, unsigned side_by_side)
{
  BylineThreadPool* pool = NULL;
  search->failed = calloc(search->n_wanted, sizeof(*search->failed));
  search->messages = calloc(search->n_wanted, sizeof(*search->messages));
  BylineStatus status = search->failed && search->messages
                            ? byline_thread_pool_new(side_by_side, &pool)
                            : byline_no_memory(NULL);
  if (status == BYLINE_OK) {
    byline_thread_pool_run_unordered(pool, run_cell, search, search->n_wanted);
    status = first_failure(search);
  }
  if (status == BYLINE_OK) {
    exchange(search);
  }
  byline_thread_pool_free(pool);
  free(search->failed);
  free(search->messages);
  return status;
}

static bool is_better(const BylineGridCell* a, const BylineGridCell* b)
{
  return a->f1 > b->f1 || (a->f1 >= b->f1 && a->loss < b->loss);
}

/* Keep the best of the wanted cells, best first. */
static void keep_best(Search* search, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    size_t best = i;
    for (size_t k = i + 1; k < search->n_wanted; ++k) {
      best = is_better(&search->cells[search->wanted[k]],
                       &search->cells[search->wanted[best]])
                 ? k
                 : best;
    }
    const size_t cell = search->wanted[i];
    search->wanted[i] = search->wanted[best];
    search->wanted[best] = cell;
  }
  search->n_wanted = n;
}

/* Rungs until one cell is left, or one epoch is too many */
static unsigned count_rungs(const BylineGrid* grid)
{
  unsigned n = 1;
  int64_t epochs = grid->training->recipe->epochs;
  for (size_t cells = byline_grid_size(grid);
       grid->halving > 1 && cells > 1 && epochs >= grid->halving; ++n) {
    cells /= grid->halving;
    epochs /= grid->halving;
  }
  return n;
}

static BylineStatus run_rungs(Search* search)
{
  const BylineGrid* const grid = search->grid;
  const unsigned n_rungs = count_rungs(grid);
  const unsigned side_by_side = choose_side_by_side(grid);
  const unsigned n_threads = grid->training->n_threads
                                 ? grid->training->n_threads
                                 : byline_processor_count();
  search->n_threads = n_threads > side_by_side ? n_threads / side_by_side : 1;
  BylineStatus status = BYLINE_OK;
  for (unsigned r = 0; status == BYLINE_OK && r < n_rungs; ++r) {
    if (r > 0) {
      const size_t n = search->n_wanted / grid->halving;
      keep_best(search, n ? n : 1);
    }
    search->rung = r;
    if (n_rungs > 1) {
      const double share = pow(grid->halving, r + 1.0 - n_rungs);
      search->epochs =
          (int64_t)((double)grid->training->recipe->epochs * share);
    }
    status = run_rung(search, side_by_side);
  }
  return status;
}

BylineStatus byline_grid_run(const BylineGrid* grid, BylineGridCell* cells)
{
  const size_t n = byline_grid_size(grid);
  Search search = {.grid = grid, .cells = cells, .n_wanted = n};
  search.wanted = calloc(n, sizeof(*search.wanted));
  if (!search.wanted) {
    return byline_no_memory(NULL);
  }
  for (size_t i = 0; i < n; ++i) {
    search.wanted[i] = i;
  }
  const char* const folder = grid->training->folder;
  BylineLock lock = {.path = NULL};
  BylineStatus status = byline_folder_make(folder);
  if (status == BYLINE_OK && byline_ranks_index(grid->training->ranks) == 0) {
    status = byline_lock_folder(folder, "tune", &lock);
  }
  BYLINE_THEN(status, run_rungs(&search));
  byline_lock_release(&lock);
  free(search.wanted);
  return status;
}
