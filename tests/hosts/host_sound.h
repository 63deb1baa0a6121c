/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file host_sound.h
   What the test host plays.
*/

#ifndef BYLINE_TESTS_HOST_SOUND_H
#define BYLINE_TESTS_HOST_SOUND_H

#include "host_options.h"

#include <stddef.h>

/** Stereo sound. */
typedef struct {
  float* channels[2]; ///< `n` samples each
  size_t n;           ///< Frames
  double rate;        ///< Hz
} Sound;

/** Read the file that the options name, or make noise of any bits; ends the
    program when that is not possible. */
Sound sound_make(const Options* options);

/** Free it. */
void sound_free(Sound* sound);

#endif // BYLINE_TESTS_HOST_SOUND_H
