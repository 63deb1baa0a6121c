/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Ensemble: a ResNet, which sees patterns in time and pitch, and a WaveNet,
   which sees how spectra follow each other.  Their probabilities are averaged;
   both are trained together, by the loss of the average. */

#include "models/models.h"

static unsigned build(BylineNetwork* network, const BylineSize* sizes,
                      unsigned* features)
{
  unsigned parts[2];
  byline_network_set_prefix(network, "resnet.");
  const unsigned a = byline_resnet.build(network, sizes, &parts[0]);
  byline_network_set_prefix(network, "wavenet.");
  const unsigned b =
      byline_wavenet.build(network, sizes + BYLINE_RESNET_N_SIZES, &parts[1]);
  byline_network_set_prefix(network, "");
  *features = byline_concat_add(network, "features", parts[0], parts[1]);
  return byline_mixture_add(network, "mixture", a, b);
}

static const BylineSize sizes_known[] = {BYLINE_RESNET_SIZES("resnet."),
                                         BYLINE_WAVENET_SIZES("wavenet.")};

const BylineArchitecture byline_ensemble = {
    .name = "ensemble",
    .sizes = sizes_known,
    .n_sizes = BYLINE_RESNET_N_SIZES + BYLINE_WAVENET_N_SIZES,
    .build = build,
};
