/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_phrases.h
   The sound of an example: recordings of one singer, or of one accompaniment,
   one after the other.
*/

#ifndef BYLINE_TRAINING_SEPARATION_PHRASES_H
#define BYLINE_TRAINING_SEPARATION_PHRASES_H

#include "byline/random.h"
#include "training/separation_material.h"

/**
   Fill the sound with recordings of one group, drawn at random, at one speed.

   @param voice Of voices: phrases that fade, with gaps between them, mono.
   @param random Decides everything.
   @param[out] sound Mid and side, `n_samples` each.
*/
void byline_voice_draw_sound(const BylineVoiceShelf* shelf, bool voice,
                             size_t n_samples, BylineRandom* random,
                             float* const sound[2]);

#endif // BYLINE_TRAINING_SEPARATION_PHRASES_H
