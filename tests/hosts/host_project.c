/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "host_project.h"

#include "show.h"

#include <lv2/atom/atom.h>

#include <sys/mman.h>
#include <unistd.h>

enum { MOST_ENTRIES = 64 };

/* What is kept under a key */
typedef struct {
  char* key;
  char* type;
  size_t size;
  void* value;
} Entry;

struct Project {
  const char* path;
  Uris* uris;
  bool bare;
  size_t n;
  Entry entries[MOST_ENTRIES];
  void* pages[MOST_ENTRIES]; ///< Handed over
  size_t n_pages;
};

static Entry* entry(Project* project, const char* key)
{
  size_t i = 0;
  while (i < project->n && strcmp(project->entries[i].key, key) != 0) {
    ++i;
  }
  if (i == MOST_ENTRIES) {
    fail("too many keys");
  }
  if (i == project->n) {
    project->entries[project->n++].key = strdup(key);
  }
  return &project->entries[i];
}

static void set(Project* project, const char* key, const char* type,
                const void* value, size_t size)
{
  Entry* const e = entry(project, key);
  free(e->type);
  free(e->value);
  e->type = strdup(type);
  e->size = size;
  e->value = malloc(size + 1);
  memcpy(e->value, value, size);
}

Project* project_open(const char* path, Uris* uris, bool bare)
{
  Project* const project = calloc(1, sizeof(*project));
  FILE* const file = fopen(path, "rb");
  char key[256];
  char type[256];
  size_t size = 0;
  *project = (Project){.path = path, .uris = uris, .bare = bare};
  while (file && fscanf(file, "%255s %255s %zu", key, type, &size) == 3) {
    char* const value = malloc(size + 1);
    fgetc(file);
    if (fread(value, 1, size, file) != size) {
      fail("a project is cut off");
    }
    set(project, key, type, value, size);
    free(value);
  }
  if (file) {
    fclose(file);
  }
  return project;
}

void project_close(Project* project)
{
  FILE* const file = fopen(project->path, "wb");
  for (size_t i = 0; i < project->n; ++i) {
    Entry* const e = &project->entries[i];
    if (file) {
      fprintf(file, "%s %s %zu\n", e->key, e->type, e->size);
      fwrite(e->value, 1, e->size, file);
      fputc('\n', file);
    }
    free(e->key);
    free(e->type);
    free(e->value);
  }
  if (!file || fclose(file) != 0) {
    fail("cannot write the project");
  }
  free(project);
}

/* ---- for the plugin */

static LV2_State_Status store(LV2_State_Handle handle, uint32_t key,
                              const void* value, size_t size, uint32_t type,
                              uint32_t flags)
{
  Project* const project = handle;
  if (!(flags & LV2_STATE_IS_POD)) {
    return LV2_STATE_ERR_BAD_FLAGS;
  }
  set(project, uris_unmap(project->uris, key), uris_unmap(project->uris, type),
      value, size);
  return LV2_STATE_SUCCESS;
}

/* The value at the end of a page, behind which nothing may be read */
static const void* at_end_of_page(Project* project, const void* value,
                                  size_t size)
{
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t n = (size + page - 1) / page * page;
  char* const pages = mmap(NULL, n + page, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || mprotect(pages + n, page, PROT_NONE) != 0) {
    fail("no page");
  }
  memcpy(pages + n - size, value, size);
  project->pages[project->n_pages++] = pages;
  return pages + n - size;
}

static const void* retrieve(LV2_State_Handle handle, uint32_t key, size_t* size,
                            uint32_t* type, uint32_t* flags)
{
  Project* const project = handle;
  const char* const name = uris_unmap(project->uris, key);
  for (size_t i = 0; i < project->n; ++i) {
    const Entry* const e = &project->entries[i];
    if (!strcmp(e->key, name)) {
      const bool text = !strcmp(e->type, LV2_ATOM__String) ||
                        !strcmp(e->type, LV2_ATOM__Path);
      *size = e->size - (text && project->bare);
      *type = uris_map(project->uris, e->type);
      *flags = LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE;
      return at_end_of_page(project, e->value, *size);
    }
  }
  return NULL;
}

void project_restore(Project* project, const LV2_State_Interface* state,
                     LV2_Handle plugin, const LV2_Feature* const* features)
{
  if (project->n > 0) {
    state->restore(plugin, retrieve, project, 0, features);
  }
}

void project_store(Project* project, const LV2_State_Interface* state,
                   LV2_Handle plugin, const LV2_Feature* const* features)
{
  state->save(plugin, store, project, LV2_STATE_IS_POD, features);
}
