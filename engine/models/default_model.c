/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the default model is.  Found while running, so that no object depends
   on where Byline is going to be installed. */

#include "byline/model.h"

#include "base/file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char file_name[] = "byline/default.safetensors";

/* Whether `folder`/`name` can be read; then `path` is it.  Folders that are not
   absolute are none, as the XDG specification has it. */
static bool find_in(const char* folder, const char* name, char** path)
{
  if (!folder || folder[0] != '/') {
    return false;
  }
  *path = byline_path_join(folder, name);
  if (*path && access(*path, R_OK) == 0) {
    return true;
  }
  free(*path);
  *path = NULL;
  return false;
}

char* byline_model_own_default(void)
{
  return byline_data_path("default.safetensors");
}

/* The user's own.  One that is there, but cannot be read, such as a link to a
   disk that is away, is not passed over in silence. */
static bool find_own(char** path)
{
  struct stat info;
  *path = byline_model_own_default();
  if (*path && access(*path, R_OK) == 0) {
    return true;
  }
  const int error = errno;
  if (*path && lstat(*path, &info) == 0) {
    byline_log(BYLINE_LOG_WARNING, "%s: %s; the installed model is used", *path,
               strerror(error));
  }
  free(*path);
  *path = NULL;
  return false;
}

/* Where the program was built, then where it is installed */
static bool find_beside(char** path)
{
  char folder[4096];
  const ssize_t n = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
  if (n <= 0) {
    return false;
  }
  folder[n] = '\0';
  *strrchr(folder, '/') = '\0';
  if (find_in(folder, "byline.lv2/default.safetensors", path)) {
    return true;
  }
  char* const above = strrchr(folder, '/');
  if (above) {
    *above = '\0';
  }
  return find_in(folder, "share/byline/default.safetensors", path);
}

static bool find_installed(char** path)
{
  const char* const set = getenv("XDG_DATA_DIRS");
  char* const folders =
      strdup(set && set[0] ? set : "/usr/local/share:/usr/share");
  char* rest = folders;
  bool found = false;
  for (char* folder; !found && (folder = strsep(&rest, ":"));) {
    found = find_in(folder, file_name, path);
  }
  free(folders);
  return found;
}

/* Copies a path, if there is one. */
static bool take(const char* wanted, char** path)
{
  *path = wanted && wanted[0] ? strdup(wanted) : NULL;
  return *path != NULL;
}

BylineStatus byline_model_find_default(const char* bundled, char** path)
{
  if (take(getenv("BYLINE_MODEL"), path) || find_own(path) ||
      take(bundled, path) || find_beside(path) || find_installed(path)) {
    return BYLINE_OK;
  }
  return byline_error(BYLINE_ERROR_USAGE,
                      "no default model is installed; name one with --model");
}
