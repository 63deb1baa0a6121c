/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file clip_reader.h
   A stretch of a recording as columns.
*/

#ifndef BYLINE_CLI_CLIP_READER_H
#define BYLINE_CLI_CLIP_READER_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <stddef.h>

/** Columns of a stretch. */
typedef struct {
  double begin;   ///< Seconds of the recording
  float* columns; ///< `n_frames` x byline_front_end_cells(), in dB
  size_t n_frames;
} BylineClipColumns;

/**
   Decode a stretch of a recording, and what is before it, since voices are
   found by what was heard.

   @param begin Seconds of the recording; brought onto the begin of a column.
   @param seconds How long, at most; what there is, at the end of the recording.
   @param[out] clip To be freed with byline_clip_columns_free().
   @return As byline_audio_file_open(), or BYLINE_ERROR_DATA: it ends before.
*/
BylineStatus byline_clip_columns_read(const char* path,
                                      const BylineFrontEnd* front_end,
                                      double begin, double seconds,
                                      BylineClipColumns* clip);

/** Free what it holds. */
void byline_clip_columns_free(BylineClipColumns* clip);

#endif // BYLINE_CLI_CLIP_READER_H
