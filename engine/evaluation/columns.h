/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file columns.h
   Spectrograms of sound in memory.
*/

#ifndef BYLINE_EVALUATION_COLUMNS_H
#define BYLINE_EVALUATION_COLUMNS_H

#include "byline/front_end.h"
#include "byline/status.h"
#include "dataset/sound.h"

#include <stddef.h>

/** Columns one after another. */
typedef struct {
  float* values;  ///< n x n_cells, in dB
  size_t n_cells; ///< Values of a column: channels x mel bands
  size_t n;       ///< Columns
} BylineColumns;

/**
   Make the columns of a sound.

   @param[out] columns To be freed with byline_columns_free().
   @return As byline_spectrogram_new().
*/
BylineStatus byline_columns_make(const BylineFrontEnd* front_end,
                                 const BylineSound* sound,
                                 BylineColumns* columns);

/** Free and clear. */
void byline_columns_free(BylineColumns* columns);

#endif // BYLINE_EVALUATION_COLUMNS_H
