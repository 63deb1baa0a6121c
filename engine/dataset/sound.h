/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sound.h
   A whole piece of stereo sound in memory.
*/

#ifndef BYLINE_DATASET_SOUND_H
#define BYLINE_DATASET_SOUND_H

#include "byline/status.h"

#include <stddef.h>

/** Stereo samples; full scale is 1. */
typedef struct {
  float* channels[2]; ///< Left and right, `n` samples each
  size_t n;           ///< How many
  double rate;        ///< In Hz
} BylineSound;

/**
   Make room for `n` samples of silence.

   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sound_new(size_t n, double rate, BylineSound* sound);

/** Free the samples and clear. */
void byline_sound_free(BylineSound* sound);

/**
   Decode a file.

   @param max_seconds Stop there.
   @param[out] sound To be freed with byline_sound_free().
   @return As byline_audio_file_open() and byline_audio_file_read().
*/
BylineStatus byline_sound_read(const char* path, double max_seconds,
                               BylineSound* sound);

/**
   Change the rate; the sound itself stays as it is, up to what a lower rate
   can hold.

   @return BYLINE_OK, BYLINE_ERROR_USAGE (rates out of range) or
   BYLINE_ERROR_MEMORY; the sound is unchanged then.
*/
BylineStatus byline_sound_resample(BylineSound* sound, double rate);

/** The mean of the squared samples. */
double byline_sound_power(const BylineSound* sound);

/**
   Write a WAV file of 32-bit floats, beside and then renamed.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sound_write(const char* path, const BylineSound* sound);

#endif // BYLINE_DATASET_SOUND_H
