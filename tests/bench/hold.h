/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file hold.h
   A singer out of a speaker: source and filter.

   Speech is taken apart into its pitch and the envelope of its spectrum. Vowels
   are held for whole notes of a melody, with portamento, vibrato, drift and
   jitter of pitch, breath, swelling and fading; consonants stay short.
   Formants, range and colour are drawn anew from time to time.
*/

#ifndef BYLINE_TESTS_BENCH_HOLD_H
#define BYLINE_TESTS_BENCH_HOLD_H

#include "tests/bench/speech.h"

/** Sing what is said in `speech`, up to so many seconds.  Appends to `out`. */
void speech_hold(const Speech* speech, BylineRandom random, float seconds,
                 Speech* out);

#endif // BYLINE_TESTS_BENCH_HOLD_H
