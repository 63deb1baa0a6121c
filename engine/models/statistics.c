/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics of cepstra and linear discriminants (Fisher 1936, "The use of
   multiple measurements in taxonomic problems"): no network, but what a network
   must be better than, and where there are few songs often is not.

   Its numbers are not learnt by gradients; byline_statistics_fit() solves for
   them.  What the classifier reads are the discriminants, in which clips of one
   artist spread alike in every direction.  Beside the artists it knows sounds
   that are nobody's: what resembles one of these more than any artist is named
   by no artist's name.

   What is compared where artists are taught later are other axes of the same
   statistics, those along which songs lie apart whoever made them: the
   discriminants of other artists tell new ones less well apart. */

#include "models/models.h"

enum { CEPSTRA, QUANTILES, FEATURES, NOBODY, SONGS };

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
  const unsigned discriminants =
      byline_linear_add(network, BYLINE_STATISTICS_DISCRIMINANTS, pool,
                        byline_whole(&sizes[FEATURES]));
  const uint32_t n_artists = network->shape.n_classes;
  const uint32_t n_others = byline_whole(&sizes[NOBODY]);
  *features = byline_linear_add(network, BYLINE_STATISTICS_SONGS, pool,
                                byline_whole(&sizes[SONGS]));
  const unsigned head =
      byline_linear_add(network, "head", discriminants, n_artists + n_others);
  solve_for(network, discriminants);
  solve_for(network, *features);
  solve_for(network, head);
  return n_others > 0
             ? byline_reject_class_add(network, "nobody", head, n_artists)
             : head;
}

static const BylineSize sizes_known[] = {
    {"cepstra", 2, 64, true, 1, {24}, 1},
    {"quantiles", 0, 9, true, 1, {5}, 1},
    {"features", 1, 512, true, 1, {160}, 1},
    {"nobody", 0, 80, true, 1, {80}, 1},
    {"songs", 1, 512, true, 1, {160}, 1},
};

const BylineArchitecture byline_statistics = {
    .name = "statistics",
    .sizes = sizes_known,
    .n_sizes = sizeof(sizes_known) / sizeof(*sizes_known),
    .build = build,
};
