/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Which architectures there are, and what they have in common. */

#include "models/models.h"

#include <stdio.h>
#include <string.h>

static const BylineArchitecture* const architectures[] = {
    &byline_resnet,  &byline_resnext, &byline_densenet,
    &byline_wavenet, &byline_crnn,    &byline_ensemble,
};

enum { N_ARCHITECTURES = sizeof(architectures) / sizeof(*architectures) };

static BylineStatus unknown(const char* name, size_t length)
{
  char known[128] = "";
  for (size_t i = 0; i < N_ARCHITECTURES; ++i) {
    const size_t used = strlen(known);
    snprintf(known + used, sizeof(known) - used, "%s%s", i ? ", " : "",
             architectures[i]->name);
  }
  return byline_error(BYLINE_ERROR_USAGE,
                      "no architecture '%.*s'; there are %s", (int)length, name,
                      known);
}

static BylineStatus build(const BylineArchitecture* architecture,
                          const char* text, const BylineNetworkShape* shape,
                          BylineNetwork** out)
{
  BylineSize sizes[BYLINE_MAX_SIZES];
  memcpy(sizes, architecture->sizes, architecture->n_sizes * sizeof(*sizes));
  const BylineStatus status =
      byline_sizes_read(architecture->name, text, sizes, architecture->n_sizes);
  if (status != BYLINE_OK) {
    return status;
  }
  char description[BYLINE_MAX_DESCRIPTION];
  byline_sizes_write(architecture->name, sizes, architecture->n_sizes,
                     description);
  BylineNetwork* const network = byline_network_begin(shape);
  if (!network) {
    return BYLINE_ERROR_MEMORY;
  }
  unsigned features = 0;
  architecture->build(network, sizes, &features);
  return byline_network_finish(network, description, features, out);
}

BylineStatus byline_network_new(const char* architecture,
                                const BylineNetworkShape* shape,
                                BylineNetwork** network)
{
  *network = NULL;
  const size_t length = strcspn(architecture, ":");
  const char* const colon = architecture + length;
  for (size_t i = 0; i < N_ARCHITECTURES; ++i) {
    const char* const name = architectures[i]->name;
    if (strlen(name) == length && !strncmp(name, architecture, length)) {
      return build(architectures[i], *colon ? colon + 1 : colon, shape,
                   network);
    }
  }
  return unknown(architecture, length);
}

unsigned byline_conv_norm_add(BylineNetwork* network, const char* name,
                              unsigned input,
                              const BylineConvolution* convolution,
                              const BylineNormalization* normalization)
{
  char norm[64];
  snprintf(norm, sizeof(norm), "%s.norm", name);
  const unsigned sum =
      byline_convolution_add(network, name, input, convolution);
  return byline_batch_norm_add(network, norm, sum, normalization);
}

unsigned byline_stem_add(BylineNetwork* network, uint32_t channels)
{
  const unsigned stem = byline_conv_norm_add(
      network, "stem.conv", 0,
      &(BylineConvolution){.channels = channels,
                           .rows = 7,
                           .columns = 7,
                           .row_stride = 2,
                           .column_stride = 2,
                           .row_padding = 3,
                           .column_padding = 3},
      &(BylineNormalization){.relu = true, .add = BYLINE_NO_LAYER});
  return byline_max_pool_add(network, "stem.pool", stem,
                             &(BylineWindow){.rows = 3,
                                             .columns = 3,
                                             .row_stride = 2,
                                             .column_stride = 2,
                                             .row_padding = 1,
                                             .column_padding = 1});
}

unsigned byline_head_add(BylineNetwork* network, unsigned input, double dropout,
                         unsigned* features)
{
  *features = byline_global_pool_add(network, "pool", input);
  const unsigned dropped =
      byline_dropout_add(network, "dropout", *features, (float)dropout);
  return byline_linear_add(network, "head", dropped, network->shape.n_classes);
}
