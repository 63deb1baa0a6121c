/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file lossy.h
   What is left of sound that was sent through a lossy codec.
*/

#ifndef BYLINE_AUDIO_LOSSY_H
#define BYLINE_AUDIO_LOSSY_H

#include "byline/status.h"

#include <stddef.h>

/** The rate that byline_lossy_round_trip() works at, in Hz. */
#define BYLINE_LOSSY_RATE 48000

/**
   Encode stereo sound and decode it again.

   @param encoder As FFmpeg calls it: "libmp3lame", "libopus".
   @param bit_rate In bits a second, both channels together.
   @param[in,out] left,right `n` samples at BYLINE_LOSSY_RATE each; what comes
   back lies where it was, without the codec's delay.
   @return BYLINE_OK, BYLINE_ERROR_DATA (the encoder is not there or does not
   take this) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_lossy_round_trip(const char* encoder, long bit_rate,
                                     float* left, float* right, size_t n);

#endif // BYLINE_AUDIO_LOSSY_H
