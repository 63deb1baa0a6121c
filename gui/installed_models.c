/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "installed_models.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENDING ".safetensors"

/* Names for a default that is kept are tried up to this number */
enum { MOST_KEPT = 1000 };

static bool is_model(const char* name)
{
  const size_t n = strlen(name), end = strlen(ENDING);
  return name[0] != '.' && n > end && !strcmp(name + n - end, ENDING);
}

/* ---- the list */

static void free_item(BylineInstalledModel* item)
{
  free((char*)item->path);
  free((char*)item->name);
  free((char*)item->place);
}

/* Append the model at a path, which is taken over */
static void add(BylineModelList* list, char* path)
{
  const char* const file = strrchr(path, '/') + 1;
  BylineInstalledModel item = {
      .name = strndup(file, strlen(file) - strlen(ENDING)),
      .path = path,
      .place = strndup(path, (size_t)(file - path) - 1)};
  BylineInstalledModel* const items =
      realloc(list->items, (list->n + 1) * sizeof(*items));
  if (items) {
    list->items = items;
  }
  if (items && item.name && item.place) {
    items[list->n++] = item;
  } else {
    free_item(&item);
  }
}

static bool is_listed(const char* name, const char* path)
{
  struct stat file, link;
  return stat(path, &file) == 0 && S_ISREG(file.st_mode) &&
         lstat(path, &link) == 0 &&
         !(S_ISLNK(link.st_mode) && !strcmp(name, "default" ENDING));
}

static void look_into(BylineModelList* list, const char* folder)
{
  DIR* const open = folder && folder[0] == '/' ? opendir(folder) : NULL;
  for (const struct dirent* entry;
       open && list->n < BYLINE_MOST_MODELS && (entry = readdir(open));) {
    char* path = NULL;
    if (!is_model(entry->d_name) ||
        asprintf(&path, "%s/%s", folder, entry->d_name) < 0) {
      continue;
    }
    if (is_listed(entry->d_name, path)) {
      add(list, path);
    } else {
      free(path);
    }
  }
  if (open) {
    closedir(open);
  }
}

static void look_into_shared(BylineModelList* list)
{
  const char* const set = getenv("XDG_DATA_DIRS");
  char* const folders =
      strdup(set && set[0] ? set : "/usr/local/share:/usr/share");
  char* rest = folders;
  for (const char* one; folders && (one = strsep(&rest, ":"));) {
    char* folder = NULL;
    if (asprintf(&folder, "%s/byline", one) >= 0) {
      look_into(list, folder);
      free(folder);
    }
  }
  free(folders);
}

static int compare(const void* a, const void* b)
{
  const BylineInstalledModel* const x = a;
  const BylineInstalledModel* const y = b;
  const int by_name = strcmp(x->name, y->name);
  return by_name ? by_name : strcmp(x->path, y->path);
}

/* Which of them new instances use: the user's, or the bundle's */
static void mark_default(BylineModelList* list, const char* own,
                         const char* bundle)
{
  char path[PATH_MAX], file[PATH_MAX], other[PATH_MAX];
  snprintf(path, sizeof(path), "%s/default" ENDING, own ? own : "");
  if (!realpath(path, file)) {
    snprintf(path, sizeof(path), "%s/default" ENDING, bundle);
    if (!realpath(path, file)) {
      return;
    }
  }
  for (size_t i = 0; i < list->n; ++i) {
    list->items[i].is_default =
        realpath(list->items[i].path, other) && !strcmp(file, other);
  }
}

void byline_model_list_find(const char* bundle, BylineModelList* list)
{
  char* const own = byline_folder_data();
  char* const folder = strdup(bundle);
  const size_t n = folder ? strlen(folder) : 0;
  if (n > 1 && folder[n - 1] == '/') {
    folder[n - 1] = '\0';
  }
  *list = (BylineModelList){.n = 0};
  look_into(list, own);
  look_into_shared(list);
  look_into(list, folder);
  if (list->n > 0) {
    qsort(list->items, list->n, sizeof(*list->items), compare);
  }
  mark_default(list, own, folder ? folder : "");
  free(folder);
  free(own);
}

void byline_model_list_free(BylineModelList* list)
{
  for (size_t i = 0; i < list->n; ++i) {
    free_item(&list->items[i]);
  }
  free(list->items);
  *list = (BylineModelList){.n = 0};
}

/* ---- the default */

/* Give a file that is no link another name; false with errno */
static bool keep(const char* folder, const char* file)
{
  struct stat info;
  if (lstat(file, &info) != 0) {
    return errno == ENOENT;
  }
  for (int i = 1; !S_ISLNK(info.st_mode) && i < MOST_KEPT; ++i) {
    char kept[PATH_MAX];
    snprintf(kept, sizeof(kept), "%s/default-kept-%d" ENDING, folder, i);
    if (lstat(kept, &info) != 0) {
      return errno == ENOENT && rename(file, kept) == 0;
    }
  }
  return S_ISLNK(info.st_mode);
}

/* Make `file` a link to a path, at once; false with errno */
static bool put_link(const char* path, const char* file)
{
  char beside[PATH_MAX + 32];
  snprintf(beside, sizeof(beside), "%s.new-%ld", file, (long)getpid());
  if (symlink(path, beside) != 0) {
    return false;
  }
  const bool done = rename(beside, file) == 0;
  const int error = errno;
  if (!done) {
    unlink(beside);
  }
  errno = error;
  return done;
}

bool byline_model_list_set_default(const char* path, char* wrong, size_t size)
{
  char file[PATH_MAX];
  char* const folder = byline_folder_data();
  if (!folder) {
    snprintf(wrong, size, "There is no folder for a default: set HOME");
    return false;
  }
  if (byline_folder_make(folder) != BYLINE_OK) {
    snprintf(wrong, size, "%s", byline_error_message());
    free(folder);
    return false;
  }
  const int n = snprintf(file, sizeof(file), "%s/default" ENDING, folder);
  errno = ENAMETOOLONG;
  const bool done =
      n < PATH_MAX &&
      (!strcmp(file, path) || (keep(folder, file) && put_link(path, file)));
  if (!done) {
    snprintf(wrong, size, "%s: cannot write: %s", file, strerror(errno));
  }
  free(folder);
  return done;
}
