/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A recipe's text; what is accepted reads the same when written out */

#include "byline/training.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  char* const text = fuzz_text(data, size);
  BylineRecipe recipe = byline_recipe_default();
  if (byline_recipe_parse(&recipe, text, "input") == BYLINE_OK) {
    char* const written = byline_recipe_text(&recipe);
    BylineRecipe again = byline_recipe_default();
    fuzz_require(written &&
                 byline_recipe_parse(&again, written, "again") == BYLINE_OK);
    char* const same = byline_recipe_text(&again);
    fuzz_require(same && strcmp(written, same) == 0);
    free(same);
    free(written);
  }
  free(text);
  return 0;
}
