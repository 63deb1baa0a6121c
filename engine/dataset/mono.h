/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file mono.h
   A file's sound as one channel at any rate, in pieces of any length.
*/

#ifndef BYLINE_DATASET_MONO_H
#define BYLINE_DATASET_MONO_H

#include "byline/status.h"

#include <stddef.h>

/** A file being decoded. */
typedef struct BylineMono BylineMono;

/**
   Open a file.

   @param rate What its sound is resampled to, in Hz.
   @param[out] mono To be freed with byline_mono_close().
   @return As byline_audio_file_open(), or BYLINE_ERROR_USAGE: an impossible
   rate.
*/
BylineStatus byline_mono_open(const char* path, double rate, BylineMono** mono);

/** Close a file.  NULL is fine. */
void byline_mono_close(BylineMono* mono);

/**
   Decode the next samples: the same that a spectrogram would resample to.

   @param[out] samples Room for `n`.
   @param[out] n_read How many there were, less than `n` only at the end.
   @return As byline_audio_file_read().
*/
BylineStatus byline_mono_read(BylineMono* mono, float* samples, size_t n,
                              size_t* n_read);

#endif // BYLINE_DATASET_MONO_H
