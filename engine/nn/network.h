/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file network.h
   Networks from the inside: how models build them.

   A network is a list of layers, each reading earlier ones; layer 0 is the
   input and the last layer's output are the logits.  The functions that add
   layers return the new layer's index.  Failures while building are
   remembered: once one has happened, adding does nothing, and
   byline_network_finish() tells.
*/

#ifndef BYLINE_NN_NETWORK_H
#define BYLINE_NN_NETWORK_H

#include "byline/network.h"
#include "nn/layer.h"

struct BylineNetwork {
  BylineStatus status;          ///< Whether building has gone well so far
  const char* prefix;           ///< Of the next layers' names
  char* architecture;           ///< Every size spelled out
  BylineNetworkShape shape;     ///< What goes in and comes out
  BylineLayer** layers;         ///< In the order in which they run
  unsigned n_layers;            ///< How many there are
  unsigned capacity;            ///< How many fit
  BylineMapShape* shapes;       ///< Outputs for a nominal input, one per layer
  BylineTensor** tensors;       ///< All layers', in order
  size_t n_tensors;             ///< How many there are
  unsigned features;            ///< The layer that the classifier reads
  bool frozen;                  ///< Only inference is left
  const BylineKernels* kernels; ///< For this processor
};

/**
   Begin a network with its input layer, index 0.

   @return To be finished with byline_network_finish(); NULL when out of memory.
*/
BylineNetwork* byline_network_begin(const BylineNetworkShape* shape);

/**
   End building.

   @param architecture The description with every size spelled out; copied.
   @param features The layer whose output is the embedding.
   @param[out] out The network, or NULL after a failure; then it is freed.
   @return What has gone wrong since byline_network_begin(), if anything.
*/
BylineStatus byline_network_finish(BylineNetwork* network,
                                   const char* architecture, unsigned features,
                                   BylineNetwork** out);

/**
   Allocate a layer of `size` bytes and give it its name and inputs.

   @return To be given to byline_network_add(); NULL if building has failed.
*/
void* byline_layer_new(BylineNetwork* network, const BylineLayerKind* kind,
                       size_t size, const char* name, unsigned n_inputs,
                       const unsigned* inputs);

/** Put `prefix` before the names of the layers that follow; it must stay. */
void byline_network_set_prefix(BylineNetwork* network, const char* prefix);

/** Remember that building has failed for lack of memory. */
void byline_network_out_of_memory(BylineNetwork* network);

/** Append a layer, which the network then owns, and return its index. */
unsigned byline_network_add(BylineNetwork* network, BylineLayer* layer);

/**
   The shape of a layer's output; columns are those of a nominal input.

   Some shape or other when building has failed, so that models need not ask.
*/
const BylineMapShape* byline_network_map(const BylineNetwork* network,
                                         unsigned layer);

/**
   Work out all layers' shapes for an input of `n_frames` columns.

   @param[out] shapes One per layer.
   @return BYLINE_OK or BYLINE_ERROR_USAGE.
*/
BylineStatus byline_network_infer(const BylineNetwork* network, size_t n_frames,
                                  BylineMapShape* shapes);

/** The shapes of a layer's inputs, picked from those of all layers. */
void byline_layer_inputs(const BylineLayer* layer, const BylineMapShape* shapes,
                         BylineMapShape inputs[BYLINE_MAX_INPUTS]);

#endif // BYLINE_NN_NETWORK_H
