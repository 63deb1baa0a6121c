/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target on files: the seeds, and what once went wrong.
   usage: replay_NAME FILE... */

#include "tests/fuzz/fuzz.h"

static int replay(const char* path)
{
  FILE* const file = fopen(path, "rb");
  static uint8_t data[1 << 20];
  if (!file) {
    perror(path);
    return 1;
  }
  const size_t size = fread(data, 1, sizeof(data), file);
  fclose(file);
  /* A copy, so that tools notice what is read beyond it */
  uint8_t* const copy = malloc(size ? size : 1);
  fuzz_require(copy);
  memcpy(copy, data, size);
  LLVMFuzzerTestOneInput(copy, size);
  free(copy);
  return 0;
}

int main(int argc, char** argv)
{
  int result = argc < 2;
  for (int i = 1; i < argc; ++i) {
    result |= replay(argv[i]);
  }
  return result;
}
