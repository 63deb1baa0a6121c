/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file music_activity.h
   Whether what is heard is music at all, or a tone, noise, clicks, speech.

   Rules on a few measures (music_features.h) tell what is no music by any
   standard; the weighted sum of the others, which was learnt (logistic
   regression), tells speech.  README.md has both, and how well they do.
*/

#ifndef BYLINE_SPECTRUM_MUSIC_ACTIVITY_H
#define BYLINE_SPECTRUM_MUSIC_ACTIVITY_H

#include "byline/front_end.h"
#include "spectrum/music_features.h"

#include <stdbool.h>
#include <stddef.h>

/** Whether sound heard by a front end can be judged: it must be near enough to
    the default one, with which all thresholds were found. */
bool byline_music_can_judge(const BylineFrontEnd* front_end);

/**
   Whether a stretch of sound is no music by any standard.

   @param features As byline_music_measure() gives them.
*/
bool byline_music_breaks_rules(
    const float features[static BYLINE_MUSIC_FEATURES]);

/**
   How unlike music a stretch of sound is.

   @param features As byline_music_measure() gives them.
   @return About the logarithm of the odds that it is none; -8 to 8.
*/
float byline_music_doubt(const float features[static BYLINE_MUSIC_FEATURES]);

/**
   Measure a stretch of sound, and tell how unlike music it is.

   @param columns As byline_music_measure() takes them.
   @return As byline_music_doubt(); 0, undecided, where sound cannot be judged.
*/
float byline_music_doubt_about(const BylineFrontEnd* front_end,
                               const float* columns, size_t n_frames);

/** A judgement that goes on; begins with zeros. */
typedef struct {
  float doubt; ///< Smoothed
  bool begun;  ///< Something was heard
  bool music;  ///< It is music, up to now
} BylineMusicSense;

/**
   Hear more.

   @param doubt Of the last stretch of sound.
   @param elapsed Seconds since the one before.
   @return Whether this is music.
*/
bool byline_music_sense(BylineMusicSense* sense, float doubt, double elapsed);

#endif // BYLINE_SPECTRUM_MUSIC_ACTIVITY_H
