/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file recordings.h
   Knowing recordings again, at whatever speed, pitch or tempo within a fifth.

   An index holds the recordings of a library; a listener hears sound and tells
   which of them it is, where in it one is, how fast and how high it is played:

       BylineRecordings* index = NULL;
       BylineRecordingsListener* listener = NULL;
       if (byline_recordings_open(path, &index) == BYLINE_OK &&
           byline_recordings_listener_new(index, rate, &listener) ==
               BYLINE_OK) {
         byline_recordings_listener_feed(listener, mono, n);
         BylineRecordingMatch matches[BYLINE_MAX_MATCHES];
         const size_t n_matches =
             byline_recordings_listener_ask(listener, 10, matches);
       }
       byline_recordings_listener_free(listener);
       byline_recordings_close(index);

   Nothing is decoded, started or locked here: this runs inside hosts, on a
   thread that may wait for pages of the mapped file.  README.md tells how it
   works and how well.
*/

#ifndef BYLINE_RECORDINGS_RECORDINGS_H
#define BYLINE_RECORDINGS_RECORDINGS_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most answers at a time: two tracks in a crossfade, and one more. */
#define BYLINE_MAX_MATCHES 3

/** The least and the most seconds that an answer can be about. */
#define BYLINE_RECORDINGS_LEAST 3.0
#define BYLINE_RECORDINGS_MOST 15.0

/** An index opened for reading.  It never changes, and any number of threads
    may use it at once; recordings that are added later are in a newly opened
    one. */
typedef struct BylineRecordings BylineRecordings;

/** What an index knows about a recording.  The strings are the index's own,
    clean (base/text.h), never NULL, perhaps empty. */
typedef struct {
  const char* path;   ///< Where it was when it was added
  const char* title;  ///< Title
  const char* artist; ///< Artist as credited
  const char* album;  ///< Album
  const char* id;     ///< Of the recording, such as MusicBrainz'
  double duration;    ///< Seconds
} BylineRecordingInfo;

/** A recording that is being heard. */
typedef struct {
  size_t recording;   ///< Its number in the index
  double position;    ///< Where in it the sound ends that was fed, in seconds
  double speed;       ///< Tempo: 1.062 is 6.2 % faster than the recording
  double pitch;       ///< Ratio of frequencies: 1.062 is a semitone higher
  double score;       ///< log10 of the odds against chance
  double probability; ///< That it is this one and not chance, 0 to 1
  double share;       ///< Of the recording's peaks in this time, heard: 0 to 1
  bool recent;        ///< It is heard in the last three seconds, too
} BylineRecordingMatch;

/**
   Where the index is unless somebody says otherwise:
   $XDG_DATA_HOME/byline/recordings.index, or below ~/.local/share.

   @return A string to be freed with free(); NULL when out of memory or without
   a home.
*/
char* byline_recordings_default_path(void);

/**
   Open an index.

   Only its headers are read and checked; what is damaged further on makes
   recordings not be found, never more.  See byline_recordings_check().

   @param[out] index To be freed with byline_recordings_close().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recordings_open(const char* path, BylineRecordings** index);

/** Close an index.  NULL is fine. */
void byline_recordings_close(BylineRecordings* index);

/** How many recordings it holds. */
size_t byline_recordings_count(const BylineRecordings* index);

/** What it knows about recording `i`, from 0. */
BylineRecordingInfo byline_recordings_info(const BylineRecordings* index,
                                           size_t i);

/**
   Check every byte of it.

   @return BYLINE_OK or BYLINE_ERROR_FORMAT.
*/
BylineStatus byline_recordings_check(const BylineRecordings* index);

/** Hears sound and looks it up.  One thread at a time. */
typedef struct BylineRecordingsListener BylineRecordingsListener;

/**
   Begin to listen.

   @param index May be NULL: nothing is known then.  It must stay open as long
   as the listener uses it.
   @param rate Of the sound to come, in Hz, 1000 to 1 000 000.
   @param[out] listener To be freed with byline_recordings_listener_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (rate) or BYLINE_ERROR_MEMORY.
*/
BylineStatus
byline_recordings_listener_new(const BylineRecordings* index, double rate,
                               BylineRecordingsListener** listener);

/** Free a listener, not its index.  NULL is fine. */
void byline_recordings_listener_free(BylineRecordingsListener* listener);

/** Go on with another index, or NULL; what was heard is looked up anew. */
void byline_recordings_listener_set_index(BylineRecordingsListener* listener,
                                          const BylineRecordings* index);

/** Forget what was heard: the next sample is the first. */
void byline_recordings_listener_reset(BylineRecordingsListener* listener);

/** Hear `n` samples.  Does not allocate. */
void byline_recordings_listener_feed(BylineRecordingsListener* listener,
                                     const float* mono, size_t n);

/** The sound is over: what comes next in a stream need not be waited for, so
    that the last 0.8 s count in answers.  Then only ask, or reset. */
void byline_recordings_listener_finish(BylineRecordingsListener* listener);

/**
   Tell which recordings the last seconds are, the most certain first.

   More than one: they are heard at the same time, or one after the other.  The
   same recording under two titles is one answer, the one that was added first.
   Asking every second costs little more than hearing: what was looked up is
   kept.

   @param seconds How far back to listen, at most BYLINE_RECORDINGS_MOST; the
   whole of it need not have been heard.
   @param[out] matches Room for BYLINE_MAX_MATCHES.
   @return How many; 0 for what is not known, for silence, and when less than
   about BYLINE_RECORDINGS_LEAST have been heard.
*/
size_t byline_recordings_listener_ask(BylineRecordingsListener* listener,
                                      double seconds,
                                      BylineRecordingMatch* matches);

#endif // BYLINE_RECORDINGS_RECORDINGS_H
