/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file pauses.h
   Long silences inside recordings, as before hidden tracks.
*/

#ifndef BYLINE_DATASET_PAUSES_H
#define BYLINE_DATASET_PAUSES_H

#include "byline/front_end.h"

#include <stddef.h>

/** What the columns so far tell about silence.  Begin with
    byline_pauses_init(). */
typedef struct {
  size_t n_mels;  ///< Bands of a column that are looked at
  size_t longest; ///< A silence of more columns is a pause
  size_t kept;    ///< So many of its columns are left
  size_t run;     ///< Columns of silence just before
  double sum;     ///< Of the powers of columns that sound
  size_t n;       ///< How many do
} BylinePauses;

/** Begin a recording. */
void byline_pauses_init(BylinePauses* pauses, const BylineFrontEnd* front_end);

/**
   Look at the next column.

   Silence is what is below -70 dB, or more than 40 dB below the mean power of
   what sounded before; a silence of more than 5 s is a pause, of which one
   second is left.

   @param column Levels of its bands, in dB.
   @return How many of the columns before it are to be taken out, the last ones:
   not 0 when a pause ends with this column.
*/
size_t byline_pauses_push(BylinePauses* pauses, const float* column);

#endif // BYLINE_DATASET_PAUSES_H
