/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file segment.h
   The part of a recording that is worth learning from.
*/

#ifndef BYLINE_DATASET_SEGMENT_H
#define BYLINE_DATASET_SEGMENT_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <stddef.h>

/** Columns of a spectrogram. */
typedef struct {
  size_t first;    ///< The first one
  size_t n_frames; ///< How many
} BylineSegment;

/** The power in a column, relative to full scale, from its levels in dB; bands
    after the first `n_mels` are parts of these. */
double byline_column_power(const float* levels, size_t n_mels);

/**
   Find where the music begins and ends, without the silence before and after
   it, the last of a fade-out, and applause (see applause.h).

   Blocks of about 400 ms are gated as in EBU Tech 3342: those below -70 dB do
   not count, and sound is what is less than 20 dB below the mean power of those
   that do.  The power is that of the mel bands, so that it can be told from a
   spectrogram that is there already.

   @param features_path A features file.
   @param[out] segment No columns where nothing is above the gate.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_segment_find(const char* features_path,
                                 const BylineFrontEnd* front_end,
                                 BylineSegment* segment);

#endif // BYLINE_DATASET_SEGMENT_H
