/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file tracks.h
   What the index of recordings (recordings/recordings.h) adds to what the ear
   says.

   Each second the index tells which recordings it has heard.  A recording j
   that it finds in the last seconds has the probability

       M_j = max(m_j, M_j exp(-t / s))

   where m_j is what the index gives it, t the time since the last question and
   s the smoothing; one that it does not find any more keeps but the second
   term, so that a step of noise or a hand on the pitch fader is no end.  If
   recording j plays, its artist does; if none does, the ear's posterior p
   (posterior.h) holds.  By the law of total probability

       P[a] = (1 - M) p[a] + sum of the M_j of recordings by a,

   with M the sum of all M_j, which are scaled down to a sum of 1 where they
   exceed that, as in a crossfade.  A recording is announced when its M_j
   reaches the threshold, under the same hold as artists; the one that is
   announced stays until its M_j is below the threshold or another's is larger,
   and longer where the ear says that its artist still plays.  Otherwise, the
   ear is announced.
*/

#ifndef BYLINE_RECOGNIZER_TRACKS_H
#define BYLINE_RECOGNIZER_TRACKS_H

#include "byline/recognizer.h"
#include "recognizer/ranking.h"
#include "recordings/recordings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What the index has heard at a step. */
typedef struct {
  bool asked; ///< It was asked; else the rest means nothing
  size_t n;   ///< How many recordings
  BylineRecordingMatch matches[BYLINE_MAX_MATCHES]; ///< The best first
} BylineTrackLook;

/** Hears sound for the index.  One thread at a time. */
typedef struct BylineTrackEar BylineTrackEar;

/**
   Begin.

   @param index Must outlive it.
   @param rate Of the sound to come, in Hz.
   @param[out] ear To be freed with byline_track_ear_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_track_ear_new(const BylineRecordings* index, double rate,
                                  BylineTrackEar** ear);

/** NULL is fine. */
void byline_track_ear_free(BylineTrackEar* ear);

/** Forget what was heard. */
void byline_track_ear_reset(BylineTrackEar* ear);

/**
   How many samples to hear next, at most, so that what is found does not depend
   on how the sound is cut into calls.
*/
size_t byline_track_ear_room(const BylineTrackEar* ear);

/** Hear `n` samples, at most as many as there is room for; `right` may be
    NULL. */
void byline_track_ear_hear(BylineTrackEar* ear, const float* left,
                           const float* right, size_t n);

/** Go on with another index; what was heard is looked up there. */
void byline_track_ear_move(BylineTrackEar* ear, const BylineRecordings* index);

/** Ask, at most once a second.

    @param time Seconds of sound heard. */
void byline_track_ear_ask(BylineTrackEar* ear, double time,
                          BylineTrackLook* observation);

/** A recording that is being followed. */
typedef struct {
  size_t recording;           ///< Its number
  double probability;         ///< M_j
  BylineRecordingMatch match; ///< What was last found of it
} BylineFollowedTrack;

/** Recordings that are followed at a time, at most. */
#define BYLINE_MAX_FOLLOWED 4

/** What the index has made known so far. */
typedef struct {
  BylineFollowedTrack followed[BYLINE_MAX_FOLLOWED];
  size_t n;                ///< How many
  BylineDecision decision; ///< A recording's number, or BYLINE_NO_ARTIST
  double asked;            ///< When the index was last asked
  int32_t artist;          ///< The last answer's artist
  int32_t recording;       ///< Its recording, or BYLINE_NO_ARTIST
  double since;            ///< When these were announced
  int32_t mistaken;        ///< Whom the ear meant while a recording knew better
  double until;            ///< That is not believed until then
} BylineTracks;

/** Whom answers name. */
typedef struct {
  char* const* names; ///< Artists of the ear
  size_t n;           ///< How many
} BylineArtistNames;

/** Know nothing. */
void byline_tracks_reset(BylineTracks* tracks);

/**
   Go on with another index: recordings that have other numbers there are
   followed no more, and whoever is announced is no news.

   @param before The one until now.
*/
void byline_tracks_move(BylineTracks* tracks, const BylineRecordings* before,
                        const BylineRecordings* index);

/** What an answer is made of beside what the index has heard. */
typedef struct {
  const BylineRecordings* index;
  const BylineRecognizerSettings* settings;
  const BylineArtistNames* artists;
  const float*
      posterior; ///< The ear's, one an artist; NULL where it knows none
} BylineTrackContext;

/**
   Add what the index says to an answer of the ear.

   @param context Of the index that was asked.
   @param observation At the step of the answer.
   @param forget What was heard before is to be forgotten.
   @param[in,out] answer The ear's.
*/
void byline_tracks_answer(BylineTracks* tracks,
                          const BylineTrackContext* context,
                          const BylineTrackLook* observation, bool forget,
                          BylineAnswer* answer);

/** The number of a recording's artist: one of the ear's of the same name, but
    for case, or BYLINE_RECORDING_ARTIST. */
int32_t byline_tracks_artist(const BylineArtistNames* artists,
                             const char* name);

#endif // BYLINE_RECOGNIZER_TRACKS_H
