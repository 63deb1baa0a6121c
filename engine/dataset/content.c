/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/content.h"

#include "audio/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Bytes that are read at each end of a file */
#define END_SIZE ((size_t)64 * 1024)

/* Read both ends, one after the other; returns how much, or -1 with errno. */
static ssize_t read_ends(int fd, off_t size, uint8_t* ends)
{
  const ssize_t first = pread(fd, ends, END_SIZE, 0);
  if (first < 0 || size <= (off_t)END_SIZE) {
    return first;
  }
  const off_t rest = size - (off_t)END_SIZE;
  const off_t last = rest > (off_t)END_SIZE ? rest : (off_t)END_SIZE;
  const ssize_t second = pread(fd, ends + first, (size_t)(size - last), last);
  return second < 0 ? second : first + second;
}

static BylineStatus digest(const char* path, int fd, const struct stat* info,
                           char text[static BYLINE_CONTENT_SIZE])
{
  if (info->st_size == 0) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: empty", path);
  }
  uint8_t* const ends = malloc(2 * END_SIZE);
  if (!ends) {
    return byline_no_memory(path);
  }
  const ssize_t n = read_ends(fd, info->st_size, ends);
  char hash[BYLINE_DIGEST_SIZE] = "";
  const BylineStatus status =
      n < 0 ? byline_error(BYLINE_ERROR_IO, "%s: %s", path, strerror(errno))
            : byline_digest_data(ends, (size_t)n, hash);
  free(ends);
  if (status == BYLINE_OK) {
    snprintf(text, BYLINE_CONTENT_SIZE, "x%.16s-%lld-%lld.%09ld", hash,
             (long long)info->st_size, (long long)info->st_mtim.tv_sec,
             info->st_mtim.tv_nsec);
  }
  return status;
}

BylineStatus byline_content_read(const char* path,
                                 char text[static BYLINE_CONTENT_SIZE])
{
  text[0] = '\0';
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  BylineStatus status = BYLINE_OK;
  if (fd < 0 || fstat(fd, &info) != 0) {
    status = byline_error(BYLINE_ERROR_IO, "%s: %s", path, strerror(errno));
  } else {
    status = digest(path, fd, &info, text);
  }
  if (fd >= 0) {
    close(fd);
  }
  return status;
}

size_t byline_content_length(const char* text)
{
  const char* const last = text[0] == 'x' ? strrchr(text, '-') : NULL;
  return last ? (size_t)(last - text) : 0;
}

bool byline_content_is_unchanged(const char* text, const struct stat* info)
{
  long long size = 0;
  long long seconds = 0;
  long nanoseconds = 0;
  return sscanf(text, "x%*16[0-9a-f]-%lld-%lld.%9ld", &size, &seconds,
                &nanoseconds) == 3 &&
         size == (long long)info->st_size &&
         seconds == (long long)info->st_mtim.tv_sec &&
         nanoseconds == info->st_mtim.tv_nsec;
}

int byline_content_compare(const char* a, const char* b)
{
  const size_t n_a = byline_content_length(a);
  const size_t n_b = byline_content_length(b);
  const int order = strncmp(a, b, n_a < n_b ? n_a : n_b);
  return order ? order : (n_a > n_b) - (n_a < n_b);
}
