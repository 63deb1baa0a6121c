/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Effects that change speed, tempo and pitch. */

#include "dataset/effects.h"

#include "byline/resampler.h"

#include <rubberband/rubberband-c.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Silence after the end that pushes the last samples out of the resampler */
#define TAIL 8192

/* Samples given to Rubber Band at a time */
#define BLOCK 4096

static BylineStatus no_memory(void)
{
  return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
}

/* Resample one channel to `n_output` samples. */
static BylineStatus resample(const float* input, size_t n, double input_rate,
                             double rate, float* output, size_t n_output)
{
  BylineResampler* resampler = NULL;
  BylineStatus status = byline_resampler_new(input_rate, rate, &resampler);
  if (status != BYLINE_OK) {
    return status;
  }
  static const float silence[TAIL] = {0};
  const size_t bound = byline_resampler_bound(resampler, n) +
                       byline_resampler_bound(resampler, TAIL);
  float* const buffer = malloc((bound + 1) * sizeof(*buffer));
  if (buffer) {
    size_t made = byline_resampler_process(resampler, input, n, buffer);
    made += byline_resampler_process(resampler, silence, TAIL, buffer + made);
    memcpy(output, buffer,
           (made < n_output ? made : n_output) * sizeof(*output));
  } else {
    status = no_memory();
  }
  free(buffer);
  byline_resampler_free(resampler);
  return status;
}

BylineStatus byline_effect_speed(BylineSound* sound, double factor,
                                 BylineRandom* random)
{
  (void)random;
  BylineSound result;
  const size_t n = (size_t)((double)sound->n / factor);
  BylineStatus status = byline_sound_new(n, sound->rate, &result);
  for (int c = 0; status == BYLINE_OK && c < 2; ++c) {
    status = resample(sound->channels[c], sound->n, sound->rate * factor,
                      sound->rate, result.channels[c], n);
  }
  if (status != BYLINE_OK) {
    byline_sound_free(&result);
    return status;
  }
  byline_sound_free(sound);
  *sound = result;
  return BYLINE_OK;
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

static BylineStatus stretch(BylineSound* sound, double time_ratio,
                            double pitch_scale)
{
  BylineSound result;
  const size_t n = (size_t)lrint((double)sound->n * time_ratio);
  const BylineStatus status = byline_sound_new(n, sound->rate, &result);
  if (status != BYLINE_OK) {
    return status;
  }
  const RubberBandState stretcher = rubberband_new(
      (unsigned)lrint(sound->rate), 2,
      RubberBandOptionProcessOffline | RubberBandOptionThreadingNever |
          RubberBandOptionChannelsTogether,
      time_ratio, pitch_scale);
  if (!stretcher) {
    byline_sound_free(&result);
    return no_memory();
  }
  stretch_all(stretcher, sound, &result);
  rubberband_delete(stretcher);
  byline_sound_free(sound);
  *sound = result;
  return BYLINE_OK;
}

BylineStatus byline_effect_tempo(BylineSound* sound, double factor,
                                 BylineRandom* random)
{
  (void)random;
  return stretch(sound, 1 / factor, 1);
}

BylineStatus byline_effect_pitch(BylineSound* sound, double semitones,
                                 BylineRandom* random)
{
  (void)random;
  return stretch(sound, 1, pow(2, semitones / 12));
}
