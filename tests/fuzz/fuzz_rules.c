/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Rules that rename artists, and what counts as one spelling */

#include "dataset/credit_words.h"
#include "dataset/credits.h"
#include "dataset/placeholders.h"
#include "dataset/spelling.h"
#include "tests/fuzz/fuzz.h"

/* A library whose artists are the lines of the input as well */
static BylineTable make_library(const uint8_t* data, size_t size)
{
  static const char head[] = "path\tartist\n1.wav\tThe Beatles\n2.wav\t";
  const size_t length = sizeof(head) - 1;
  uint8_t* const text = malloc(length + size);
  fuzz_require(text);
  memcpy(text, head, length);
  memcpy(text + length, data, size);
  BylineTable table = {0};
  byline_table_read(fuzz_file(text, length + size), &table);
  free(text);
  return table;
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  BylineTable library = make_library(data, size);
  BylineTable rules;
  size_t n = 0;
  if (library.n_rows > 0 &&
      byline_spelling_read(fuzz_file(data, size), NULL, &rules) == BYLINE_OK) {
    byline_spelling_apply(&library, &rules, &n);
    byline_table_free(&rules);
  }
  byline_table_free(&library);

  char* const name = fuzz_text(data, size);
  char* const key = byline_spelling_key(name);
  BylineArtists* const artists = byline_artists_new();
  BylineCredit credit;
  fuzz_require(key && artists && byline_artists_add(artists, name, "x"));
  fuzz_require(byline_artists_add(artists, "Ann", ""));
  byline_artists_sort(artists);
  fuzz_require(byline_artists_credit(artists, name, "x; y", name, &credit));
  fuzz_require(credit.names);
  byline_placeholder_find(name, "");
  byline_title_is_instrumental(name);
  free(credit.names);
  byline_artists_free(artists);
  free(key);
  free(name);
  return 0;
}
