/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file index_segment.h
   Making a segment of an index (format.h) from the peaks of recordings.
*/

#ifndef BYLINE_RECORDINGS_INDEX_SEGMENT_H
#define BYLINE_RECORDINGS_INDEX_SEGMENT_H

#include "byline/status.h"
#include "recordings/format.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** A recording that goes into a segment.  Nothing here is its own. */
typedef struct {
  const char* path;                ///< Never NULL, as the texts that follow
  const char* title;               ///< Title
  const char* artist;              ///< Artist
  const char* album;               ///< Album
  const char* id;                  ///< Of the recording
  uint64_t file_size;              ///< When it was added
  int64_t file_time;               ///< Likewise
  uint32_t duration;               ///< Milliseconds
  const BylineStoredPeak* peaks;   ///< `n_peaks` of them, by piece
  size_t n_peaks;                  ///< How many
  const BylineStoredPiece* pieces; ///< `n_pieces` of them
  size_t n_pieces;                 ///< At least 1
  size_t first_peak;               ///< What the pieces' first_peak count from
} BylineSegmentItem;

/**
   Make a segment.

   @param items `n` of them, at least 1.
   @param[out] data The segment as it is in a file, header included, to be freed
   with free(); header.size bytes.
   @return BYLINE_OK, BYLINE_ERROR_DATA (too large) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_index_segment_make(const BylineSegmentItem* items, size_t n,
                                       BylineSegmentHeader** data);

#endif // BYLINE_RECORDINGS_INDEX_SEGMENT_H
