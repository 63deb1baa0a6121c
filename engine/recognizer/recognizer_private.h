/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file recognizer_private.h
   What a recogniser is made of, for the files that it is written in.
*/

#ifndef BYLINE_RECOGNIZER_RECOGNIZER_PRIVATE_H
#define BYLINE_RECOGNIZER_RECOGNIZER_PRIVATE_H

#include "byline/recognizer.h"
#include "recognizer/heard.h"
#include "recognizer/judge.h"
#include "recognizer/music_gate.h"
#include "recognizer/offline.h"
#include "recognizer/roster.h"
#include "recognizer/tracks.h"

/** The most answers that wait for each other when looks are batched. */
#define BYLINE_MAX_WAITING 64u

/** A recogniser. */
struct BylineRecognizer {
  const BylineModel* model;
  BylineRoster* roster; ///< Not owned; NULL: the model's own
  BylineFrontEnd front_end;
  BylineRecognizerSettings settings;
  BylineRecognizerEvents events;
  BylineLookBatch batch;
  BylineSpectrogram* spectrogram;
  BylinePlan* plan;
  size_t min_frames; ///< Columns that a look needs
  size_t max_frames; ///< Columns that a look can have

  float* columns;      ///< The last columns, room for 2 max_frames
  size_t n_columns;    ///< How many
  uint64_t n_heard;    ///< Columns since the start
  size_t n_since;      ///< Columns since the last answer
  size_t n_since_look; ///< Columns since the last look
  size_t n_silent;     ///< Silent columns up to now
  bool fresh;          ///< What was heard before has just been forgotten
  bool looked;         ///< There was a look since then

  double sample_rate;                       ///< Of the sound, in Hz
  const BylineRecordings* recordings;       ///< An index, or NULL
  BylineTrackEar* track_ear;                ///< Asks it, NULL likewise
  BylineTracks tracks;                      ///< What it has made known
  BylineHeard heard;                        ///< To learn from
  BylineMusicGate gate;                     ///< Whether this is music
  BylineJudge judge;                        ///< Turns looks into answers
  BylineMoment moments[BYLINE_MAX_WAITING]; ///< Answers that wait
  size_t n_moments;                         ///< How many
  size_t n_looks;                           ///< How many of them have a look
  size_t look_frames;                       ///< Columns of each look
  float* images;  ///< Their pictures, one after another
  float* classes; ///< The model's answer to one of them
  float* looks;   ///< Their results, one after another
};

#endif // BYLINE_RECOGNIZER_RECOGNIZER_PRIVATE_H
