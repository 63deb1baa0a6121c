/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What byline_learn() keeps in its folder. */

#include "base/file.h"
#include "base/json.h"
#include "byline/model.h"
#include "dataset/table.h"
#include "learn/learning.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char* byline_learn_folder(void)
{
  char* const model = byline_model_own_default();
  char* const beside = model ? byline_path_folder(model) : NULL;
  char* const folder = beside ? byline_path_join(beside, "learnt") : NULL;
  free(beside);
  free(model);
  return folder;
}

/* ---- where the music is */

static bool add_source(BylineLearning* l, const char* path)
{
  for (size_t i = 0; i < l->n_sources; ++i) {
    if (!strcmp(l->sources[i], path)) {
      return true;
    }
  }
  char** const grown =
      realloc(l->sources, (l->n_sources + 1) * sizeof(*l->sources));
  l->sources = grown ? grown : l->sources;
  char* const copy = grown ? strdup(path) : NULL;
  if (copy) {
    l->sources[l->n_sources++] = copy;
  }
  return copy != NULL;
}

/* Those of earlier calls: their music is in the library, and would be missing
   there if they were not looked into. */
static BylineStatus recall_sources(BylineLearning* l)
{
  if (access(l->sources_path, F_OK) != 0) {
    return BYLINE_OK;
  }
  BylineTable table;
  BylineStatus status = byline_table_read(l->sources_path, &table);
  if (status != BYLINE_OK) {
    return status;
  }
  const size_t column = byline_table_column(&table, "folder");
  for (size_t row = 1; status == BYLINE_OK && row < table.n_rows; ++row) {
    const char* const path = byline_table_cell(&table, row, column);
    if (path[0] && access(path, R_OK) != 0) {
      status = byline_error(
          BYLINE_ERROR_IO,
          "%s, where music was learnt from before: %s; is its disk there? To "
          "do without, take its line out of %s",
          path, strerror(errno), l->sources_path);
    } else if (path[0] && !add_source(l, path)) {
      status = byline_no_memory(NULL);
    }
  }
  byline_table_free(&table);
  return status;
}

static BylineStatus take_sources(BylineLearning* l)
{
  for (size_t i = 0; i < l->settings->n_sources; ++i) {
    char* const path = realpath(l->settings->sources[i], NULL);
    if (!path) {
      return byline_error(BYLINE_ERROR_IO, "%s: %s", l->settings->sources[i],
                          strerror(errno));
    }
    const bool added = add_source(l, path);
    free(path);
    if (!added) {
      return byline_no_memory(NULL);
    }
  }
  return l->n_sources > 0
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_USAGE,
                            "nothing was learnt in %s before, and FOLDER is "
                            "missing; see 'byline learn --help'",
                            l->settings->folder);
}

static BylineStatus list_sources(const BylineLearning* l, BylineTable* table)
{
  size_t row = 0;
  size_t column = 0;
  BYLINE_TRY(byline_table_add_row(table, &row));
  BYLINE_TRY(byline_table_add_column(table, "folder", &column));
  for (size_t i = 0; i < l->n_sources; ++i) {
    BYLINE_TRY(byline_table_add_row(table, &row));
    BYLINE_TRY(byline_table_set(table, row, column, l->sources[i]));
  }
  return byline_table_write(l->sources_path, table);
}

static BylineStatus write_sources(const BylineLearning* l)
{
  BylineTable table = {0};
  const BylineStatus status = list_sources(l, &table);
  byline_table_free(&table);
  return status;
}

/* ---- opening and closing */

static BylineStatus name_places(BylineLearning* l)
{
  const char* const folder = l->settings->folder;
  l->default_path = byline_model_own_default();
  if (!l->default_path) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "your data folder is not known: neither XDG_DATA_HOME "
                        "nor HOME is set");
  }
  l->sources_path = byline_path_join(folder, "folders.tsv");
  l->library_path = byline_path_join(folder, "library.tsv");
  l->dataset_path = byline_path_join(folder, "dataset");
  l->result_path = byline_path_join(folder, "result.json");
  l->left_out = json_array();
  return l->sources_path && l->library_path && l->dataset_path &&
                 l->result_path && l->left_out
             ? BYLINE_OK
             : byline_no_memory(NULL);
}

BylineStatus byline_learning_open(BylineLearning* l)
{
  static const char* const names[] = {"folders.tsv", "library.tsv",
                                      "result.json"};
  BYLINE_TRY(name_places(l));
  BYLINE_TRY(recall_sources(l));
  BYLINE_TRY(take_sources(l));
  BYLINE_TRY(byline_learning_check_default(l));
  BYLINE_TRY(byline_folder_make(l->settings->folder));
  BYLINE_TRY(byline_lock_folder(l->settings->folder, "learn", &l->lock));
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    byline_remains_remove(l->settings->folder, names[i]);
  }
  BYLINE_TRY(write_sources(l));
  /* What cannot be read is made again */
  l->last = json_load_file(l->result_path, 0, NULL);
  snprintf(l->in_use, sizeof(l->in_use), "%s",
           byline_learning_last(l, "in_use"));
  return BYLINE_OK;
}

void byline_learning_close(BylineLearning* l)
{
  for (size_t i = 0; i < l->n_sources; ++i) {
    free(l->sources[i]);
  }
  free(l->sources);
  json_decref(l->last);
  json_decref(l->left_out);
  byline_lock_release(&l->lock);
  free(l->sources_path);
  free(l->library_path);
  free(l->dataset_path);
  free(l->result_path);
  free(l->default_path);
}

/* ---- what there is */

const char* byline_learning_last(const BylineLearning* l, const char* name)
{
  const char* const text = byline_json_get_string(l->last, name);
  return text ? text : "";
}

BylineStatus byline_learning_digest(const BylineLearning* l, const char* text,
                                    char digest[static BYLINE_DIGEST_SIZE])
{
  char* const recipe =
      l->settings->recipe ? byline_recipe_text(l->settings->recipe) : NULL;
  char* all = NULL;
  const int n = asprintf(&all, "%s %s", text, recipe ? recipe : "");
  free(recipe);
  if (n < 0) {
    return byline_no_memory(NULL);
  }
  const BylineStatus status = byline_digest_data(all, (size_t)n, digest);
  free(all);
  return status;
}

BylineStatus byline_learning_find_key(BylineLearning* l)
{
  char library[BYLINE_DIGEST_SIZE];
  char text[BYLINE_DIGEST_SIZE + 32];
  BYLINE_TRY(byline_digest_file(l->library_path, library));
  snprintf(text, sizeof(text), "%s %zu", library, l->settings->min_songs);
  return byline_learning_digest(l, text, l->key);
}

char* byline_learning_run_path(const BylineLearning* l, const char* run,
                               bool model)
{
  char* const folder = byline_path_join(l->settings->folder, run);
  if (!folder || !model) {
    return folder;
  }
  char* const path = byline_path_join(folder, "model.safetensors");
  free(folder);
  return path;
}

bool byline_learning_has_model(const BylineLearning* l, const char* run)
{
  char* const path = run[0] ? byline_learning_run_path(l, run, true) : NULL;
  const bool is_there = path && access(path, R_OK) == 0;
  free(path);
  return is_there;
}

/* ---- at the end */

/* Remove a training and no more: what people put into its folder stays. */
static void remove_run(const BylineLearning* l, const char* run)
{
  static const char* const parts[] = {
      "model.safetensors", "network.safetensors", "statistics.safetensors",
      "checkpoint",        "metrics.jsonl",       BYLINE_LOCK_NAME};
  char* const folder = byline_learning_run_path(l, run, false);
  for (size_t i = 0; folder && i < sizeof(parts) / sizeof(parts[0]); ++i) {
    byline_remains_remove(folder, parts[i]);
    char* const path = byline_path_join(folder, parts[i]);
    if (path) {
      unlink(path);
    }
    free(path);
  }
  if (folder) {
    rmdir(folder);
  }
  free(folder);
}

static void remove_old_runs(const BylineLearning* l)
{
  DIR* const folder = opendir(l->settings->folder);
  for (const struct dirent* entry; folder && (entry = readdir(folder));) {
    const char* const name = entry->d_name;
    if (!strncmp(name, "run-", 4) && strlen(name) == strlen(l->run) &&
        strcmp(name, l->run) != 0 && strcmp(name, l->in_use) != 0) {
      remove_run(l, name);
    }
  }
  if (folder) {
    closedir(folder);
  }
}

BylineStatus byline_learning_keep(const BylineLearning* l, json_t* result)
{
  BYLINE_TRY(byline_json_write(l->result_path, json_incref(result),
                               BYLINE_JSON_DOUBLE));
  remove_old_runs(l);
  return BYLINE_OK;
}
