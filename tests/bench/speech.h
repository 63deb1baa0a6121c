/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file speech.h
   Recordings of a speaker, one after another, and their pitch.
*/

#ifndef BYLINE_TESTS_BENCH_SPEECH_H
#define BYLINE_TESTS_BENCH_SPEECH_H

#include "byline/random.h"

#include <stddef.h>

#define SPEECH_RATE 16000
#define SPEECH_FRAME 160 /* 10 ms: how often there is a pitch */
#define SPEECH_REACH 640 /* What a pitch is found in */

/** Speech without gaps, mono. */
typedef struct {
  float* samples;
  size_t n;
  size_t capacity;
  float* pitches;  ///< In Hz by frame; 0 where nothing is voiced
  size_t n_frames; ///< Of these
  float middle;    ///< Median of the pitches
} Speech;

/** Append recordings until there are so many seconds.  Gaps are left out, and
    all recordings made equally loud.  What cannot be read is passed by. */
void speech_read(Speech* speech, char** paths, size_t n_paths, double seconds);

/** Find the pitches, by autocorrelation. */
void speech_find_pitches(Speech* speech);

/** Mean power. */
float speech_power(const float* x, size_t n);

/** Free and clear. */
void speech_free(Speech* speech);

#endif // BYLINE_TESTS_BENCH_SPEECH_H
