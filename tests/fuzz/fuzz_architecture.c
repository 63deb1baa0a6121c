/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* An architecture, as recipes and model files name it */

#include "byline/model.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  const BylineNetworkShape shape = {
      .n_channels = 1, .n_mels = 128, .n_classes = 3};
  char* const text = fuzz_text(data, size);
  BylineNetwork* network = NULL;
  if (byline_network_new(text, &shape, &network) == BYLINE_OK) {
    BylineNetwork* again = NULL;
    fuzz_require(byline_network_new(byline_network_architecture(network),
                                    &shape, &again) == BYLINE_OK);
    fuzz_require(byline_network_tensor_count(network) ==
                 byline_network_tensor_count(again));
    byline_network_multiply_adds(again, byline_network_min_frames(again));
    byline_network_free(again);
  }
  byline_network_free(network);
  free(text);
  return 0;
}
