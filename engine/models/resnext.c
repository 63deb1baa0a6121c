/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* ResNeXt: S. Xie, R. Girshick, P. Dollar, Z. Tu, K. He, 2017, "Aggregated
   residual transformations for deep neural networks".

   As a ResNet (see resnet.c), but with blocks of 1 x 1, 3 x 3 and 1 x 1
   convolutions, the middle one in `cardinality` groups of channels that do not
   mix.  The first stage's is `width` wide, and blocks put out twice as many
   channels, as in the paper. */

#include "models/models.h"

#include <stdio.h>

enum { WIDTH, CARDINALITY, BLOCKS, DROPOUT };

static unsigned add_block(BylineNetwork* network, const char* block,
                          unsigned input, uint32_t width, uint32_t groups,
                          uint32_t stride)
{
  static const BylineNormalization relu = {.relu = true,
                                           .add = BYLINE_NO_LAYER};
  char name[64];
  unsigned shortcut = input;
  if (stride > 1 || byline_network_map(network, input)->channels != 2 * width) {
    snprintf(name, sizeof(name), "%s.shortcut", block);
    shortcut =
        byline_conv_norm_add(network, name, input,
                             &(BylineConvolution){.channels = 2 * width,
                                                  .row_stride = stride,
                                                  .column_stride = stride},
                             &(BylineNormalization){.add = BYLINE_NO_LAYER});
  }
  snprintf(name, sizeof(name), "%s.conv1", block);
  unsigned layer = byline_conv_norm_add(
      network, name, input, &(BylineConvolution){.channels = width}, &relu);
  snprintf(name, sizeof(name), "%s.conv2", block);
  layer = byline_conv_norm_add(network, name, layer,
                               &(BylineConvolution){.channels = width,
                                                    .rows = 3,
                                                    .columns = 3,
                                                    .row_stride = stride,
                                                    .column_stride = stride,
                                                    .row_padding = 1,
                                                    .column_padding = 1,
                                                    .groups = groups},
                               &relu);
  snprintf(name, sizeof(name), "%s.conv3", block);
  return byline_conv_norm_add(
      network, name, layer, &(BylineConvolution){.channels = 2 * width},
      &(BylineNormalization){
          .relu = true, .zero_gamma = true, .add = shortcut});
}

static unsigned build(BylineNetwork* network, const BylineSize* sizes,
                      unsigned* features)
{
  uint32_t width = byline_whole(&sizes[WIDTH]);
  unsigned layer = byline_stem_add(network, width);
  for (unsigned stage = 0; stage < sizes[BLOCKS].count; ++stage) {
    for (unsigned block = 0; block < sizes[BLOCKS].values[stage]; ++block) {
      char name[32];
      snprintf(name, sizeof(name), "stage%u.block%u", stage + 1, block);
      layer = add_block(network, name, layer, width,
                        byline_whole(&sizes[CARDINALITY]),
                        stage > 0 && block == 0 ? 2 : 1);
    }
    width *= 2;
  }
  return byline_head_add(network, layer, sizes[DROPOUT].values[0], features);
}

static const BylineSize sizes_known[] = {
    [WIDTH] = {"width", 1, 256, true, 1, {32}, 1},
    [CARDINALITY] = {"cardinality", 1, 256, true, 1, {8}, 1},
    [BLOCKS] = {"blocks", 1, 16, true, 4, {2, 2, 2, 2}, 4},
    [DROPOUT] = {"dropout", 0, 0.9, false, 1, {0.2}, 1},
};

const BylineArchitecture byline_resnext = {
    .name = "resnext",
    .sizes = sizes_known,
    .n_sizes = sizeof(sizes_known) / sizeof(*sizes_known),
    .build = build,
};
