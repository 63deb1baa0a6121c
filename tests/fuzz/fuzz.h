/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file fuzz.h
   What the fuzz targets share.

   A target takes bytes that a stranger may have made; it shall do nothing worse
   than to refuse them.  libFuzzer calls it with millions of inputs ('make
   fuzz'), replay.c with the files it is given ('make test').
*/

#ifndef BYLINE_TESTS_FUZZ_H
#define BYLINE_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/** The target: see https://llvm.org/docs/LibFuzzer.html.  @return 0. */
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

/** Stop if something that always holds does not. */
static inline void fuzz_require(bool holds)
{
  if (!holds) {
    abort();
  }
}

/** A file in memory with a path; the same one for all inputs. */
static inline const char* fuzz_file(const uint8_t* data, size_t size)
{
  static int file = -1;
  static char path[64];
  if (file < 0) {
    file = memfd_create("fuzz", MFD_CLOEXEC);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
  }
  fuzz_require(file >= 0 && ftruncate(file, 0) == 0 &&
               pwrite(file, data, size, 0) == (ssize_t)size);
  return path;
}

/** The bytes as a string, to be freed. */
static inline char* fuzz_text(const uint8_t* data, size_t size)
{
  char* const text = malloc(size + 1);
  fuzz_require(text);
  memcpy(text, data, size);
  text[size] = '\0';
  return text;
}

#endif // BYLINE_TESTS_FUZZ_H
