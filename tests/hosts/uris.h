/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file uris.h
   A host's table of URIs, and its log.
*/

#ifndef BYLINE_TESTS_HOST_URIS_H
#define BYLINE_TESTS_HOST_URIS_H

#include <lv2/log/log.h>
#include <lv2/urid/urid.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** URIs in the order in which they were met; number N is the place N - 1. */
typedef struct {
  char* uris[1024];     ///< `n` of them
  uint32_t n;           ///< Known so far
  pthread_mutex_t lock; ///< Plugins may ask in any thread
} Uris;

static inline LV2_URID uris_map(LV2_URID_Map_Handle handle, const char* uri)
{
  Uris* const uris = handle;
  pthread_mutex_lock(&uris->lock);
  uint32_t i = 0;
  while (i < uris->n && strcmp(uris->uris[i], uri) != 0) {
    ++i;
  }
  if (i == uris->n) {
    if (uris->n == sizeof(uris->uris) / sizeof(uris->uris[0])) {
      abort();
    }
    uris->uris[uris->n++] = strdup(uri);
  }
  pthread_mutex_unlock(&uris->lock);
  return i + 1;
}

static inline const char* uris_unmap(LV2_URID_Unmap_Handle handle,
                                     LV2_URID urid)
{
  const Uris* const uris = handle;
  return urid > 0 && urid <= uris->n ? uris->uris[urid - 1] : NULL;
}

static inline void uris_free(Uris* uris)
{
  for (uint32_t i = 0; i < uris->n; ++i) {
    free(uris->uris[i]);
  }
}

static inline int log_vprintf(LV2_Log_Handle handle, LV2_URID type,
                              const char* format, va_list args)
{
  (void)type;
  flockfile(handle);
  fputs("log: ", handle);
  const int n = vfprintf(handle, format, args);
  funlockfile(handle);
  return n;
}

__attribute__((format(printf, 3, 4))) static inline int
log_printf(LV2_Log_Handle handle, LV2_URID type, const char* format, ...)
{
  va_list args;
  va_start(args, format);
  const int n = log_vprintf(handle, type, format, args);
  va_end(args);
  return n;
}

#endif // BYLINE_TESTS_HOST_URIS_H
