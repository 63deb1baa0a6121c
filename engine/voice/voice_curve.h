/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file voice_curve.h
   How probable it is that somebody sings or speaks, over the time of a
   recording: four values a second.
*/

#ifndef BYLINE_VOICE_VOICE_CURVE_H
#define BYLINE_VOICE_VOICE_CURVE_H

#include "byline/front_end.h"
#include "spectrum/voice_meter.h"

#include <stddef.h>

/** A value of the curve. */
typedef struct {
  double time;       ///< Of the middle of what it is about, in s
  float probability; ///< 0 to 1
} BylineVoicePoint;

/** A curve that grows; all zero is an empty one. */
typedef struct {
  BylineFrontEnd front_end;       ///< The voice is found in
  BylineSpectrogram* spectrogram; ///< By it
  BylineVoiceMeter* meter;        ///< What the last second says
  size_t n_columns;               ///< So far
  BylineVoicePoint* points;       ///< `n`, in order of time
  size_t n;                       ///< How many; fewer when memory is out
} BylineVoiceCurve;

/**
   Begin one.

   @param[out] curve To be cleared, whatever is returned.
   @param rate Of the sound, in Hz.
   @return As byline_spectrogram_new().
*/
BylineStatus byline_voice_curve_init(BylineVoiceCurve* curve, double rate);

/** Hear more sound.  @param right NULL for mono. */
void byline_voice_curve_push(BylineVoiceCurve* curve, const float* left,
                             const float* right, size_t n);

/** The sound has ended: what was held back comes into the curve. */
void byline_voice_curve_end(BylineVoiceCurve* curve);

/** Begin anew. */
void byline_voice_curve_reset(BylineVoiceCurve* curve);

/** Free what it holds. */
void byline_voice_curve_clear(BylineVoiceCurve* curve);

#endif // BYLINE_VOICE_VOICE_CURVE_H
