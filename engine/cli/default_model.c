/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/default_model.h"
#include "base/file.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUNDLED "byline.lv2/default.safetensors"

/* folder/name if there is such a file, else NULL */
static char* find(const char* folder, const char* name)
{
  char* const path = byline_path_join(folder, name);
  if (path && access(path, R_OK) == 0) {
    return path;
  }
  free(path);
  return NULL;
}

static char* find_own(void)
{
  const char* const data = getenv("XDG_DATA_HOME");
  if (data && data[0] == '/') {
    return find(data, "byline/default.safetensors");
  }
  const char* const home = getenv("HOME");
  return home ? find(home, ".local/share/byline/default.safetensors") : NULL;
}

static char* find_bundled(void)
{
  char program[PATH_MAX];
  const ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
  if (n <= 0) {
    return NULL;
  }
  program[n] = '\0';
  char* const slash = strrchr(program, '/');
  if (!slash) {
    return NULL;
  }
  *slash = '\0';
  char* const beside = find(program, BUNDLED);
  return beside ? beside : find(program, "../lib/lv2/" BUNDLED);
}

BylineStatus byline_default_model_find(char** path)
{
  *path = find_own();
  if (!*path) {
    *path = find_bundled();
  }
  return *path ? BYLINE_OK
               : byline_error(BYLINE_ERROR_USAGE,
                              "no default model is installed; name one with "
                              "--model FILE, or train one");
}
