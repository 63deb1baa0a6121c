/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/separation_swapped.h"

#include "dataset/sound.h"
#include "dataset/sound_parts.h"
#include "voice/voice_picture.h"

/* How much is listened to: the middle */
#define SAMPLES ((size_t)20 * BYLINE_VOICE_RATE)

/* What is voice has at least this share of its power in it; and the other has
   at most so much of that */
#define VOICE_SHARE 0.5
#define OTHER_SHARE 0.5

/* The share of the power that the network takes for voice */
static BylineStatus share_of(BylineNetwork* network,
                             const BylineVoiceRecording* recording,
                             double* share)
{
  const size_t n = recording->n < SAMPLES ? recording->n : SAMPLES;
  const size_t begin = (recording->n - n) / 2;
  BylineSound sound;
  BylineSound voice = {.n = 0};
  BylineStatus status = byline_sound_new(n, BYLINE_VOICE_RATE, &sound);
  if (status == BYLINE_OK) {
    for (size_t i = 0; i < n; ++i) {
      const float mid = (float)recording->mid[begin + i] / 32767;
      const float side =
          recording->side ? (float)recording->side[begin + i] / 32767 : 0;
      sound.channels[0][i] = mid + side;
      sound.channels[1][i] = mid - side;
    }
    const double all = byline_sound_power(&sound);
    status = byline_sound_separate(network, &sound, &voice);
    *share =
        status == BYLINE_OK && all > 0 ? byline_sound_power(&voice) / all : 0;
  }
  byline_sound_free(&sound);
  byline_sound_free(&voice);
  return status;
}

BylineStatus byline_voice_swapped(BylineNetwork* network,
                                  const BylineVoiceRecording* voice,
                                  const BylineVoiceRecording* rest,
                                  bool* swapped)
{
  double in_voice = 0;
  double in_rest = 0;
  *swapped = false;
  BylineStatus status = share_of(network, voice, &in_voice);
  BYLINE_THEN(status, share_of(network, rest, &in_rest));
  *swapped = status == BYLINE_OK && in_rest > VOICE_SHARE &&
             in_voice < OTHER_SHARE * in_rest;
  return status;
}
