/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A library table, which people edit and which is cleaned */

#include "byline/dataset.h"
#include "dataset/clean.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  const char* const path = fuzz_file(data, size);
  BylineLibrary library;
  if (byline_library_read_as(path, "windows-1252", &library) == BYLINE_OK) {
    for (size_t i = 0; i < library.n_tracks; ++i) {
      fuzz_require(library.tracks[i].path && library.tracks[i].title);
    }
    byline_library_free(&library);
  }
  BylineTable table;
  if (byline_table_read_as(path, "windows-1252", &table) == BYLINE_OK) {
    if (byline_table_column(&table, "path") != BYLINE_NO_COLUMN &&
        byline_table_column(&table, "artist") != BYLINE_NO_COLUMN) {
      const BylineCleanRules rules = {.min_duration = 30};
      size_t n = 0;
      fuzz_require(byline_library_clean(&table, &rules, &n) == BYLINE_OK);
      fuzz_require(n < table.n_rows);
    }
    byline_table_free(&table);
  }
  return 0;
}
