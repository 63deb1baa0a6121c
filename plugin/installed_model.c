/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "installed_model.h"

#include "base/file.h"
#include "byline/model.h"
#include "byline/plugin.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder of this shared object, to be freed; NULL if it is not known */
static char* own_folder(void)
{
  static const char anchor;
  Dl_info info;
  if (!dladdr(&anchor, &info) || !info.dli_fname) {
    return NULL;
  }
  char* const path = realpath(info.dli_fname, NULL);
  char* const slash = path ? strrchr(path, '/') : NULL;
  if (slash) {
    *slash = '\0';
  }
  return path;
}

BylineStatus byline_installed_model_find(char** path)
{
  static const char* const places[] = {
      "byline.lv2/" BYLINE_BUNDLE_MODEL,
      "../lv2/byline.lv2/" BYLINE_BUNDLE_MODEL,
      "../byline.lv2/" BYLINE_BUNDLE_MODEL}; // as it is built
  char* const folder = own_folder();
  char* installed = NULL;
  for (int i = 0; folder && !installed && i < 3; ++i) {
    installed = byline_path_join(folder, places[i]);
    if (installed && access(installed, R_OK) != 0) {
      free(installed);
      installed = NULL;
    }
  }
  const BylineStatus status = byline_model_find_default(installed, path);
  free(installed);
  free(folder);
  return status;
}
