/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A model file */

#include "byline/model.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  BylineModel* model = NULL;
  if (byline_model_load(fuzz_file(data, size), &model) == BYLINE_OK) {
    const BylineModelInfo* const info = byline_model_info(model);
    fuzz_require(info->n_artists > 0 && info->artists[info->n_artists - 1]);
    fuzz_require(byline_model_network(model) != NULL);
  }
  byline_model_free(model);
  return 0;
}
