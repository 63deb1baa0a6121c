/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* CRNN: Z. Nasrullah, Y. Zhao, 2019, "Music artist classification with
   convolutional recurrent neural networks".

   Four convolutions, each followed by pooling that shrinks the mel bands to
   (usually) one, then layers of gated recurrent units along time.  Two
   departures from the paper: ReLU in place of ELU, and the head pools over
   time instead of reading the last column, so that every moment of a long clip
   counts alike. */

#include "models/models.h"

#include <stdio.h>

enum { WIDTH, UNITS, LAYERS, DROPOUT };

static unsigned add_stage(BylineNetwork* network, unsigned index,
                          unsigned input, uint32_t channels)
{
  char name[32];
  snprintf(name, sizeof(name), "stage%u.conv", index + 1);
  const unsigned layer = byline_conv_norm_add(
      network, name, input,
      &(BylineConvolution){.channels = channels,
                           .rows = 3,
                           .columns = 3,
                           .row_padding = 1,
                           .column_padding = 1},
      &(BylineNormalization){.relu = true, .add = BYLINE_NO_LAYER});
  const uint32_t wanted = index ? 4 : 2;
  const uint32_t there = byline_network_map(network, layer)->rows;
  snprintf(name, sizeof(name), "stage%u.pool", index + 1);
  return byline_max_pool_add(
      network, name, layer,
      &(BylinePoolWindow){.rows = wanted < there ? wanted : there,
                          .columns = 2});
}

static unsigned add_recurrence(BylineNetwork* network, unsigned index,
                               unsigned input, uint32_t n_units)
{
  char name[32];
  snprintf(name, sizeof(name), "gru%u.input", index + 1);
  const unsigned layer = byline_convolution_add(
      network, name, input,
      &(BylineConvolution){
          .channels = 3 * n_units, .bias = true, .linear = true});
  snprintf(name, sizeof(name), "gru%u.hidden", index + 1);
  return byline_recurrence_add(network, name, layer);
}

static unsigned build(BylineNetwork* network, const BylineSize* sizes,
                      unsigned* features)
{
  const uint32_t width = byline_whole(&sizes[WIDTH]);
  unsigned layer = 0;
  for (unsigned i = 0; i < 4; ++i) {
    layer = add_stage(network, i, layer, i ? 2 * width : width);
  }
  layer = byline_rows_to_channels_add(network, "bands", layer);
  for (unsigned i = 0; i < byline_whole(&sizes[LAYERS]); ++i) {
    layer = add_recurrence(network, i, layer, byline_whole(&sizes[UNITS]));
  }
  return byline_head_add(network, layer, sizes[DROPOUT].values[0], features);
}

static const BylineSize sizes_known[] = {
    [WIDTH] = {"width", 1, 256, true, 1, {16}, 1},
    [UNITS] = {"units", 1, 512, true, 1, {32}, 1},
    [LAYERS] = {"layers", 1, 4, true, 1, {2}, 1},
    [DROPOUT] = {"dropout", 0, 0.9, false, 1, {0.2}, 1},
};

const BylineArchitecture byline_crnn = {
    .name = "crnn",
    .sizes = sizes_known,
    .n_sizes = sizeof(sizes_known) / sizeof(*sizes_known),
    .build = build,
};
