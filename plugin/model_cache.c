/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "model_cache.h"

#include <errno.h>
#include <fftw3.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A model in use.  The file is known by its inode and time of change rather
   than its path: another path may lead to it, and another file may take its
   path. */
typedef struct Entry {
  struct Entry* next;
  dev_t device;
  ino_t inode;
  off_t size;
  struct timespec changed;
  BylineModel* model;
  unsigned users; ///< Never 0
} Entry;

/* The cache itself: the one thing that instances share */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Entry* entries;

static bool holds(const Entry* e, const struct stat* s)
{
  return e->device == s->st_dev && e->inode == s->st_ino &&
         e->size == s->st_size && e->changed.tv_sec == s->st_mtim.tv_sec &&
         e->changed.tv_nsec == s->st_mtim.tv_nsec;
}

static Entry* find(const struct stat* s)
{
  Entry* e = entries;
  while (e && !holds(e, s)) {
    e = e->next;
  }
  return e;
}

static BylineStatus load(const char* path, const struct stat* s, Entry** added)
{
  Entry* const e = calloc(1, sizeof(Entry));
  if (!e) {
    return byline_no_memory(path);
  }
  const BylineStatus status = byline_model_load(path, &e->model);
  if (status != BYLINE_OK) {
    free(e);
    return status;
  }
  e->device = s->st_dev;
  e->inode = s->st_ino;
  e->size = s->st_size;
  e->changed = s->st_mtim;
  e->next = entries;
  entries = e;
  *added = e;
  return BYLINE_OK;
}

BylineStatus byline_model_cache_take(const char* path,
                                     const BylineModel** model)
{
  struct stat s;
  *model = NULL;
  if (stat(path, &s) != 0) {
    return byline_error(BYLINE_ERROR_IO, "%s: %s", path, strerror(errno));
  }

  /* Held while loading: whoever wants the same model meanwhile gets this one */
  pthread_mutex_lock(&lock);
  Entry* e = find(&s);
  const BylineStatus status = e ? BYLINE_OK : load(path, &s, &e);
  if (status == BYLINE_OK) {
    ++e->users;
    *model = e->model;
  }
  pthread_mutex_unlock(&lock);
  return status;
}

void byline_model_cache_return(const BylineModel* model)
{
  if (!model) {
    return;
  }
  pthread_mutex_lock(&lock);
  Entry** link = &entries;
  while (*link && (*link)->model != model) {
    link = &(*link)->next;
  }
  Entry* const e = *link;
  if (e && --e->users == 0) {
    *link = e->next;
    byline_model_free(e->model);
    free(e);
  }
  pthread_mutex_unlock(&lock);
}

/* The copy of FFTW in this binary remembers what it has planned, and would
   leave that behind when a host unloads the binary */
__attribute__((destructor)) static void unload(void)
{
  fftwf_cleanup();
}
