/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sound_parts.h
   A recording taken apart into its voice and the rest.
*/

#ifndef BYLINE_DATASET_SOUND_PARTS_H
#define BYLINE_DATASET_SOUND_PARTS_H

#include "byline/network.h"
#include "byline/status.h"
#include "dataset/sound.h"

/**
   Take a sound apart: the masks of engine/voice, laid on its spectra at its own
   rate, with the phases that they have.  Voice and rest add up to the sound.

   @param network As byline_masker_new() takes it.
   @param sound Becomes the rest.
   @param[out] voice To be freed with byline_sound_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE (rate) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sound_separate(BylineNetwork* network, BylineSound* sound,
                                   BylineSound* voice);

#endif // BYLINE_DATASET_SOUND_PARTS_H
