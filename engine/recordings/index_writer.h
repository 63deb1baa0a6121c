/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file index_writer.h
   Changing an index: adding recordings, and removing them.

   One process at a time changes an index, which it locks (base/lock.h); those
   who read it are not disturbed, and what is committed stays whenever the
   program is killed.
*/

#ifndef BYLINE_RECORDINGS_INDEX_WRITER_H
#define BYLINE_RECORDINGS_INDEX_WRITER_H

#include "recordings/constellation.h"
#include "recordings/recordings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Finds the constellation of a recording that is decoded piece by piece. */
typedef struct BylineSketcher BylineSketcher;

/**
   Begin.

   @param rate Of the recording, in Hz.
   @param[out] sketcher To be ended with byline_sketcher_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (rate) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sketcher_new(double rate, BylineSketcher** sketcher);

/** Free a sketcher.  NULL is fine. */
void byline_sketcher_free(BylineSketcher* sketcher);

/** Take the next `n` samples of both channels.
    @return BYLINE_OK or BYLINE_ERROR_MEMORY. */
BylineStatus byline_sketcher_feed(BylineSketcher* sketcher, const float* left,
                                  const float* right, size_t n);

/**
   The recording is over.

   @param[out] constellation To be freed with byline_constellation_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sketcher_finish(BylineSketcher* sketcher,
                                    BylineConstellation* constellation);

/** An index being changed. */
typedef struct BylineRecordingsWriter BylineRecordingsWriter;

/** What is told about a recording that is added; all strings may be NULL. */
typedef struct {
  const char* path;   ///< Of the file; what it is found by again
  const char* title;  ///< Cleaned when it is added, as are those that follow
  const char* artist; ///< Artist as credited
  const char* album;  ///< Album
  const char* id;     ///< Of the recording, such as MusicBrainz'
} BylineRecordingTags;

/**
   Open an index to change it, or begin one.

   @param path Of the file; its folder is made.
   @param[out] writer To be closed with byline_recordings_writer_close().
   @return BYLINE_OK, BYLINE_ERROR_IO (also when somebody else is changing it),
   BYLINE_ERROR_FORMAT or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recordings_writer_open(const char* path,
                                           BylineRecordingsWriter** writer);

/** Close it; what was not committed is lost.  NULL is fine. */
void byline_recordings_writer_close(BylineRecordingsWriter* writer);

/**
   Whether a file is in the index, or about to be, as it is now: neither its
   size nor its time have changed.
*/
bool byline_recordings_writer_has(const BylineRecordingsWriter* writer,
                                  const char* path);

/**
   Add a recording.  It takes the place of what was added with the same path.
   Now and then all so far is committed.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus
byline_recordings_writer_add(BylineRecordingsWriter* writer,
                             const BylineRecordingTags* tags,
                             const BylineConstellation* constellation);

/** What is removed: whether it is, told by what the index knows about it. */
typedef bool (*BylineRecordingChoice)(const BylineRecordingInfo* info,
                                      void* context);

/**
   Remove recordings, at the next commit.

   @param[out] n_removed How many.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recordings_writer_remove(BylineRecordingsWriter* writer,
                                             BylineRecordingChoice choose,
                                             void* context, size_t* n_removed);

/**
   Write what was changed.

   @return BYLINE_OK, BYLINE_ERROR_IO (disk full: all is as it was),
   BYLINE_ERROR_DATA (too many recordings) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recordings_writer_commit(BylineRecordingsWriter* writer);

#endif // BYLINE_RECORDINGS_INDEX_WRITER_H
