/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

BylineStatus byline_mapping_open(const char* path, BylineMapping* mapping)
{
  return byline_mapping_open_head(path, NULL, 0, mapping);
}

/* Open a regular file, and learn about it. */
static BylineStatus open_file(const char* path, int* fd, struct stat* info)
{
  /* A pipe that nobody writes to must not hold us up */
  *fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  *info = (struct stat){0};
  if (*fd >= 0 && fstat(*fd, info) == 0 && S_ISREG(info->st_mode)) {
    return BYLINE_OK;
  }
  const int error = *fd < 0 ? errno : S_ISDIR(info->st_mode) ? EISDIR : 0;
  if (*fd >= 0) {
    close(*fd);
  }
  return error ? byline_error(BYLINE_ERROR_IO, "%s: %s", path, strerror(error))
               : byline_error(BYLINE_ERROR_IO,
                              "%s: not a regular file; save what comes out of "
                              "a pipe as one",
                              path);
}

BylineStatus byline_file_open(const char* path, int* fd)
{
  struct stat info;
  return open_file(path, fd, &info);
}

BylineStatus byline_mapping_open_head(const char* path, void* head,
                                      size_t head_size, BylineMapping* mapping)
{
  *mapping = (BylineMapping){0};
  int fd;
  struct stat info;
  BYLINE_TRY(open_file(path, &fd, &info));
  void* data = NULL;
  const size_t size = (size_t)info.st_size;
  const size_t n_head = head_size < size ? head_size : size;
  if (n_head > 0 && pread(fd, head, n_head, 0) != (ssize_t)n_head) {
    data = MAP_FAILED;
  } else if (size > 0) {
    data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  }
  const int error = errno;
  close(fd);
  if (data == MAP_FAILED) {
    return byline_error(BYLINE_ERROR_IO, "%s: cannot map: %s", path,
                        strerror(error));
  }
  *mapping = (BylineMapping){.data = data, .size = size};
  return BYLINE_OK;
}

void byline_mapping_close(BylineMapping* mapping)
{
  if (mapping->data) {
    munmap((void*)(size_t)mapping->data, mapping->size);
  }
  *mapping = (BylineMapping){0};
}

/* Tell why there is no folder of that name. */
static BylineStatus refuse_folder(const char* path, int error)
{
  struct stat info;
  const char* why = strerror(error);
  if (error == EEXIST) {
    why = stat(path, &info) == 0 ? "it is a file"
                                 : "it is a link to what is not there";
  }
  return byline_error(BYLINE_ERROR_IO, "%s: cannot make folder: %s", path, why);
}

BylineStatus byline_folder_make(const char* path)
{
  char* const copy = strdup(path);
  if (!copy) {
    return byline_no_memory(path);
  }
  BylineStatus status = BYLINE_OK;
  for (char* s = copy + 1; status == BYLINE_OK; ++s) {
    const char c = *s;
    if (c != '/' && c != '\0') {
      continue;
    }
    *s = '\0';
    struct stat info;
    const int error = mkdir(copy, 0777) == 0 ? 0 : errno;
    if (error && !(stat(copy, &info) == 0 && S_ISDIR(info.st_mode))) {
      status = refuse_folder(copy, error);
    }
    if (c == '\0') {
      break;
    }
    *s = c;
  }
  free(copy);
  return status;
}

BylineFileStamp byline_file_stamp(const char* path)
{
  struct stat info;
  if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
    return (BylineFileStamp){.size = 0};
  }
  return (BylineFileStamp){.device = info.st_dev,
                           .number = info.st_ino,
                           .size = info.st_size,
                           .seconds = info.st_mtim.tv_sec,
                           .nanoseconds = info.st_mtim.tv_nsec};
}

bool byline_file_is_as(const char* path, const BylineFileStamp* stamp)
{
  const BylineFileStamp now = byline_file_stamp(path);
  return now.device == stamp->device && now.number == stamp->number &&
         now.size == stamp->size && now.seconds == stamp->seconds &&
         now.nanoseconds == stamp->nanoseconds;
}

BylineStatus byline_folder_check(const char* path)
{
  struct stat info;
  if (!path[0]) {
    return byline_error(BYLINE_ERROR_USAGE, "an empty name for a folder");
  }
  if (stat(path, &info) == 0 && !S_ISDIR(info.st_mode)) {
    return byline_error(BYLINE_ERROR_IO, "%s: there already, and no folder",
                        path);
  }
  char* folder = strdup(path);
  while (folder && access(folder, F_OK) != 0 &&
         (errno == ENOENT || errno == ENOTDIR)) {
    for (size_t n = strlen(folder); n > 1 && folder[n - 1] == '/'; --n) {
      folder[n - 1] = '\0';
    }
    char* const above = byline_path_folder(folder);
    free(folder);
    folder = above;
  }
  if (!folder) {
    return byline_no_memory(path);
  }
  BylineStatus status = BYLINE_OK;
  if (stat(folder, &info) == 0 && !S_ISDIR(info.st_mode)) {
    status = byline_error(BYLINE_ERROR_IO,
                          "%s: cannot make folder: %s is a file", path, folder);
  } else if (access(folder, W_OK | X_OK) != 0) {
    status = byline_error(BYLINE_ERROR_IO, "%s: cannot write in %s: %s", path,
                          folder, strerror(errno));
  }
  free(folder);
  return status;
}

char* byline_path_folder(const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? strndup(path, slash > path ? (size_t)(slash - path) : 1)
               : strdup(".");
}

char* byline_path_join(const char* folder, const char* name)
{
  if (!folder[0] || name[0] == '/') {
    return strdup(name);
  }
  const size_t n = strlen(folder);
  const char* const slash = folder[n - 1] == '/' ? "" : "/";
  const size_t size = n + strlen(name) + 2;
  char* const path = malloc(size);
  if (path) {
    snprintf(path, size, "%s%s%s", folder, slash, name);
  }
  return path;
}

char* byline_folder_data(void)
{
  const char* const data = getenv("XDG_DATA_HOME");
  if (data && data[0] == '/') {
    return byline_path_join(data, "byline");
  }
  const char* const home = getenv("HOME");
  return home && home[0] == '/' ? byline_path_join(home, ".local/share/byline")
                                : NULL;
}

char* byline_data_path(const char* name)
{
  char* const folder = byline_folder_data();
  char* const path = folder ? byline_path_join(folder, name) : NULL;
  free(folder);
  return path;
}
