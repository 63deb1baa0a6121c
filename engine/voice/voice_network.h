/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_network.h
   The file of the network that comes with Byline, in memory.
*/

#ifndef BYLINE_VOICE_VOICE_NETWORK_H
#define BYLINE_VOICE_VOICE_NETWORK_H

#include <stddef.h>

/** The whole safetensors file. */
const void* byline_voice_network_data(size_t* size);

#endif // BYLINE_VOICE_VOICE_NETWORK_H
