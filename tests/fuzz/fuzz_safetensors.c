/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A safetensors file, of a model or a checkpoint */

#include "nn/safetensors.h"
#include "tests/fuzz/fuzz.h"

static void read_tensor(const BylineSafetensors* file,
                        const BylineStoredTensor* tensor)
{
  size_t n = 1;
  for (uint32_t i = 0; i < tensor->n_dimensions; ++i) {
    n *= (size_t)tensor->dimensions[i];
  }
  fuzz_require(byline_safetensors_find(file, tensor->name) != NULL);
  if (tensor->element != BYLINE_ELEMENT_OTHER) {
    float* const values = malloc(n ? n * sizeof(float) : 1);
    fuzz_require(values);
    byline_safetensors_read(file, tensor, values);
    free(values);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  BylineSafetensors file;
  if (byline_safetensors_open(fuzz_file(data, size), &file) == BYLINE_OK) {
    for (size_t i = 0; i < file.n_tensors; ++i) {
      read_tensor(&file, &file.tensors[i]);
    }
    byline_safetensors_metadata(&file, "byline.format");
    byline_safetensors_close(&file);
  }
  return 0;
}
