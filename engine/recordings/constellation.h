/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file constellation.h
   The peaks of one recording: what goes into an index, and what a dataset keeps
   beside its spectrograms.
*/

#ifndef BYLINE_RECORDINGS_CONSTELLATION_H
#define BYLINE_RECORDINGS_CONSTELLATION_H

#include "byline/status.h"
#include "recordings/format.h"
#include "recordings/peaks.h"

#include <stdbool.h>
#include <stddef.h>

/** The peaks of one recording, in order of time. */
typedef struct {
  BylinePeak* peaks; ///< `n` of them
  size_t n;          ///< How many
  size_t capacity;   ///< Room for so many
  double duration;   ///< Seconds
} BylineConstellation;

/** Free and clear. */
void byline_constellation_free(BylineConstellation* constellation);

/** Peaks as a segment has them: in pieces, each with times of its own. */
typedef struct {
  BylineStoredPeak* peaks;   ///< As many as the constellation has
  BylineStoredPiece* pieces; ///< Their recording is 0
  size_t n_pieces;           ///< At least 1
} BylineStoredConstellation;

/**
   Store peaks.

   @param[out] stored To be freed with byline_stored_constellation_free(), also
   after a failure.
   @return Whether there was memory for it.
*/
bool byline_constellation_store(const BylineConstellation* constellation,
                                BylineStoredConstellation* stored);

/** Free and clear. */
void byline_stored_constellation_free(BylineStoredConstellation* stored);

/**
   Write a constellation to a file, beside it and renamed.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus
byline_constellation_write(const char* path,
                           const BylineConstellation* constellation);

/**
   Read one.

   @param[out] constellation To be freed with byline_constellation_free().
   @return BYLINE_OK, BYLINE_ERROR_IO (not there), BYLINE_ERROR_FORMAT (cut off,
   damaged, or from another version or machine) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_constellation_read(const char* path,
                                       BylineConstellation* constellation);

#endif // BYLINE_RECORDINGS_CONSTELLATION_H
