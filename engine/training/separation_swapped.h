/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_swapped.h
   Whether a song's voice and accompaniment have each other's names, as the
   network that comes with Byline hears them.
*/

#ifndef BYLINE_TRAINING_SEPARATION_SWAPPED_H
#define BYLINE_TRAINING_SEPARATION_SWAPPED_H

#include "byline/network.h"
#include "byline/status.h"
#include "training/separation_material.h"

#include <stdbool.h>

/**
   Listen to some seconds of both.

   @param network As byline_voice_model_acquire() gives it.
   @param[out] swapped Whether what is called accompaniment is mostly voice, and
   what is called voice is not.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_voice_swapped(BylineNetwork* network,
                                  const BylineVoiceRecording* voice,
                                  const BylineVoiceRecording* rest,
                                  bool* swapped);

#endif // BYLINE_TRAINING_SEPARATION_SWAPPED_H
