/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/answerer.h"

#include "base/file.h"
#include "recognizer/taught_file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static BylineStatus find_model(const char* path, char** found)
{
  if (!path) {
    return byline_model_find_default(NULL, found);
  }
  *found = strdup(path);
  return *found ? BYLINE_OK : byline_no_memory(NULL);
}

/* A file that cannot be read does not keep the model from answering */
static void load_taught(BylineAnswerer* answerer)
{
  if (byline_taught_load(answerer->model, false, &answerer->taught)) {
    byline_log(BYLINE_LOG_WARNING, "nobody who was taught is named: %s",
               byline_error_message());
    byline_taught_init(answerer->model, &answerer->taught);
  }
}

BylineStatus byline_answerer_open(const char* path, BylineAnswerer* answerer)
{
  *answerer = (BylineAnswerer){.path = NULL};
  BYLINE_TRY(find_model(path, &answerer->path));
  BYLINE_TRY(byline_model_load(answerer->path, &answerer->model));
  load_taught(answerer);
  const BylineTaught* const taught = &answerer->taught;
  BYLINE_TRY(byline_roster_new(answerer->model, &taught, 1, &answerer->roster));
  size_t n_taught = 0;
  const size_t n = byline_roster_count(answerer->roster);
  for (size_t i = 0; i < n; ++i) {
    n_taught += byline_roster_get(answerer->roster, i)->n_lessons > 0;
  }
  char more[64] = "";
  if (n_taught > 0) {
    snprintf(more, sizeof(more), ", %zu of them taught", n_taught);
  }
  byline_log(BYLINE_LOG_NOTE, "%zu artist%s of %s%s", n, n == 1 ? "" : "s",
             answerer->path, more);
  return BYLINE_OK;
}

void byline_answerer_close(BylineAnswerer* answerer)
{
  byline_roster_free(answerer->roster);
  byline_taught_free(&answerer->taught);
  byline_model_free(answerer->model);
  free(answerer->path);
  *answerer = (BylineAnswerer){.path = NULL};
}

static bool is_other(const BylineAnswerer* answerer, const char* name)
{
  const char* const dot = strchr(name, '.');
  return dot && dot == name + BYLINE_EAR_DIGITS &&
         !strcmp(dot, ".safetensors") &&
         strncmp(name, byline_model_ear(answerer->model), BYLINE_EAR_DIGITS) !=
             0;
}

void byline_answerer_tell_others(const BylineAnswerer* answerer)
{
  char* const own = byline_taught_path(answerer->model);
  char* const folder =
      own && answerer->taught.n_lessons == 0 ? byline_path_folder(own) : NULL;
  DIR* const entries = folder ? opendir(folder) : NULL;
  for (const struct dirent* e = NULL; entries && (e = readdir(entries));) {
    if (is_other(answerer, e->d_name)) {
      byline_log(BYLINE_LOG_NOTE,
                 "artists were taught to another model; they become this "
                 "one's by 'byline artists import %s/%s'",
                 folder, e->d_name);
    }
  }
  if (entries) {
    closedir(entries);
  }
  free(folder);
  free(own);
}

BylineRecordings* byline_answerer_open_index(void)
{
  BylineRecordings* index = NULL;
  char* const path = byline_recordings_default_path();
  if (path && access(path, F_OK) == 0 &&
      byline_recordings_open(path, &index) != BYLINE_OK) {
    byline_log(BYLINE_LOG_WARNING, "%s", byline_error_message());
  }
  free(path);
  return index;
}
