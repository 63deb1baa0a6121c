/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/grid.h"

#include "base/file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static BylineStatus add_value(BylineGridKey* key, const char* value)
{
  BylineRecipe scratch = byline_recipe_default();
  if (key->n_values == BYLINE_MAX_GRID_VALUES) {
    return byline_error(BYLINE_ERROR_USAGE, "%s has more than %d values",
                        key->key, BYLINE_MAX_GRID_VALUES);
  }
  BYLINE_TRY(byline_recipe_set(&scratch, key->key, value));
  key->values[key->n_values] = strdup(value);
  return key->values[key->n_values++] ? BYLINE_OK : byline_no_memory(NULL);
}

BylineStatus byline_grid_add(BylineGrid* grid, const char* text)
{
  const char* const equals = strchr(text, '=');
  if (!equals || equals == text || grid->n_keys == BYLINE_MAX_GRID_KEYS) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "a grid takes KEY=V1,V2..., for 1 to %d keys, not '%s'",
                        BYLINE_MAX_GRID_KEYS, text);
  }
  BylineGridKey* const key = &grid->keys[grid->n_keys++];
  key->key = strndup(text, (size_t)(equals - text));
  char* const values = strdup(equals + 1);
  BylineStatus status = key->key && values ? BYLINE_OK : byline_no_memory(NULL);
  char* rest = values;
  /* Semicolons part values that have commas: architectures */
  const char* const separator = values && strchr(values, ';') ? ";" : ",";
  for (char* value;
       status == BYLINE_OK && (value = strsep(&rest, separator));) {
    status = add_value(key, value);
  }
  free(values);
  if (status == BYLINE_OK && byline_grid_size(grid) > BYLINE_MAX_GRID_CELLS) {
    return byline_error(BYLINE_ERROR_USAGE, "a grid of more than %d cells",
                        BYLINE_MAX_GRID_CELLS);
  }
  return status;
}

size_t byline_grid_size(const BylineGrid* grid)
{
  size_t n = 1;
  for (size_t i = 0; i < grid->n_keys; ++i) {
    n *= grid->keys[i].n_values;
  }
  return n;
}

const char* byline_grid_value(const BylineGrid* grid, size_t cell, size_t key)
{
  assert(cell < byline_grid_size(grid) && key < grid->n_keys);
  for (size_t i = grid->n_keys - 1; i > key; --i) {
    cell /= grid->keys[i].n_values;
  }
  return grid->keys[key].values[cell % grid->keys[key].n_values];
}

void byline_grid_name(const BylineGrid* grid, size_t cell, char* text,
                      size_t size)
{
  size_t n = 0;
  for (size_t i = 0; i < grid->n_keys && n < size; ++i) {
    const int length =
        snprintf(text + n, size - n, "%s%s=%s", i ? " " : "", grid->keys[i].key,
                 byline_grid_value(grid, cell, i));
    n += length > 0 ? (size_t)length : 0;
  }
}

void byline_grid_free(BylineGrid* grid)
{
  for (size_t i = 0; i < grid->n_keys; ++i) {
    free(grid->keys[i].key);
    for (size_t k = 0; k < grid->keys[i].n_values; ++k) {
      free(grid->keys[i].values[k]);
    }
  }
  grid->n_keys = 0;
}

BylineStatus byline_grid_write(const BylineGrid* grid,
                               const BylineGridCell* cells)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/grid.tsv", grid->training->folder);
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  fprintf(output.stream, "cell\trung\tmacro_f1\taccuracy\tloss\n");
  for (size_t i = 0; i < byline_grid_size(grid); ++i) {
    char name[512];
    byline_grid_name(grid, i, name, sizeof(name));
    fprintf(output.stream, "%s\t%u\t%.4f\t%.4f\t%.4f\n", name,
            cells[i].rung + 1, cells[i].f1, cells[i].accuracy, cells[i].loss);
  }
  return byline_output_commit(&output);
}
