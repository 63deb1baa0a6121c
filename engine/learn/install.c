/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The user's default model: what was learnt is put there, and what the user put
   there is kept. */

#include "base/file.h"
#include "base/utf8.h"
#include "byline/model.h"
#include "learn/learning.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names for what is kept are tried up to this number */
#define MAX_KEPT 1000

/* Where it is written before it gets its name; NULL: out of memory */
static char* temporary_path(const BylineLearning* l)
{
  char* path = NULL;
  return asprintf(&path, "%s.learnt", l->default_path) < 0 ? NULL : path;
}

BylineStatus byline_learning_check_default(const BylineLearning* l)
{
  struct stat info;
  char* const folder = byline_path_folder(l->default_path);
  char* const temporary = temporary_path(l);
  BylineStatus status = folder && temporary ? byline_folder_check(folder)
                                            : byline_no_memory(NULL);
  if (status == BYLINE_OK && stat(folder, &info) == 0) {
    status = byline_output_check(temporary);
  }
  free(temporary);
  free(folder);
  return status;
}

static bool is_same(const char* a, const char* b)
{
  BylineMapping x;
  BylineMapping y;
  if (byline_mapping_open(a, &x) != BYLINE_OK) {
    return false;
  }
  bool same = false;
  if (byline_mapping_open(b, &y) == BYLINE_OK) {
    same = x.size == y.size && x.size > 0 && !memcmp(x.data, y.data, x.size);
    byline_mapping_close(&y);
  }
  byline_mapping_close(&x);
  return same;
}

bool byline_learning_is_default(const BylineLearning* l, const char* run)
{
  struct stat info;
  char* const model = byline_learning_run_path(l, run, true);
  const bool same = model && lstat(l->default_path, &info) == 0 &&
                    S_ISREG(info.st_mode) && is_same(model, l->default_path);
  free(model);
  return same;
}

/* Whether the default model, if any, was put there by this program: it is one
   of the trainings'. */
static bool is_own(const BylineLearning* l)
{
  struct stat info;
  if (lstat(l->default_path, &info) != 0) {
    return true;
  }
  DIR* const folder = opendir(l->settings->folder);
  bool own = false;
  for (const struct dirent* e; folder && !own && (e = readdir(folder));) {
    own = !strncmp(e->d_name, "run-", 4) &&
          byline_learning_is_default(l, e->d_name);
  }
  if (folder) {
    closedir(folder);
  }
  return own;
}

/* Give the user's own model another name: default-kept-N.safetensors. */
static BylineStatus keep(const BylineLearning* l, char** kept)
{
  const int length = (int)(strlen(l->default_path) - strlen(".safetensors"));
  for (int i = 1; i < MAX_KEPT; ++i) {
    struct stat info;
    if (asprintf(kept, "%.*s-kept-%d.safetensors", length, l->default_path, i) <
        0) {
      *kept = NULL;
      return byline_no_memory(NULL);
    }
    if (lstat(*kept, &info) != 0 && errno == ENOENT) {
      return rename(l->default_path, *kept) == 0
                 ? BYLINE_OK
                 : byline_error(BYLINE_ERROR_IO, "%s: cannot rename: %s",
                                l->default_path, strerror(errno));
    }
    free(*kept);
    *kept = NULL;
  }
  return byline_error(BYLINE_ERROR_IO,
                      "%s: too many models are kept beside it; remove some",
                      l->default_path);
}

static BylineStatus copy(const char* from, const char* to)
{
  BylineMapping file;
  BylineOutput output;
  BYLINE_TRY(byline_mapping_open(from, &file));
  BylineStatus status = byline_output_open(to, &output);
  if (status == BYLINE_OK) {
    fwrite(file.data, 1, file.size, output.stream);
    status = byline_output_commit(&output);
  }
  byline_mapping_close(&file);
  return status;
}

/* Written whole beside it first: a full disk changes nothing. */
static BylineStatus replace(const BylineLearning* l, const char* model,
                            char** kept)
{
  char* const temporary = temporary_path(l);
  char* const folder = byline_path_folder(l->default_path);
  BylineStatus status =
      temporary && folder ? byline_folder_make(folder) : byline_no_memory(NULL);
  if (status == BYLINE_OK) {
    byline_remains_remove(folder, strrchr(temporary, '/') + 1);
    status = copy(model, temporary);
  }
  if (status == BYLINE_OK && !is_own(l)) {
    status = keep(l, kept);
  }
  if (status == BYLINE_OK && rename(temporary, l->default_path) != 0) {
    status = byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s",
                          l->default_path, strerror(errno));
  }
  if (status != BYLINE_OK && temporary) {
    unlink(temporary);
  }
  free(folder);
  free(temporary);
  return status;
}

/* Something else may count more than the user's default. */
static void tell_what_counts(const BylineLearning* l)
{
  char* used = NULL;
  if (byline_model_find_default(NULL, &used) == BYLINE_OK &&
      strcmp(used, l->default_path) != 0) {
    byline_log(BYLINE_LOG_WARNING,
               "the model is not used yet: BYLINE_MODEL names another, %s",
               used);
  }
  free(used);
}

BylineStatus byline_learning_install(const BylineLearning* l, json_t* result)
{
  char* const model = byline_learning_run_path(l, l->in_use, true);
  char* kept = NULL;
  BylineStatus status = model ? BYLINE_OK : byline_no_memory(NULL);
  if (status == BYLINE_OK && !byline_learning_is_default(l, l->in_use)) {
    byline_progress_stage(6, BYLINE_LEARN_STAGES,
                          "making it the default model");
    status = replace(l, model, &kept);
  }
  if (kept) {
    byline_log(BYLINE_LOG_NOTE, "your default model of before is kept as %s",
               kept);
  }
  if (status == BYLINE_OK) {
    char* const shown = byline_utf8_show(l->default_path);
    json_object_set_new(result, "model", json_string(shown ? shown : ""));
    json_object_set_new(result, "kept", kept ? json_string(kept) : json_null());
    free(shown);
    tell_what_counts(l);
  }
  free(kept);
  free(model);
  return status;
}
