/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* ResNet: K. He, X. Zhang, S. Ren, J. Sun, 2016, "Deep residual learning for
   image recognition", with basic blocks, on spectrograms.

   A stem of 7 x 7 convolution and pooling, then stages of blocks, each stage
   half as large and twice as wide as the one before.  Where a block changes the
   shape, its shortcut is a 1 x 1 convolution ("option B").  The last
   normalisation of a block begins with a factor of 0, so that blocks begin as
   identities (Goyal et al. 2017, "Accurate, large minibatch SGD").

   The head pools every channel's average and maximum over the whole
   spectrogram, so clips may be of any length. */

#include "models/models.h"
#include "models/sizes.h"
#include "nn/layers.h"

#include <stdio.h>

enum { WIDTH, BLOCKS, DROPOUT };

static unsigned add_convolution(BylineNetwork* network, const char* block,
                                const char* name, unsigned input,
                                const BylineConvolution* sizes,
                                const BylineNormalization* normalization)
{
  char text[64];
  snprintf(text, sizeof(text), "%s.%s", block, name);
  const unsigned sum = byline_convolution_add(network, text, input, sizes);
  snprintf(text, sizeof(text), "%s.%s.norm", block, name);
  return byline_batch_norm_add(network, text, sum, normalization);
}

static unsigned add_stem(BylineNetwork* network, uint32_t width)
{
  const unsigned stem = add_convolution(
      network, "stem", "conv", 0,
      &(BylineConvolution){.channels = width,
                           .rows = 7,
                           .columns = 7,
                           .row_stride = 2,
                           .column_stride = 2,
                           .row_padding = 3,
                           .column_padding = 3},
      &(BylineNormalization){.relu = true, .add = BYLINE_NO_LAYER});
  return byline_max_pool_add(network, "stem.pool", stem, 3, 2, 1);
}

static unsigned add_block(BylineNetwork* network, const char* name,
                          unsigned input, uint32_t channels, uint32_t stride)
{
  unsigned shortcut = input;
  if (stride > 1 || byline_network_map(network, input)->channels != channels) {
    shortcut = add_convolution(network, name, "shortcut", input,
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
  const unsigned middle = add_convolution(
      network, name, "conv1", input, &sizes,
      &(BylineNormalization){.relu = true, .add = BYLINE_NO_LAYER});
  sizes.row_stride = sizes.column_stride = 1;
  return add_convolution(network, name, "conv2", middle, &sizes,
                         &(BylineNormalization){.relu = true,
                                                .zero_gamma = true,
                                                .add = shortcut});
}

BylineStatus byline_resnet_new(const char* text,
                               const BylineNetworkShape* shape,
                               BylineNetwork** out)
{
  BylineSize sizes[] = {
      [WIDTH] = {"width", 1, 256, true, 1, {24}, 1},
      [BLOCKS] = {"blocks", 1, 16, true, 4, {2, 2, 2, 2}, 4},
      [DROPOUT] = {"dropout", 0, 0.9, false, 1, {0.2}, 1},
  };
  enum { N_SIZES = sizeof(sizes) / sizeof(*sizes) };
  const BylineStatus status = byline_sizes_read("resnet", text, sizes, N_SIZES);
  if (status != BYLINE_OK) {
    return status;
  }
  char description[BYLINE_MAX_DESCRIPTION];
  byline_sizes_write("resnet", sizes, N_SIZES, description);

  BylineNetwork* const network = byline_network_begin(shape);
  if (!network) {
    return BYLINE_ERROR_MEMORY;
  }
  uint32_t channels = (uint32_t)sizes[WIDTH].values[0];
  unsigned layer = add_stem(network, channels);
  for (unsigned stage = 0; stage < sizes[BLOCKS].count; ++stage) {
    for (unsigned block = 0; block < sizes[BLOCKS].values[stage]; ++block) {
      char name[32];
      snprintf(name, sizeof(name), "stage%u.block%u", stage + 1, block);
      layer = add_block(network, name, layer, channels,
                        stage > 0 && block == 0 ? 2 : 1);
    }
    channels *= 2;
  }
  const unsigned features = byline_global_pool_add(network, "pool", layer);
  const unsigned dropped = byline_dropout_add(network, "dropout", features,
                                              (float)sizes[DROPOUT].values[0]);
  byline_linear_add(network, "head", dropped, shape->n_classes);
  return byline_network_finish(network, description, features, out);
}
