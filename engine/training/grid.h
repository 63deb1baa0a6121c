/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file grid.h
   Finding good values for a recipe, by trying them all.
*/

#ifndef BYLINE_TRAINING_GRID_H
#define BYLINE_TRAINING_GRID_H

#include "byline/status.h"
#include "byline/training.h"

#include <stddef.h>

/** Most keys of a grid. */
#define BYLINE_MAX_GRID_KEYS 6

/** Most values of a key. */
#define BYLINE_MAX_GRID_VALUES 32

/** Most cells of a grid. */
#define BYLINE_MAX_GRID_CELLS 4096

/** One key of a recipe and what is tried for it. */
typedef struct {
  char* key;                            ///< Its name
  char* values[BYLINE_MAX_GRID_VALUES]; ///< `n_values` texts
  size_t n_values;                      ///< How many
} BylineGridKey;

/** A grid search. */
typedef struct {
  const BylineTraining* training;           ///< As for byline_train(); `ranks`
                                            ///< share the cells, one each
  BylineGridKey keys[BYLINE_MAX_GRID_KEYS]; ///< `n_keys` of them
  size_t n_keys;                            ///< How many
  unsigned side_by_side;                    ///< Cells at a time; 0: as many as
                                            ///< memory and processors allow
  unsigned halving; ///< Successive halving (Jamieson and Talwalkar 2016): first
                    ///< all with few epochs, then this fraction of them with
                    ///< so many times more; 0: all with all epochs
} BylineGrid;

/** One cell of the last rung that it was in. */
typedef struct {
  double f1;       ///< Best macro F1 on validation
  double accuracy; ///< Clips' accuracy of that epoch
  double loss;     ///< Validation loss of that epoch
  unsigned rung;   ///< From 0
} BylineGridCell;

/** Read "KEY=V1,V2": adds to the grid; the values are checked. */
BylineStatus byline_grid_add(BylineGrid* grid, const char* text);

/** How many cells a grid has. */
size_t byline_grid_size(const BylineGrid* grid);

/** The value of a key in a cell, by their numbers; the last key changes
    fastest. */
const char* byline_grid_value(const BylineGrid* grid, size_t cell, size_t key);

/** Write a cell's "KEY=V KEY=V" into `text`. */
void byline_grid_name(const BylineGrid* grid, size_t cell, char* text,
                      size_t size);

/**
   Train all cells, each in a folder of its own; finished ones are kept,
   interrupted ones go on.

   @param[out] cells byline_grid_size() of them.
   @return As byline_train().
*/
BylineStatus byline_grid_run(const BylineGrid* grid, BylineGridCell* cells);

/** Write grid.tsv; byline_grid_draw() draws it. */
BylineStatus byline_grid_write(const BylineGrid* grid,
                               const BylineGridCell* cells);

/** Free the keys' texts. */
void byline_grid_free(BylineGrid* grid);

#endif // BYLINE_TRAINING_GRID_H
