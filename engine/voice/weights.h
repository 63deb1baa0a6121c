/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file weights.h
   The file of the network that comes with Byline, in memory.
*/

#ifndef BYLINE_VOICE_WEIGHTS_H
#define BYLINE_VOICE_WEIGHTS_H

#include <stddef.h>

/** The whole safetensors file. */
const void* byline_voice_weights_data(size_t* size);

#endif // BYLINE_VOICE_WEIGHTS_H
