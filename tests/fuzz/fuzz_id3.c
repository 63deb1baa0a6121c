/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The tag at the beginning of a sound file */

#include "audio/id3.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  BylineId3 tags;
  byline_id3_read(fuzz_file(data, size), &tags);
  fuzz_require(!tags.artist || strstr(tags.artist, "; "));
  fuzz_require(!tags.artist_id || strstr(tags.artist_id, "; "));
  byline_id3_free(&tags);
  return 0;
}
