/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sounds.h
   Sounds that are nobody's music: tones, sweeps, noises, clicks, signals of
   telephones, crowds, speech.
*/

#ifndef BYLINE_TRAINING_SOUNDS_H
#define BYLINE_TRAINING_SOUNDS_H

#include "byline/random.h"

#include <stddef.h>

/** Kinds of sounds. */
#define BYLINE_SOUND_KINDS 8

/**
   Make a sound; everything about it but its kind is drawn at random.

   @param kind Below BYLINE_SOUND_KINDS.
   @param rate Of the sound, in Hz.
   @param[out] samples `n` of them, about as loud as music.
*/
void byline_sound_make(size_t kind, BylineRandom* random, double rate,
                       float* samples, size_t n);

#endif // BYLINE_TRAINING_SOUNDS_H
