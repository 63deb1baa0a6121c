/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The tags of a sound file, in any format; libav's part of reading them is
   fuzzed by its authors */

#include "audio/charset.h"
#include "audio/matroska.h"
#include "audio/tag_values.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void take(void* context, BylineTag tag, const char* value)
{
  (void)context;
  fuzz_require(tag < BYLINE_N_TAGS && value[0]);
  char* const repaired = byline_charset_repair(value);
  fuzz_require(repaired && !byline_utf8_fault(repaired));
  char* const clean = byline_text_clean(repaired);
  fuzz_require(clean && byline_utf8_is_safe(clean));
  char* const again = byline_text_clean(clean);
  fuzz_require(again && !strcmp(clean, again));
  free(again);
  free(clean);
  free(repaired);
}

/* The first byte says what the rest is taken for. */
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  static const char* const formats[][2] = {
      {"mp3", ""},       {"flac", ""},
      {"ogg", "vorbis"}, {"ogg", "opus"},
      {"wav", ""},       {"aiff", ""},
      {"asf", ""},       {"ape", ""},
      {"wv", ""},        {"mpc", ""},
      {"tta", ""},       {"dsf", ""},
      {"ogg", "flac"},   {"mov,mp4,m4a,3gp,3g2,mj2", ""}};
  if (size == 0) {
    return 0;
  }
  const size_t n = sizeof(formats) / sizeof(formats[0]);
  const size_t kind = data[0] % (n + 1);
  const char* const path = fuzz_file(data + 1, size - 1);
  if (kind == n) {
    byline_matroska_tags_read(path, take, NULL);
  } else {
    byline_tag_values_read(path, formats[kind][0], formats[kind][1], take,
                           NULL);
  }
  char* const text = fuzz_text(data + 1, size - 1);
  take(NULL, BYLINE_TAG_ARTIST, text[0] ? text : "-");
  char* const folded = byline_text_fold(text);
  fuzz_require(folded && !byline_utf8_fault(folded));
  free(folded);
  free(text);
  return 0;
}
