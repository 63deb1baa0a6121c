/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/carry.h"

#include "base/file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A row and its file */
typedef struct {
  char* path; ///< In full
  size_t row;
} Place;

typedef struct {
  Place* places; ///< `n` of them, by path
  size_t n;
} Places;

/* The folder of a table, in full */
static char* full_folder(const char* path)
{
  char full[PATH_MAX];
  char* const folder = byline_path_folder(path);
  const bool known = folder && realpath(folder, full);
  free(folder);
  return known ? strdup(full) : NULL;
}

static int compare(const void* a, const void* b)
{
  return strcmp(((const Place*)a)->path, ((const Place*)b)->path);
}

static void places_free(Places* places)
{
  for (size_t i = 0; i < places->n; ++i) {
    free(places->places[i].path);
  }
  free(places->places);
}

static BylineStatus list(const BylineTable* table, const char* folder,
                         Places* places)
{
  const size_t column = byline_table_column(table, "path");
  *places = (Places){.places = calloc(table->n_rows, sizeof(Place))};
  bool complete = places->places;
  for (size_t row = 1; complete && row < table->n_rows; ++row) {
    char* const path =
        byline_path_join(folder, byline_table_cell(table, row, column));
    complete = path;
    if (path) {
      places->places[places->n++] = (Place){.path = path, .row = row};
    }
  }
  if (complete) {
    qsort(places->places, places->n, sizeof(Place), compare);
  }
  return complete ? BYLINE_OK : byline_no_memory(NULL);
}

/* Go through the rows of the copy, whose files `here` lists. */
static BylineStatus carry(BylineTable* library, const Places* here,
                          const BylineTable* copy, const char* folder,
                          size_t* n_only_there)
{
  size_t to = 0;
  const size_t path = byline_table_column(copy, "path");
  const size_t from = byline_table_column(copy, "dropped");
  BYLINE_TRY(byline_table_add_column(library, "dropped", &to));
  for (size_t row = 1; row < copy->n_rows; ++row) {
    const Place key = {
        .path = byline_path_join(folder, byline_table_cell(copy, row, path))};
    if (!key.path) {
      return byline_no_memory(NULL);
    }
    const Place* const place =
        here->n ? bsearch(&key, here->places, here->n, sizeof(Place), compare)
                : NULL;
    free(key.path);
    *n_only_there += place == NULL;
    if (place && !strcasecmp(byline_table_cell(copy, row, from), "keep")) {
      BYLINE_TRY(byline_table_set(library, place->row, to, "keep"));
    }
  }
  return BYLINE_OK;
}

static BylineStatus carry_from(BylineTable* library, const BylineTable* copy,
                               const char* path, size_t* n_only_there)
{
  Places here = {.n = 0};
  char* const from = full_folder(library->path);
  char* const to = full_folder(path);
  BylineStatus status =
      from && to ? list(library, from, &here) : byline_no_memory(NULL);
  BYLINE_THEN(status, carry(library, &here, copy, to, n_only_there));
  places_free(&here);
  free(from);
  free(to);
  return status;
}

BylineStatus byline_library_carry_keeps(BylineTable* library, const char* path,
                                        bool force)
{
  BylineTable copy;
  size_t n_only_there = 0;
  if (byline_table_read(path, &copy) != BYLINE_OK) {
    return BYLINE_OK;
  }
  BylineStatus status = BYLINE_OK;
  if (byline_table_column(&copy, "path") != BYLINE_NO_COLUMN) {
    status = carry_from(library, &copy, path, &n_only_there);
  }
  byline_table_free(&copy);
  if (status == BYLINE_OK && n_only_there > 0 && !force) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s has %zu rows that %s has not; choose another name, "
                        "or write over them with --force",
                        path, n_only_there, library->path);
  }
  return status;
}

BylineStatus byline_library_carry_paths(BylineTable* library, const char* from,
                                        const char* to)
{
  char* const old = full_folder(from);
  char* const new = full_folder(to);
  const size_t column = byline_table_column(library, "path");
  const bool same = old && new && !strcmp(old, new);
  BylineStatus status = old && new ? BYLINE_OK : byline_no_memory(NULL);
  for (size_t row = 1; status == BYLINE_OK && !same && row < library->n_rows;
       ++row) {
    const char* const path = byline_table_cell(library, row, column);
    if (path[0] && path[0] != '/') {
      char* const full = byline_path_join(old, path);
      status = full ? byline_table_set(library, row, column, full)
                    : byline_no_memory(NULL);
      free(full);
    }
  }
  free(old);
  free(new);
  return status;
}
