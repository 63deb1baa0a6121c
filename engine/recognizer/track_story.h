/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file track_story.h
   Which recordings are in a mix, from when to when: laid over the ear's
   history.
*/

#ifndef BYLINE_RECOGNIZER_TRACK_STORY_H
#define BYLINE_RECOGNIZER_TRACK_STORY_H

#include "byline/history.h"
#include "recognizer/tracks.h"

#include <stdbool.h>
#include <stddef.h>

/** A stretch of one recording. */
typedef struct {
  BylineRecordingMatch match; ///< What was first found
  double begin;               ///< Seconds
  double first;               ///< When it was first found, in seconds
  double last;                ///< When it was last found
  double end;                 ///< Seconds
  size_t n;                   ///< How often it was found
} BylineTrackSpan;

/** Stretches, in order of time; all zero at first. */
typedef struct {
  BylineTrackSpan* spans; ///< `n` of them
  size_t n;               ///< How many
} BylineTrackStory;

/** Note what was heard at a time.  False without memory. */
bool byline_track_story_note(BylineTrackStory* story, double time,
                             const BylineTrackLook* look);

/**
   Put the recordings in the place of what the ear says of their time.

   @param[in,out] history The ear's.
   @return False without memory: then it is as it was.
*/
bool byline_track_story_lay(BylineTrackStory* story,
                            const BylineRecordings* index,
                            BylineHistory* history);

/** Free it. */
void byline_track_story_clear(BylineTrackStory* story);

#endif // BYLINE_RECOGNIZER_TRACK_STORY_H
