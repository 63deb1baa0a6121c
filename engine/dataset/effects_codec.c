/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Effects that lossy codecs have. */

#include "dataset/effects.h"

#include "audio/lossy.h"

/* Send sound through a codec, at the codec's rate. */
static BylineStatus pass_through(BylineSound* sound, const char* encoder,
                                 double kilobits)
{
  const size_t n = sound->n;
  const double rate = sound->rate;
  BYLINE_TRY(byline_sound_resample(sound, BYLINE_LOSSY_RATE));
  BYLINE_TRY(byline_lossy_round_trip(encoder, (long)(1000 * kilobits),
                                     sound->channels[0], sound->channels[1],
                                     sound->n));
  BYLINE_TRY(byline_sound_resample(sound, rate));
  if (sound->n > n) {
    sound->n = n;
  }
  return BYLINE_OK;
}

BylineStatus byline_effect_mp3(BylineSound* sound, double kilobits,
                               BylineRandom* random)
{
  (void)random;
  return pass_through(sound, "libmp3lame", kilobits);
}

BylineStatus byline_effect_opus(BylineSound* sound, double kilobits,
                                BylineRandom* random)
{
  (void)random;
  return pass_through(sound, "libopus", kilobits);
}
