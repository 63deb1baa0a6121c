/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_meter.h
   Whether somebody sings or speaks just now: voice_activity.h over the last
   second of a sound that goes on.
*/

#ifndef BYLINE_SPECTRUM_VOICE_METER_H
#define BYLINE_SPECTRUM_VOICE_METER_H

#include "byline/front_end.h"

#include <stddef.h>

/** A meter. */
typedef struct BylineVoiceMeter BylineVoiceMeter;

/**
   Make a meter.

   @param front_end Of the columns that will come; its focus is
   BYLINE_FOCUS_THREE.
   @param[out] meter To be freed with byline_voice_meter_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_voice_meter_new(const BylineFrontEnd* front_end,
                                    BylineVoiceMeter** meter);

/** Free a meter.  NULL is fine. */
void byline_voice_meter_free(BylineVoiceMeter* meter);

/** Forget what was heard. */
void byline_voice_meter_reset(BylineVoiceMeter* meter);

/** Hear a column. */
void byline_voice_meter_push(BylineVoiceMeter* meter, const float* column);

/** The probability of a voice in the last second, 0 to 1; -1 as long as there
    was no second. */
float byline_voice_meter_probability(const BylineVoiceMeter* meter);

#endif // BYLINE_SPECTRUM_VOICE_METER_H
