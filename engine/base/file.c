/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

BylineStatus byline_mapping_open(const char* path, BylineMapping* mapping)
{
  return byline_mapping_open_head(path, NULL, 0, mapping);
}

BylineStatus byline_mapping_open_head(const char* path, void* head,
                                      size_t head_size, BylineMapping* mapping)
{
  *mapping = (BylineMapping){0};
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (fd < 0 || fstat(fd, &info) != 0) {
    const int error = errno;
    if (fd >= 0) {
      close(fd);
    }
    return byline_error(BYLINE_ERROR_IO, "%s: %s", path, strerror(error));
  }
  if (!S_ISREG(info.st_mode)) {
    close(fd);
    return byline_error(BYLINE_ERROR_IO, "%s: not a regular file", path);
  }

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

static void output_clear(BylineOutput* output)
{
  free(output->path);
  free(output->temporary);
  *output = (BylineOutput){0};
}

/* Create a file with the permissions that the user's mask leaves.  mkstemp()
   allows its owner alone, and asking for the mask changes it for a moment, for
   all threads of a host.
   @param name Ends with six X, to be replaced. */
static int create_temporary(char* name)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
  char* const end = name + strlen(name);
  int fd = -1;
  for (int i = 0; i < 100; ++i) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t x = (uint64_t)now.tv_nsec << 32 ^ (uint64_t)gettid();
    x *= 0x9e3779b97f4a7c15; // Knuth's multiplicative hash
    for (int j = 1; j <= 6; ++j) {
      end[-j] = letters[x >> (64 - 5 * j) & 31];
    }
    fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 || errno != EEXIST) {
      break;
    }
  }
  return fd;
}

BylineStatus byline_output_open(const char* path, BylineOutput* output)
{
  static const char suffix[] = ".XXXXXX";
  const size_t length = strlen(path);
  *output = (BylineOutput){.path = strdup(path),
                           .temporary = malloc(length + sizeof(suffix))};
  if (!output->path || !output->temporary) {
    output_clear(output);
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  memcpy(output->temporary, path, length);
  memcpy(output->temporary + length, suffix, sizeof(suffix));

  const int fd = create_temporary(output->temporary);
  if (fd < 0) {
    const int error = errno;
    output_clear(output);
    return byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s", path,
                        strerror(error));
  }
  output->stream = fdopen(fd, "w+b");
  if (!output->stream) {
    close(fd);
    byline_output_abandon(output);
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  return BYLINE_OK;
}

BylineStatus byline_output_commit(BylineOutput* output)
{
  errno = 0;
  const bool written = !ferror(output->stream) && fflush(output->stream) == 0 &&
                       fsync(fileno(output->stream)) == 0;
  const int error = errno;
  const bool closed = fclose(output->stream) == 0;
  output->stream = NULL;
  if (!written || !closed || rename(output->temporary, output->path) != 0) {
    const int reason = written ? errno : error;
    const BylineStatus status =
        byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s", output->path,
                     reason ? strerror(reason) : "write error");
    byline_output_abandon(output);
    return status;
  }
  output_clear(output);
  return BYLINE_OK;
}

void byline_output_abandon(BylineOutput* output)
{
  if (output->stream) {
    fclose(output->stream);
  }
  if (output->temporary) {
    unlink(output->temporary);
  }
  output_clear(output);
}

BylineStatus byline_folder_make(const char* path)
{
  char* const copy = strdup(path);
  if (!copy) {
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  BylineStatus status = BYLINE_OK;
  for (char* s = copy + 1; status == BYLINE_OK; ++s) {
    const char c = *s;
    if (c != '/' && c != '\0') {
      continue;
    }
    *s = '\0';
    struct stat info;
    if (mkdir(copy, 0777) != 0 &&
        !(errno == EEXIST && stat(copy, &info) == 0 && S_ISDIR(info.st_mode))) {
      status = byline_error(BYLINE_ERROR_IO, "%s: cannot make folder: %s", copy,
                            strerror(errno));
    }
    if (c == '\0') {
      break;
    }
    *s = c;
  }
  free(copy);
  return status;
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
