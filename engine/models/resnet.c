/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* ResNet: K. He, X. Zhang, S. Ren, J. Sun, 2016, "Deep residual learning for
   image recognition", with basic blocks, on spectrograms.

   A stem of 7 x 7 convolution and pooling, then stages of blocks, each stage
   half as large and twice as wide as the one before.  Where a block changes the
   shape, its shortcut is a 1 x 1 convolution ("option B").  The last
   normalisation of a block begins with a factor of 0, so that blocks begin as
   identities (Goyal et al. 2017, "Accurate, large minibatch SGD"). */

#include "models/models.h"

#include <stdio.h>

enum { WIDTH, BLOCKS, DROPOUT };

static unsigned add_block(BylineNetwork* network, const char* block,
                          unsigned input, uint32_t channels, uint32_t stride)
{
  char name[64];
  unsigned shortcut = input;
  if (stride > 1 || byline_network_map(network, input)->channels != channels) {
    snprintf(name, sizeof(name), "%s.shortcut", block);
    shortcut =
        byline_conv_norm_add(network, name, input,
                             &(BylineConvolution){.channels = channels,
                                                  .row_stride = stride,
                                                  .column_stride = stride},
                             &(BylineNormalization){.add = BYLINE_NO_LAYER});
  }
  BylineConvolution sizes = {.channels = channels,
                             .rows = 3,
                             .columns = 3,
                             .row_stride = stride,
                             .column_stride = stride,
                             .row_padding = 1,
                             .column_padding = 1};
  snprintf(name, sizeof(name), "%s.conv1", block);
  const unsigned middle = byline_conv_norm_add(
      network, name, input, &sizes,
      &(BylineNormalization){.relu = true, .add = BYLINE_NO_LAYER});
  sizes.row_stride = sizes.column_stride = 1;
  snprintf(name, sizeof(name), "%s.conv2", block);
  return byline_conv_norm_add(network, name, middle, &sizes,
                              &(BylineNormalization){.relu = true,
                                                     .zero_gamma = true,
                                                     .add = shortcut});
}

static unsigned build(BylineNetwork* network, const BylineSize* sizes,
                      unsigned* features)
{
  uint32_t channels = byline_whole(&sizes[WIDTH]);
  unsigned layer = byline_stem_add(network, channels);
  for (unsigned stage = 0; stage < sizes[BLOCKS].count; ++stage) {
    for (unsigned block = 0; block < sizes[BLOCKS].values[stage]; ++block) {
      char name[32];
      snprintf(name, sizeof(name), "stage%u.block%u", stage + 1, block);
      layer = add_block(network, name, layer, channels,
                        stage > 0 && block == 0 ? 2 : 1);
    }
    channels *= 2;
  }
  return byline_head_add(network, layer, sizes[DROPOUT].values[0], features);
}

static const BylineSize sizes_known[] = {
    {"width", 1, 256, true, 1, {24}, 1},
    {"blocks", 1, 16, true, 4, {2, 2, 2, 2}, 4},
    {"dropout", 0, 0.9, false, 1, {0.2}, 1},
};

const BylineArchitecture byline_resnet = {
    .name = "resnet",
    .sizes = sizes_known,
    .n_sizes = sizeof(sizes_known) / sizeof(*sizes_known),
    .build = build,
};
