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
#include "spectrum/voice_meter.h"

/** The most answers that wait for each other when observations are batched. */
#define BYLINE_MAX_WAITING 64u

/** A recogniser. */
struct BylineRecognizer {
  const BylineModel* model;
  BylineRoster* roster; ///< Not owned; NULL: the model's own
  BylineFrontEnd front_end;
  BylineRecognizerSettings settings;
  BylineRecognizerEvents events;
  BylineObservationBatch batch;
  BylineSpectrogram* spectrogram;
  BylinePlan* plan;
  size_t min_frames; ///< Columns that an observation needs
  size_t max_frames; ///< Columns that an observation can have

  float* columns;             ///< The last columns, room for 2 max_frames
  size_t n_columns;           ///< How many
  uint64_t n_heard;           ///< Columns since the start
  size_t n_since;             ///< Columns since the last answer
  size_t n_since_observation; ///< Columns since the last observation
  size_t n_silent;            ///< Silent columns up to now
  bool fresh;                 ///< What was heard before has just been forgotten
  bool observed;              ///< There was an observation since then

  double sample_rate;                       ///< Of the sound, in Hz
  const BylineRecordings* recordings;       ///< An index, or NULL
  BylineTrackEar* track_ear;                ///< Asks it, NULL likewise
  BylineTracks tracks;                      ///< What it has made known
  BylineHeard heard;                        ///< To learn from
  BylineMusicGate gate;                     ///< Whether this is music
  BylineVoiceMeter* voice_meter;            ///< NULL where nothing shows it
  float voice;                              ///< As it last said
  BylineJudge judge;                        ///< Turns observations into answers
  BylineTimeStep steps[BYLINE_MAX_WAITING]; ///< Answers that wait
  size_t n_steps;                           ///< How many
  size_t n_observations;     ///< How many of them have an observation
  size_t observation_frames; ///< Columns of each observation
  float* images;             ///< Their pictures, one after another
  float* classes;            ///< The model's answer to one of them
  float* observations;       ///< Their results, one after another
};

#endif // BYLINE_RECOGNIZER_RECOGNIZER_PRIVATE_H
