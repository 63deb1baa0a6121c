/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/shared_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static BylineStatus open_now(BylineSharedLibrary* library)
{
  void* const handle = dlopen(library->name, RTLD_LAZY | RTLD_LOCAL);
  if (!handle) {
    return byline_error(BYLINE_ERROR_DATA, "%s", dlerror());
  }
  for (size_t i = 0; i < library->n; ++i) {
    void* const function = dlsym(handle, library->symbols[i].name);
    if (!function) {
      return byline_error(BYLINE_ERROR_DATA, "%s", dlerror());
    }
    memcpy((char*)library->table + library->symbols[i].place, &function,
           sizeof(function));
  }
  library->is_open = true;
  return BYLINE_OK;
}

BylineStatus byline_shared_library_open(BylineSharedLibrary* library)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  const BylineStatus status = library->is_open ? BYLINE_OK : open_now(library);
  pthread_mutex_unlock(&mutex);
  return status;
}
