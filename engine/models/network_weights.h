/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file network_weights.h
   A network's values out of a file of tensors.
*/

#ifndef BYLINE_MODELS_NETWORK_WEIGHTS_H
#define BYLINE_MODELS_NETWORK_WEIGHTS_H

#include "byline/network.h"
#include "byline/status.h"
#include "nn/safetensors.h"

/**
   Read every tensor of a network.

   @param path For messages.
   @return BYLINE_OK or BYLINE_ERROR_FORMAT: one is missing, of another shape,
   or has values that are not finite.
*/
BylineStatus byline_network_weights_read(const char* path,
                                         const BylineSafetensors* file,
                                         const BylineNetwork* network);

#endif // BYLINE_MODELS_NETWORK_WEIGHTS_H
