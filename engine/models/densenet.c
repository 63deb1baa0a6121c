/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* DenseNet: G. Huang, Z. Liu, L. van der Maaten, K. Q. Weinberger, 2017,
   "Densely connected convolutional networks", the variant with bottlenecks and
   compression (DenseNet-BC).

   Every layer of a block reads all maps of its block made before it and adds
   `growth` channels.  Between blocks, a 1 x 1 convolution keeps a share
   `compression` of the channels and pooling halves the size. */

#include "models/models.h"

#include <stdio.h>

enum { GROWTH, BLOCKS, COMPRESSION, DROPOUT };

static const BylineNormalization relu = {.relu = true, .add = BYLINE_NO_LAYER};

/* Normalisation, ReLU, convolution: in this order */
static unsigned add_convolution(BylineNetwork* network, const char* name,
                                unsigned input, const BylineConvolution* sizes)
{
  char norm[80];
  snprintf(norm, sizeof(norm), "%s.norm", name);
  const unsigned active = byline_batch_norm_add(network, norm, input, &relu);
  return byline_convolution_add(network, name, active, sizes);
}

static unsigned add_layer(BylineNetwork* network, const char* layer,
                          unsigned input, uint32_t growth)
{
  char name[64];
  snprintf(name, sizeof(name), "%s.conv1", layer);
  const unsigned narrow = add_convolution(
      network, name, input, &(BylineConvolution){.channels = 4 * growth});
  snprintf(name, sizeof(name), "%s.conv2", layer);
  const unsigned added =
      add_convolution(network, name, narrow,
                      &(BylineConvolution){.channels = growth,
                                           .rows = 3,
                                           .columns = 3,
                                           .row_padding = 1,
                                           .column_padding = 1});
  snprintf(name, sizeof(name), "%s.concat", layer);
  return byline_concat_add(network, name, input, added);
}

static unsigned add_transition(BylineNetwork* network, unsigned block,
                               unsigned input, double compression)
{
  char name[64];
  const uint32_t n = byline_network_map(network, input)->channels;
  const uint32_t kept = (uint32_t)(n * compression);
  snprintf(name, sizeof(name), "transition%u", block);
  const unsigned layer = add_convolution(
      network, name, input, &(BylineConvolution){.channels = kept ? kept : 1});
  snprintf(name, sizeof(name), "transition%u.pool", block);
  return byline_average_pool_add(network, name, layer,
                                 &(BylinePoolWindow){.rows = 2, .columns = 2});
}

static unsigned build(BylineNetwork* network, const BylineSize* sizes,
                      unsigned* features)
{
  const uint32_t growth = byline_whole(&sizes[GROWTH]);
  unsigned layer = byline_stem_add(network, 2 * growth);
  for (unsigned block = 0; block < sizes[BLOCKS].count; ++block) {
    if (block > 0) {
      layer =
          add_transition(network, block, layer, sizes[COMPRESSION].values[0]);
    }
    for (unsigned i = 0; i < sizes[BLOCKS].values[block]; ++i) {
      char name[32];
      snprintf(name, sizeof(name), "block%u.layer%u", block + 1, i);
      layer = add_layer(network, name, layer, growth);
    }
  }
  layer = byline_batch_norm_add(network, "final.norm", layer, &relu);
  return byline_head_add(network, layer, sizes[DROPOUT].values[0], features);
}

static const BylineSize sizes_known[] = {
    [GROWTH] = {"growth", 1, 64, true, 1, {16}, 1},
    [BLOCKS] = {"blocks", 1, 32, true, 4, {3, 4, 4, 3}, 4},
    [COMPRESSION] = {"compression", 0.1, 1, false, 1, {0.5}, 1},
    [DROPOUT] = {"dropout", 0, 0.9, false, 1, {0.2}, 1},
};

const BylineArchitecture byline_densenet = {
    .name = "densenet",
    .sizes = sizes_known,
    .n_sizes = sizeof(sizes_known) / sizeof(*sizes_known),
    .build = build,
};
