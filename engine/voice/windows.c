/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "voice/windows.h"

#include "spectrum/transform.h"

BylineStatus byline_voice_windows_init(BylineVoiceWindows* windows)
{
  windows->window = fftwf_alloc_real(BYLINE_VOICE_WINDOW);
  windows->windowed = fftwf_alloc_real(BYLINE_VOICE_WINDOW);
  windows->spectrum = fftwf_alloc_complex(BYLINE_VOICE_BINS);
  windows->plan = windows->window && windows->windowed && windows->spectrum
                      ? byline_plan_real(BYLINE_VOICE_WINDOW, windows->windowed,
                                         windows->spectrum)
                      : NULL;
  if (!windows->plan) {
    return byline_no_memory("looking for voices");
  }
  byline_hann(windows->window, BYLINE_VOICE_WINDOW);
  return BYLINE_OK;
}

void byline_voice_windows_clear(BylineVoiceWindows* windows)
{
  byline_plan_destroy(windows->plan);
  fftwf_free(windows->window);
  fftwf_free(windows->windowed);
  fftwf_free(windows->spectrum);
  *windows = (BylineVoiceWindows){0};
}

const fftwf_complex* byline_voice_windows_transform(BylineVoiceWindows* windows,
                                                    const float* samples)
{
  for (size_t i = 0; i < BYLINE_VOICE_WINDOW; ++i) {
    windows->windowed[i] = windows->window[i] * samples[i];
  }
  fftwf_execute(windows->plan);
  return (const fftwf_complex*)windows->spectrum;
}

void byline_voice_powers(const fftwf_complex* spectrum,
                         float power[BYLINE_VOICE_BINS])
{
  for (size_t i = 0; i < BYLINE_VOICE_BINS; ++i) {
    power[i] =
        spectrum[i][0] * spectrum[i][0] + spectrum[i][1] * spectrum[i][1];
  }
}
