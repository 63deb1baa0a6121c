/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file track_spool.h
   Tracks that were looked into, kept on disk until it is known what becomes of
   them, so that a scan needs as much memory for many files as for few.
*/

#ifndef BYLINE_DATASET_TRACK_SPOOL_H
#define BYLINE_DATASET_TRACK_SPOOL_H

#include "byline/dataset.h"
#include "byline/status.h"

#include <stddef.h>
#include <stdio.h>

/** Tracks in the order in which they were put. */
typedef struct {
  FILE* file;   ///< Without a name: it is gone when the program is
  char* record; ///< What byline_track_spool_next() gave last
  size_t size;  ///< Room for it
} BylineTrackSpool;

/**
   Begin one.

   @param path What the tracks will be written to: they are kept beside it where
   that is possible, since there must be room for them there, or else where
   temporary files are.
   @return BYLINE_OK or BYLINE_ERROR_IO.
*/
BylineStatus byline_track_spool_open(const char* path, BylineTrackSpool* spool);

/**
   Put a track, or what is none: one without a path, which is not kept.

   @param content What its file is known by.
   @return BYLINE_OK or BYLINE_ERROR_IO.
*/
BylineStatus byline_track_spool_put(BylineTrackSpool* spool,
                                    const BylineTrack* track,
                                    const char* content);

/** Go back to the first one.  @return BYLINE_OK or BYLINE_ERROR_IO. */
BylineStatus byline_track_spool_rewind(BylineTrackSpool* spool);

/**
   Take the next one.

   @param[out] track Its strings, and `content`, are the spool's and hold until
   the next call; `path` is NULL for all of them.
   @param[out] content NULL for what is no track.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_track_spool_next(BylineTrackSpool* spool,
                                     BylineTrack* track, const char** content);

/** Free and clear it; {0} is fine. */
void byline_track_spool_close(BylineTrackSpool* spool);

#endif // BYLINE_DATASET_TRACK_SPOOL_H
