/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/sound.h"

#include "byline/resampler.h"

#include <stdlib.h>
#include <string.h>

/* Silence after the end that pushes the last samples out of the resampler */
#define TAIL 8192

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
    status = byline_no_memory(NULL);
  }
  free(buffer);
  byline_resampler_free(resampler);
  return status;
}

BylineStatus byline_sound_resample(BylineSound* sound, double rate)
{
  if (sound->rate == rate) {
    return BYLINE_OK;
  }
  BylineSound result;
  const size_t n = (size_t)((double)sound->n * (rate / sound->rate));
  BylineStatus status = byline_sound_new(n, rate, &result);
  for (int c = 0; status == BYLINE_OK && c < 2; ++c) {
    status = resample(sound->channels[c], sound->n, sound->rate, rate,
                      result.channels[c], n);
  }
  if (status != BYLINE_OK) {
    byline_sound_free(&result);
    return status;
  }
  byline_sound_free(sound);
  *sound = result;
  return BYLINE_OK;
}
