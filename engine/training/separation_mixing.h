/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_mixing.h
   Examples to learn from: a voice over music, and which is which.

   Every example is mixed anew: places, speeds, levels, sound colour, room,
   several voices or none.
*/

#ifndef BYLINE_TRAINING_SEPARATION_MIXING_H
#define BYLINE_TRAINING_SEPARATION_MIXING_H

#include "byline/random.h"
#include "byline/status.h"
#include "training/separation_material.h"

/** What mixes: one thread at a time. */
typedef struct BylineVoiceMixer BylineVoiceMixer;

/** Where an example goes: pictures of BYLINE_VOICE_BANDS x columns. */
typedef struct {
  float* image;  ///< BYLINE_VOICE_CHANNELS of them, as picture.h has them
  float* target; ///< The voice's share that the network should answer
  float* weight; ///< How much each pixel counts
  float* mix;    ///< Power over the running level, tilted as the picture is
  float* voice;  ///< The voice's
} BylineVoiceExample;

/**
   Get ready.

   @param n_columns Of an example.
   @param[out] mixer To be freed with byline_voice_mixer_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_voice_mixer_new(size_t n_columns, BylineVoiceMixer** mixer);

/** Free it.  NULL is fine. */
void byline_voice_mixer_free(BylineVoiceMixer* mixer);

/**
   Mix an example.

   @param held Of what is held out, where there is such; or of the rest.
   @param random Decides everything.
*/
void byline_voice_mixer_mix(BylineVoiceMixer* mixer,
                            const BylineVoiceMaterial* material, bool held,
                            BylineRandom random,
                            const BylineVoiceExample* example);

#endif // BYLINE_TRAINING_SEPARATION_MIXING_H
