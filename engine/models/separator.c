/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A network of masks: a U-Net (Ronneberger et al. 2015; Jansson et al. 2017 for
   singing voices) over spectrogram columns, causal along time.

   Its output is one picture as large as the input: the logit, for each band of
   each column, of the voice's share.  Each level has half the rows of the one
   above; the second also half the columns, and none below it, so that pieces of
   an even number of columns can be streamed (byline_plan_restart()).  On the
   way up, what comes from below is added to what the level had on the way down.
   Dilation makes the lowest level see some seconds of the past. */

#include "models/models.h"

#include <stdio.h>

enum { WIDTH };

/* 3 rows x 3 columns, normalisation, ReLU */
static unsigned add_block(BylineNetwork* network, const char* name,
                          unsigned input, uint32_t channels, uint32_t dilation)
{
  return byline_conv_norm_add(
      network, name, input,
      &(BylineConvolution){.channels = channels,
                           .rows = 3,
                           .columns = 3,
                           .row_padding = 1,
                           .column_dilation = dilation,
                           .causal = true},
      &(BylineNormalization){.relu = true, .add = BYLINE_NO_LAYER});
}

/* The way down: half the rows, and half the columns if `halve` */
static unsigned add_descent(BylineNetwork* network, const char* name,
                            unsigned input, uint32_t channels, bool halve)
{
  return byline_conv_norm_add(
      network, name, input,
      &(BylineConvolution){.channels = channels,
                           .rows = 3,
                           .columns = halve ? 2 : 3,
                           .row_stride = 2,
                           .column_stride = halve ? 2 : 1,
                           .row_padding = 1,
                           .causal = !halve},
      &(BylineNormalization){.relu = true, .add = BYLINE_NO_LAYER});
}

/* The way up from `below` to the level that had `level` on the way down */
static unsigned add_ascent(BylineNetwork* network, unsigned index,
                           unsigned below, unsigned level, bool halved)
{
  char name[32];
  const uint32_t channels = byline_network_map(network, level)->channels;
  snprintf(name, sizeof(name), "up%u.narrow", index);
  const unsigned narrow = byline_conv_norm_add(
      network, name, below, &(BylineConvolution){.channels = channels},
      &(BylineNormalization){.add = BYLINE_NO_LAYER});
  snprintf(name, sizeof(name), "up%u.wide", index);
  const unsigned wide =
      byline_upsample_add(network, name, narrow, 2, halved ? 2 : 1);
  snprintf(name, sizeof(name), "up%u.sum", index);
  const unsigned sum = byline_sum_add(network, name, wide, level, true);
  snprintf(name, sizeof(name), "up%u.conv", index);
  return add_block(network, name, sum, channels, 1);
}

static unsigned build(BylineNetwork* network, const BylineSize* sizes,
                      unsigned* features)
{
  const BylineSize* const widths = &sizes[WIDTH];
  unsigned levels[BYLINE_MAX_SIZES_LIST] = {0};
  unsigned layer = 0;
  const unsigned n = (unsigned)widths->count;
  for (unsigned i = 0; i < n; ++i) {
    char name[32];
    const uint32_t channels = (uint32_t)widths->values[i];
    snprintf(name, sizeof(name), "down%u.conv1", i + 1);
    layer = i ? add_descent(network, name, layer, channels, i == 1)
              : add_block(network, name, layer, channels, 1);
    /* 1, 1, 2, 4: the lower, the further back */
    const uint32_t dilation = i > 1 ? 1u << (i - 1) : 1;
    snprintf(name, sizeof(name), "down%u.conv2", i + 1);
    layer = add_block(network, name, layer, channels, dilation);
    if (i > 0 && i + 1 == n) {
      snprintf(name, sizeof(name), "down%u.conv3", i + 1);
      layer = add_block(network, name, layer, channels, 2 * dilation);
    }
    levels[i] = layer;
  }
  for (unsigned i = n - 1; i-- > 0;) {
    layer = add_ascent(network, i + 1, layer, levels[i], i == 0);
  }
  *features = layer;
  return byline_convolution_add(
      network, "mask", layer,
      &(BylineConvolution){
          .channels = network->shape.n_classes, .bias = true, .linear = true});
}

static const BylineSize sizes_known[] = {
    {"width", 1, 256, true, 4, {16, 32, 48, 64}, 4},
};

const BylineArchitecture byline_separator = {
    .name = "separator",
    .sizes = sizes_known,
    .n_sizes = sizeof(sizes_known) / sizeof(*sizes_known),
    .build = build,
};
