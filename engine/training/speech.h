/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file speech.h
   Something like speech, in no language: to learn from that it is no music.
*/

#ifndef BYLINE_TRAINING_SPEECH_H
#define BYLINE_TRAINING_SPEECH_H

#include "byline/random.h"

#include <stddef.h>

/**
   Speak: a voice drawn at random says phrases of random syllables.

   A syllable is perhaps a fricative, then a vowel: glottal pulses through
   three resonators, the formants (source and filter; Fant 1960; the
   resonators: Klatt 1980, eq. 2), which glide from vowel to vowel.

   @param rate Of the sound, in Hz.
   @param[out] samples `n` of them, at most 1 in size.
*/
void byline_speech_make(BylineRandom* random, double rate, float* samples,
                        size_t n);

#endif // BYLINE_TRAINING_SPEECH_H
