/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file recording.h
   Who is on a recording: a whole sound through the live path, in pieces or as a
   file.
*/

#ifndef BYLINE_RECOGNIZER_RECORDING_H
#define BYLINE_RECOGNIZER_RECORDING_H

#include "byline/history.h"
#include "byline/recognizer.h"
#include "byline/thread_pool.h"

#include <stddef.h>
#include <stdint.h>

/** What was found out about a recording. */
typedef struct {
  double duration;            ///< Seconds of sound in it
  size_t n_observations;      ///< How often the network observed
  BylineRank top[BYLINE_TOP]; ///< Ranked by the mean of all observations
  int32_t artist;             ///< Who plays longest, of those whom the ear
                              ///< knows; -1 for nobody of them
  BylineHistory history;      ///< Who played when; silence is in no entry
  size_t longest; ///< Of who plays longest, whoever knew it, the longest entry
} BylineRecording;

/** How a recording is recognised. */
typedef struct {
  BylineRecognizerSettings settings;  ///< As for the live path
  BylineRoster* roster;               ///< Whom to name; NULL: the model's own
  const BylineRecordings* recordings; ///< Known again, with titles; or NULL
  BylineThreadPool* pool; ///< Shares the observations; NULL for none
  /** Told every answer that the live path would give; may be NULL. */
  void (*answer)(void* user, const BylineAnswer* answer);
  void* user; ///< Passed on to `answer`
} BylineRecordingSettings;

/**
   Recognise a file.

   The ranking is by the mean over all observations of the calibrated
   probabilities (the "sum rule" of Kittler et al. 1998, which one wrong but
   sure observation cannot spoil); observations are settings.interval apart.

   @param[out] recording To be freed with byline_recording_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT (not audio),
   BYLINE_ERROR_DATA (too short or silent) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recording_recognize(const char* path,
                                        const BylineModel* model,
                                        const BylineRecordingSettings* settings,
                                        BylineRecording* recording);

/** A recording that comes in pieces. */
typedef struct BylineRecordingStream BylineRecordingStream;

/**
   Begin with a recording.

   @param model Must outlive it.
   @param rate Of its sound, in Hz.
   @param[out] stream To be freed with byline_recording_stream_free().
   @return As byline_recognizer_new().
*/
BylineStatus
byline_recording_stream_new(const BylineModel* model, double rate,
                            const BylineRecordingSettings* settings,
                            BylineRecordingStream** stream);

/** Go on with `n` samples; right may be NULL for mono. */
void byline_recording_stream_push(BylineRecordingStream* stream,
                                  const float* left, const float* right,
                                  size_t n);

/**
   It has ended: tell who is on it; as byline_recording_recognize().

   @param name What messages call it.
   @return BYLINE_OK, BYLINE_ERROR_DATA or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recording_stream_end(BylineRecordingStream* stream,
                                         const char* name,
                                         BylineRecording* recording);

/** Free it.  NULL is fine. */
void byline_recording_stream_free(BylineRecordingStream* stream);

/** Free what `recording` holds and clear it. */
void byline_recording_free(BylineRecording* recording);

#endif // BYLINE_RECOGNIZER_RECORDING_H
