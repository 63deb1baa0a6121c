/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "own_file.h"
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#define ATTRIBUTE "user.byline"

/* Characters of a digest, and the end of the string */
#define DIGEST_SIZE 17

/* The hash of a file from its begin on: chance is what it tells apart, and
   nobody can give a file of somebody else's an attribute.
   @return False where it cannot be read. */
static bool digest_of(int fd, char digest[DIGEST_SIZE])
{
  uint64_t hash = BYLINE_HASH_BEGIN;
  uint8_t bytes[4096];
  off_t at = 0;
  ssize_t n = 0;
  while ((n = pread(fd, bytes, sizeof(bytes), at)) > 0) {
    hash = byline_hash(hash, bytes, (size_t)n);
    at += n;
  }
  snprintf(digest, DIGEST_SIZE, "%016llx", (unsigned long long)hash);
  return n == 0;
}

static bool is_marked(int fd)
{
  char digest[DIGEST_SIZE];
  char mark[DIGEST_SIZE] = "";
  return fgetxattr(fd, ATTRIBUTE, mark, sizeof(mark) - 1) == DIGEST_SIZE - 1 &&
         digest_of(fd, digest) && !strcmp(mark, digest);
}

static bool holds(int fd, off_t size, const char* text)
{
  char bytes[4096];
  const size_t n = strlen(text);
  return size == (off_t)n && n < sizeof(bytes) &&
         pread(fd, bytes, n, 0) == (ssize_t)n && !memcmp(bytes, text, n);
}

static bool is_own(int fd, const char* known)
{
  struct stat info;
  return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
         (info.st_size == 0 || (known && holds(fd, info.st_size, known)) ||
          is_marked(fd));
}

BylineStatus byline_own_file_check(const char* path, const char* known)
{
  /* A pipe without a writer, or a terminal, must not hold us up */
  const int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
    return BYLINE_OK; // writing says what is wrong, if anything is
  }
  const bool own = fd >= 0 && is_own(fd, known);
  if (fd >= 0) {
    close(fd);
  }
  return own ? BYLINE_OK
             : byline_error(BYLINE_ERROR_DATA,
                            "%s: left alone, as Byline did not write it; "
                            "choose it anew to replace it",
                            path);
}

void byline_own_file_mark(const char* path)
{
  const int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  char digest[DIGEST_SIZE];
  if (fd >= 0) {
    if (digest_of(fd, digest)) {
      (void)fsetxattr(fd, ATTRIBUTE, digest, DIGEST_SIZE - 1, 0);
    }
    close(fd);
  }
}

BylineStatus byline_own_file_check_name(const char* path)
{
  const size_t n = strlen(path);
  return n > 4 && !strcasecmp(path + n - 4, ".txt")
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_USAGE,
                            "%s: the name of this file must end with .txt",
                            path);
}
