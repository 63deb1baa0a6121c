/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics of cepstra and linear discriminants (Fisher 1936, "The use of
   multiple measurements in taxonomic problems"): no network, but what a network
   must be better than, and where there are few songs often is not.

   Its numbers are not learnt by gradients; byline_statistics_fit() solves for
   them.  What the classifier reads are the discriminants, in which clips of one
   artist spread alike in every direction. */

#include "models/models.h"

enum { CEPSTRA, QUANTILES, FEATURES };

/* Gradients leave the layer alone */
static void solve_for(BylineNetwork* network, unsigned layer)
{
  if (network->status == BYLINE_OK) {
    BylineLayer* const solved = network->layers[layer];
    for (unsigned i = 0; i < solved->n_tensors; ++i) {
      solved->tensors[i].trainable = false;
      solved->tensors[i].solved = true;
    }
  }
}

static unsigned build(BylineNetwork* network, const BylineSize* sizes,
                      unsigned* features)
{
  const unsigned pool = byline_cepstral_pool_add(
      network, BYLINE_STATISTICS_POOL, 0, byline_whole(&sizes[CEPSTRA]),
      byline_whole(&sizes[QUANTILES]));
  *features = byline_linear_add(network, BYLINE_STATISTICS_DISCRIMINANTS, pool,
                                byline_whole(&sizes[FEATURES]));
  const unsigned head =
      byline_linear_add(network, "head", *features, network->shape.n_classes);
  solve_for(network, *features);
  solve_for(network, head);
  return head;
}

static const BylineSize sizes_known[] = {
    {"cepstra", 2, 128, true, 1, {24}, 1},
    {"quantiles", 0, 20, true, 1, {5}, 1},
    {"features", 1, 1024, true, 1, {128}, 1},
};

const BylineArchitecture byline_statistics = {
    .name = "statistics",
    .sizes = sizes_known,
    .n_sizes = sizeof(sizes_known) / sizeof(*sizes_known),
    .build = build,
};
