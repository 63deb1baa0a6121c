/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/digest.h"

#include "audio/libav.h"
#include "base/file.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_SIZE ((size_t)256 * 1024)

static void finish(struct AVMurMur3* hash,
                   char digest[static BYLINE_DIGEST_SIZE])
{
  uint8_t bytes[16];
  byline_libav.av_murmur3_final(hash, bytes);
  for (size_t i = 0; i < sizeof(bytes); ++i) {
    snprintf(digest + 2 * i, 3, "%02x", bytes[i]);
  }
}

/* Read rather than mapped: a file that shrinks meanwhile must not kill us. */
static int hash_file(int fd, struct AVMurMur3* hash, uint8_t* block)
{
  for (;;) {
    const ssize_t n = read(fd, block, BLOCK_SIZE);
    if (n <= 0) {
      return n < 0 ? errno : 0;
    }
    byline_libav.av_murmur3_update(hash, block, (size_t)n);
  }
}

BylineStatus byline_digest_file(const char* path,
                                char digest[static BYLINE_DIGEST_SIZE])
{
  digest[0] = '\0';
  BYLINE_TRY(byline_libav_load());
  int fd;
  BYLINE_TRY(byline_file_open(path, &fd));
  struct AVMurMur3* const hash = byline_libav.av_murmur3_alloc();
  uint8_t* const block = malloc(BLOCK_SIZE);
  BylineStatus status = BYLINE_OK;
  if (!hash || !block) {
    status = byline_no_memory(path);
  } else {
    byline_libav.av_murmur3_init(hash);
    const int error = hash_file(fd, hash, block);
    if (error) {
      status = byline_error(BYLINE_ERROR_IO, "%s: %s", path, strerror(error));
    } else {
      finish(hash, digest);
    }
  }
  free(block);
  byline_libav.av_free(hash);
  close(fd);
  return status;
}

BylineStatus byline_digest_data(const void* data, size_t size,
                                char digest[static BYLINE_DIGEST_SIZE])
{
  BYLINE_TRY(byline_libav_load());
  struct AVMurMur3* const hash = byline_libav.av_murmur3_alloc();
  if (!hash) {
    return byline_no_memory(NULL);
  }
  byline_libav.av_murmur3_init(hash);
  byline_libav.av_murmur3_update(hash, data, size);
  finish(hash, digest);
  byline_libav.av_free(hash);
  return BYLINE_OK;
}
