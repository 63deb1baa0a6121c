/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file models.h
   The architectures, one a file.
*/

#ifndef BYLINE_MODELS_MODELS_H
#define BYLINE_MODELS_MODELS_H

#include "byline/network.h"

/**
   Build a network.

   @param sizes The description's part after the colon; may be empty.
   @param[out] network To be freed with byline_network_free().
   @return As byline_network_new().
*/
typedef BylineStatus (*BylineModelBuilder)(const char* sizes,
                                           const BylineNetworkShape* shape,
                                           BylineNetwork** network);

/** Residual network (He et al. 2016). */
BylineStatus byline_resnet_new(const char* sizes,
                               const BylineNetworkShape* shape,
                               BylineNetwork** network);

#endif // BYLINE_MODELS_MODELS_H
