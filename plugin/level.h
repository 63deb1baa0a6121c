/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file level.h
   The level of what is heard: RMS over about a third of a second.
*/

#ifndef BYLINE_PLUGIN_LEVEL_H
#define BYLINE_PLUGIN_LEVEL_H

#include <stddef.h>

/** A meter. */
typedef struct {
  float power; ///< Mean square of both channels, of late
  float step;  ///< Weight of a new frame
} BylineLevel;

/** Begin with silence at a sample rate. */
BylineLevel byline_level_begin(double sample_rate);

/** Hear `n` samples a channel; what is not finite counts as silence. */
void byline_level_hear(BylineLevel* level, const float* left,
                       const float* right, size_t n);

/** dBFS, never below BYLINE_SILENCE_DB; a full-scale square wave is 0. */
float byline_level_db(const BylineLevel* level);

#endif // BYLINE_PLUGIN_LEVEL_H
