/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file index.h
   An index in memory, for those who look something up in it.
*/

#ifndef BYLINE_RECORDINGS_INDEX_H
#define BYLINE_RECORDINGS_INDEX_H

#include "base/file.h"
#include "recordings/format.h"
#include "recordings/recordings.h"

/** A segment, opened. */
typedef struct {
  BylineIndexSegment stored; ///< In the mapped file
  size_t begin;              ///< Byte of the file where it begins
  uint32_t first_recording;  ///< Number of its first in the index
  uint32_t*
      blocks; ///< For each 2^BYLINE_BLOCK_BITS peaks the first one's piece
} BylineOpenSegment;

/** Peaks that are looked up together when a peak's piece is sought. */
#define BYLINE_BLOCK_BITS 9

struct BylineRecordings {
  BylineMapping file;
  size_t end; ///< Byte behind the last segment
  BylineOpenSegment* segments;
  size_t n_segments;
  size_t n_recordings;
  double n_peaks; ///< In all of it
};

/** Fill in the blocks of a segment that is laid out, to be freed with free().
    @return BYLINE_OK or BYLINE_ERROR_MEMORY. */
BylineStatus byline_index_segment_block(BylineOpenSegment* segment);

/** The piece that a peak of a segment is in. */
uint32_t byline_index_segment_piece(const BylineOpenSegment* segment,
                                    uint32_t peak);

/** Where a piece begins in its recording, in hops. */
uint32_t byline_index_segment_start(const BylineIndexSegment* segment,
                                    uint32_t piece);

#endif // BYLINE_RECORDINGS_INDEX_H
