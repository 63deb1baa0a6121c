/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/spelling.h"

#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

BylineStatus byline_spelling_read(const char* path, const char* encoding,
                                  BylineTable* rules)
{
  BylineStatus status = byline_table_read_as(path, encoding, rules);
  if (status != BYLINE_OK) {
    return status;
  }
  const size_t to = byline_table_column(rules, "name");
  if (byline_table_column(rules, "artist") == BYLINE_NO_COLUMN ||
      to == BYLINE_NO_COLUMN) {
    status = byline_error(BYLINE_ERROR_FORMAT,
                          "%s: not a table of spellings: its first line must "
                          "name the columns 'artist' and 'name'",
                          path);
  }
  for (size_t i = 1; status == BYLINE_OK && i < rules->n_rows; ++i) {
    char* const name = byline_text_clean(byline_table_cell(rules, i, to));
    status =
        name ? byline_table_set(rules, i, to, name) : byline_no_memory(NULL);
    free(name);
  }
  if (status != BYLINE_OK) {
    byline_table_free(rules);
  }
  return status;
}

bool byline_spelling_names(const BylineTable* rules, BylineNames* names)
{
  const size_t to = byline_table_column(rules, "name");
  bool complete = true;
  for (size_t i = 1; complete && i < rules->n_rows; ++i) {
    const char* const name = byline_table_cell(rules, i, to);
    complete = !name[0] || strchr(name, ';') || byline_names_add(names, name);
  }
  return complete;
}

/* The rules' names as they are compared */
typedef struct {
  const BylineTable* table;
  size_t from, to, id;
  char** keys;
} Rules;

/* The new name of an artist, NULL when there is no rule: one for that very
   spelling before one for a like one. */
static const char* find(const Rules* rules, const char* artist, const char* id)
{
  char* const key = byline_text_fold(artist);
  const char* alike = NULL;
  for (size_t i = 1; key && i < rules->table->n_rows; ++i) {
    const char* const name = byline_table_cell(rules->table, i, rules->to);
    const char* const whose = byline_table_cell(rules->table, i, rules->id);
    if (!name[0] || (whose[0] && strcmp(whose, id) != 0)) {
      continue;
    }
    if (!strcmp(artist, byline_table_cell(rules->table, i, rules->from))) {
      alike = name;
      break;
    }
    if (!alike && !strcmp(key, rules->keys[i])) {
      alike = name;
    }
  }
  free(key);
  return alike;
}

static bool same(const Rules* rules, size_t i, size_t k, size_t column)
{
  return !strcmp(byline_table_cell(rules->table, i, column),
                 byline_table_cell(rules->table, k, column));
}

/* Tell of rules that never count, since an earlier one says otherwise. */
static void tell_contradictions(const Rules* rules)
{
  const BylineTable* const table = rules->table;
  for (size_t i = 2; i < table->n_rows; ++i) {
    size_t k = 1;
    while (k < i &&
           !(same(rules, i, k, rules->from) && same(rules, i, k, rules->id) &&
             byline_table_cell(table, k, rules->to)[0])) {
      ++k;
    }
    if (k < i && byline_table_cell(table, i, rules->to)[0] &&
        !same(rules, i, k, rules->to)) {
      byline_log(BYLINE_LOG_WARNING,
                 "%s:%zu: '%s' has another name in line %zu, which counts",
                 table->path, byline_table_line(table, i),
                 byline_table_cell(table, i, rules->from),
                 byline_table_line(table, k));
    }
  }
}

static BylineStatus rename_all(BylineTable* library, const Rules* rules,
                               size_t* n_renamed)
{
  const size_t artist = byline_table_column(library, "artist");
  const size_t id = byline_table_column(library, "artist_id");
  BylineStatus status = BYLINE_OK;
  for (size_t row = 1; status == BYLINE_OK && row < library->n_rows; ++row) {
    const char* const old = byline_table_cell(library, row, artist);
    const char* const name =
        find(rules, old, byline_table_cell(library, row, id));
    if (name && strcmp(name, old) != 0) {
      status = byline_table_set(library, row, artist, name);
      ++*n_renamed;
    }
  }
  return status;
}

BylineStatus byline_spelling_apply(BylineTable* library,
                                   const BylineTable* rules, size_t* n_renamed)
{
  *n_renamed = 0;
  Rules r = {.table = rules,
             .from = byline_table_column(rules, "artist"),
             .to = byline_table_column(rules, "name"),
             .id = byline_table_column(rules, "artist_id"),
             .keys = calloc(rules->n_rows + 1, sizeof(*r.keys))};
  bool complete = r.keys != NULL;
  for (size_t i = 1; complete && i < rules->n_rows; ++i) {
    r.keys[i] = byline_text_fold(byline_table_cell(rules, i, r.from));
    complete = r.keys[i] != NULL;
  }
  tell_contradictions(&r);
  const BylineStatus status =
      complete ? rename_all(library, &r, n_renamed) : byline_no_memory(NULL);
  for (size_t i = 1; r.keys && i < rules->n_rows; ++i) {
    free(r.keys[i]);
  }
  free(r.keys);
  return status;
}
