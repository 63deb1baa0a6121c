/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file index_music.h
   From tracks to an index of recordings (recordings/recordings.h).
*/

#ifndef BYLINE_DATASET_INDEX_MUSIC_H
#define BYLINE_DATASET_INDEX_MUSIC_H

#include "byline/dataset.h"
#include "byline/status.h"
#include "byline/thread_pool.h"
#include "recordings/index_writer.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** What became of tracks that were to be added. */
typedef struct {
  size_t n_added;   ///< Decoded and added
  size_t n_there;   ///< In the index already, as they are
  size_t n_skipped; ///< Could not be read: a warning each
} BylineIndexReport;

/**
   Find the peaks of a sound file.

   @param stop Set it to stop; may be NULL.
   @param[out] constellation To be freed with byline_constellation_free().
   @return As byline_audio_file_open() and byline_sketcher_feed(), or
   BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_track_sketch(const char* path,
                                 const volatile sig_atomic_t* stop,
                                 BylineConstellation* constellation);

/** Whether a track's file is in an index as it is. */
bool byline_track_is_indexed(const BylineRecordingsWriter* writer,
                             const BylineTrack* track);

/** Add a track that has been decoded, as byline_recordings_writer_add(). */
BylineStatus byline_track_index(BylineRecordingsWriter* writer,
                                const BylineTrack* track,
                                const BylineConstellation* constellation);

/**
   Decode tracks and add them, but for those whose files are in the index as
   they are.  What is added is committed now and then, and at the end, also when
   it is interrupted.

   @param tracks `n` of them; relative paths are made absolute.
   @param pool Those who do it.
   @param stop Set it to stop; may be NULL.
   @param[in,out] report Counted up.
   @return BYLINE_OK, BYLINE_ERROR_IO (the index cannot be written),
   BYLINE_ERROR_MEMORY or BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_tracks_index(BylineRecordingsWriter* writer,
                                 const BylineTrack* tracks, size_t n,
                                 BylineThreadPool* pool,
                                 const volatile sig_atomic_t* stop,
                                 BylineIndexReport* report);

#endif // BYLINE_DATASET_INDEX_MUSIC_H
