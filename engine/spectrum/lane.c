/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/lane.h"
#include "spectrum/mel.h"
#include "spectrum/transform.h"

#include <assert.h>
#include <fftw3.h>
#include <string.h>

BylineStatus byline_lane_init(BylineLane* lane, const BylineFrontEnd* front_end,
                              double input_rate)
{
  const double rate = front_end->sample_rate;
  *lane = (BylineLane){.resampler = NULL};
  if (input_rate != rate) {
    BYLINE_TRY(byline_resampler_new(input_rate, rate, &lane->resampler));
  }
  const size_t n = front_end->fft_size;
  lane->max_block = lane->resampler ? byline_resampler_bound(lane->resampler,
                                                             BYLINE_LANE_BLOCK)
                                    : BYLINE_LANE_BLOCK;
  /* More than needed, so that what is kept is seldom moved */
  lane->capacity = n + lane->max_block + 8 * (size_t)front_end->hop;
  lane->block = byline_zeros(BYLINE_LANE_BLOCK);
  lane->sound = byline_zeros(lane->capacity);
  lane->power = byline_zeros(n / 2 + 1 + BYLINE_MEL_PADDING);
  return lane->block && lane->sound && lane->power
             ? BYLINE_OK
             : byline_no_memory("a spectrogram");
}

void byline_lane_clear(BylineLane* lane)
{
  byline_resampler_free(lane->resampler);
  fftwf_free(lane->block);
  fftwf_free(lane->sound);
  fftwf_free(lane->power);
  *lane = (BylineLane){.resampler = NULL};
}

void byline_lane_reset(BylineLane* lane)
{
  if (lane->resampler) {
    byline_resampler_reset(lane->resampler);
  }
}

void byline_lane_join(BylineLane* lane, const BylineLane* other)
{
  memset(lane->sound, 0, lane->capacity * sizeof(float));
  if (lane->resampler) {
    byline_resampler_join(lane->resampler, other->resampler);
  }
}

float* byline_lane_next_block(const BylineLane* lane, size_t end)
{
  assert(end <= lane->capacity);
  return lane->resampler ? lane->block : lane->sound + end;
}

size_t byline_lane_append(BylineLane* lane, size_t end, size_t n)
{
  assert(n <= BYLINE_LANE_BLOCK);
  assert(end + lane->max_block <= lane->capacity);
  return lane->resampler
             ? byline_resampler_process(lane->resampler, lane->block, n,
                                        lane->sound + end)
             : n;
}
