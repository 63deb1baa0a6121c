/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_activity.h
   Whether somebody sings or speaks, over music.

   Where the network finds the voice, its share of the amplitude tells.  Where
   filters do, a small perceptron on what they show: how much of each range of
   frequencies is voice, how loud that is, and how it moves.  README.md tells
   how well both work, and what the perceptron learnt from.
*/

#ifndef BYLINE_SPECTRUM_VOICE_ACTIVITY_H
#define BYLINE_SPECTRUM_VOICE_ACTIVITY_H

#include "byline/front_end.h"

#include <stddef.h>

/** Numbers that a stretch of sound is judged by. */
#define BYLINE_VOICE_FEATURES 32

/** Seconds of sound that are judged at a time. */
#define BYLINE_VOICE_SECONDS 1.0

/** Columns that are judged at a time: about a second. */
size_t byline_voice_frames(const BylineFrontEnd* front_end);

/**
   Work out what a stretch of sound is judged by.

   @param front_end Its focus is BYLINE_FOCUS_THREE; at least 8 bands.
   @param columns `n_frames` columns, at least 2.
   @param[out] features What is said above, in a fixed order.
*/
void byline_voice_features(const BylineFrontEnd* front_end,
                           const float* columns, size_t n_frames,
                           float features[static BYLINE_VOICE_FEATURES]);

/** The probability of a voice in a stretch of sound, 0 to 1. */
float byline_voice_probability(const BylineFrontEnd* front_end,
                               const float* columns, size_t n_frames);

/** The mean of that over a clip, second by second; what is left of the last
    second counts only in clips that are shorter. */
float byline_voice_mean(const BylineFrontEnd* front_end, const float* columns,
                        size_t n_frames);

#endif // BYLINE_SPECTRUM_VOICE_ACTIVITY_H
