/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What architectures have in common. */

#include "models/models.h"

#include <stdio.h>
#include <string.h>

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
                             &(BylinePoolWindow){.rows = 3,
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

bool byline_tensor_is_head(const BylineTensor* tensor)
{
  /* Such as "head.weight", or "2.head.bias" in an ensemble */
  const char* const head = strstr(tensor->name, "head.");
  return head && (head == tensor->name || head[-1] == '.');
}

static bool ends_with(const char* text, const char* end)
{
  const size_t length = strlen(text);
  return length >= strlen(end) && !strcmp(text + length - strlen(end), end);
}

bool byline_tensor_scales_logits(const BylineTensor* tensor)
{
  /* Of a linear classifier the first two, of one by cosines the last */
  return byline_tensor_is_head(tensor) && (ends_with(tensor->name, ".weight") ||
                                           ends_with(tensor->name, ".bias") ||
                                           ends_with(tensor->name, ".scale"));
}
