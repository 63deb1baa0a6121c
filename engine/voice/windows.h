/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file windows.h
   Spectra of the windows that voices are looked for in.
*/

#ifndef BYLINE_VOICE_WINDOWS_H
#define BYLINE_VOICE_WINDOWS_H

#include "byline/status.h"
#include "voice/voice_picture.h"

#include <fftw3.h>

/** What transforms windows: one thread at a time. */
typedef struct {
  fftwf_plan plan;         ///< From `windowed` to `spectrum`
  float* window;           ///< Hann's
  float* windowed;         ///< What the transform sees
  fftwf_complex* spectrum; ///< The last window's BYLINE_VOICE_BINS numbers
} BylineVoiceWindows;

/**
   Get ready.

   @param[out] windows To be cleared with byline_voice_windows_clear(), even on
   failure.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_voice_windows_init(BylineVoiceWindows* windows);

/** Free what it holds.  One of zeros is fine. */
void byline_voice_windows_clear(BylineVoiceWindows* windows);

/** Transform BYLINE_VOICE_WINDOW samples. */
const fftwf_complex* byline_voice_windows_transform(BylineVoiceWindows* windows,
                                                    const float* samples);

/** The powers of a spectrum's bins. */
void byline_voice_powers(const fftwf_complex* spectrum,
                         float power[BYLINE_VOICE_BINS]);

#endif // BYLINE_VOICE_WINDOWS_H
