/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Effects that change speed, tempo and pitch. */

#include "dataset/effects.h"

#include <rubberband/rubberband-c.h>

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Samples given to Rubber Band at a time */
#define BLOCK 4096

BylineStatus byline_effect_speed(BylineSound* sound, double factor,
                                 BylineRandom* random)
{
  (void)random;
  const double rate = sound->rate;
  sound->rate = rate * factor;
  const BylineStatus status = byline_sound_resample(sound, rate);
  sound->rate = rate;
  return status;
}

/* Whether both channels are the same, and one of them does for both */
static bool is_mono(const BylineSound* sound)
{
  return !memcmp(sound->channels[0], sound->channels[1],
                 sound->n * sizeof(float));
}

/* Take what Rubber Band has ready; it may give a few samples more or fewer
   than asked for. */
static void retrieve(RubberBandState stretcher, BylineSound* result,
                     size_t* n_done)
{
  while (*n_done < result->n) {
    const int available = rubberband_available(stretcher);
    if (available <= 0) {
      return;
    }
    const size_t room = result->n - *n_done;
    const size_t n = (size_t)available < room ? (size_t)available : room;
    float* const targets[2] = {result->channels[0] + *n_done,
                               result->channels[1] + *n_done};
    *n_done += rubberband_retrieve(stretcher, targets, (unsigned)n);
  }
}

/* Go through the sound once to study, once to process. */
static void stretch_all(RubberBandState stretcher, const BylineSound* sound,
                        BylineSound* result)
{
  rubberband_set_expected_input_duration(stretcher, (unsigned)sound->n);
  rubberband_set_max_process_size(stretcher, BLOCK);
  size_t n_done = 0;
  for (int pass = 0; pass < 2; ++pass) {
    for (size_t i = 0; i < sound->n; i += BLOCK) {
      const size_t rest = sound->n - i;
      const unsigned n = (unsigned)(rest < BLOCK ? rest : BLOCK);
      const float* const sources[2] = {sound->channels[0] + i,
                                       sound->channels[1] + i};
      if (pass == 0) {
        rubberband_study(stretcher, sources, n, rest <= BLOCK);
      } else {
        rubberband_process(stretcher, sources, n, rest <= BLOCK);
        retrieve(stretcher, result, &n_done);
      }
    }
  }
}

static BylineStatus stretch(BylineSound* sound, double time_ratio)
{
  BylineSound result;
  const size_t n = (size_t)lrint((double)sound->n * time_ratio);
  BYLINE_TRY(byline_sound_new(n, sound->rate, &result));
  const bool mono = is_mono(sound);
  const RubberBandState stretcher = rubberband_new(
      (unsigned)lrint(sound->rate), mono ? 1 : 2,
      RubberBandOptionProcessOffline | RubberBandOptionThreadingNever |
          RubberBandOptionChannelsTogether,
      time_ratio, 1);
  if (!stretcher) {
    byline_sound_free(&result);
    return byline_no_memory(NULL);
  }
  stretch_all(stretcher, sound, &result);
  if (mono) {
    memcpy(result.channels[1], result.channels[0], n * sizeof(float));
  }
  rubberband_delete(stretcher);
  byline_sound_free(sound);
  *sound = result;
  return BYLINE_OK;
}

BylineStatus byline_effect_tempo(BylineSound* sound, double factor,
                                 BylineRandom* random)
{
  (void)random;
  return stretch(sound, 1 / factor);
}

/* Rubber Band would do the same, with a resampler that takes ten times as long
   to design its filter for such a ratio as all the rest takes. */
BylineStatus byline_effect_pitch(BylineSound* sound, double semitones,
                                 BylineRandom* random)
{
  const double factor = pow(2, semitones / 12);
  BYLINE_TRY(stretch(sound, factor));
  return byline_effect_speed(sound, factor, random);
}
