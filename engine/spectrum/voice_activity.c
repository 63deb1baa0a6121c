/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/voice_activity.h"
#include "spectrum/voice_weights.h"

#include <math.h>

/* Ranges of bands that are looked at one by one */
#define N_RANGES 8

/* What is softer than the loudest cell by this is not heard, in dB */
#define RANGE_DB 60.0f

/* The share of the voice, as the network estimates it, at which a voice is as
   likely as not, and how fast that changes */
#define SHARE_MIDDLE 0.3f
#define SHARE_SLOPE 15.0f

/* One channel of a stretch of sound */
typedef struct {
  const float* cells; ///< Of the first column
  size_t n_cells;     ///< From one column to the next
  size_t n_frames;
} Channel;

size_t byline_voice_frames(const BylineFrontEnd* front_end)
{
  const double n =
      BYLINE_VOICE_SECONDS * front_end->sample_rate / (double)front_end->hop;
  return n > 2 ? (size_t)(n + 0.5) : 2;
}

static float peak_of(const Channel* channel, size_t n_mels)
{
  float peak = BYLINE_SILENCE_DB;
  for (size_t frame = 0; frame < channel->n_frames; ++frame) {
    for (size_t i = 0; i < n_mels; ++i) {
      peak = fmaxf(peak, channel->cells[frame * channel->n_cells + i]);
    }
  }
  return peak;
}

/* The mean level of some bands of a column, over the floor */
static float level(const Channel* channel, size_t frame, size_t first,
                   size_t end, float floor)
{
  const float* const cells = channel->cells + frame * channel->n_cells;
  float sum = 0;
  for (size_t i = first; i < end; ++i) {
    sum += fmaxf(cells[i] - floor, 0);
  }
  return sum / (float)(end - first);
}

void byline_voice_features(const BylineFrontEnd* front_end,
                           const float* columns, size_t n_frames,
                           float features[static BYLINE_VOICE_FEATURES])
{
  const size_t n_mels = front_end->n_mels;
  const Channel mix = {columns, 3 * n_mels, n_frames};
  const Channel voice = {columns + n_mels, 3 * n_mels, n_frames};
  const float floor = peak_of(&mix, n_mels) - RANGE_DB;
  for (size_t k = 0; k < N_RANGES; ++k) {
    const size_t first = n_mels * k / N_RANGES;
    const size_t end = n_mels * (k + 1) / N_RANGES;
    float share = 0;
    float sum = 0;
    float square_sum = 0;
    float movement = 0;
    float before = 0;
    for (size_t frame = 0; frame < n_frames; ++frame) {
      const float now = level(&voice, frame, first, end, floor);
      share += now - level(&mix, frame, first, end, floor);
      sum += now;
      square_sum += now * now;
      movement += frame ? fabsf(now - before) : 0;
      before = now;
    }
    const float n = (float)n_frames;
    const float mean = sum / n;
    features[k] = share / n;
    features[N_RANGES + k] = mean;
    features[2 * N_RANGES + k] = sqrtf(fmaxf(square_sum / n - mean * mean, 0));
    features[3 * N_RANGES + k] = movement / n;
  }
}

/* The probability of a voice, 0 to 1 */
static float judge(const float features[static BYLINE_VOICE_FEATURES])
{
  float logit = voice_bias;
  for (size_t k = 0; k < VOICE_UNITS; ++k) {
    float sum = voice_unit_biases[k];
    for (size_t i = 0; i < BYLINE_VOICE_FEATURES; ++i) {
      sum +=
          voice_units[k][i] * (features[i] - voice_means[i]) * voice_scales[i];
    }
    logit += voice_weights[k] * tanhf(sum);
  }
  return 1.0f / (1.0f + expf(-logit));
}

/* With the network's estimate: the voice's share of the amplitude where voices
   are, which needs no more than a threshold */
static float judge_share(const BylineFrontEnd* front_end, const float* columns,
                         size_t n_frames)
{
  const size_t n_mels = front_end->n_mels;
  const size_t first = n_mels / 16;
  const size_t end = n_mels - n_mels / 4;
  float voice = 0;
  float mix = 1e-6f;
  for (size_t frame = 0; frame < n_frames; ++frame) {
    const float* const cells = columns + frame * 3 * n_mels;
    for (size_t i = first; i < end; ++i) {
      mix += powf(10, cells[i] / 20);
      voice += powf(10, cells[n_mels + i] / 20);
    }
  }
  return 1 / (1 + expf(-SHARE_SLOPE * (voice / mix - SHARE_MIDDLE)));
}

float byline_voice_probability(const BylineFrontEnd* front_end,
                               const float* columns, size_t n_frames)
{
  if (front_end->finder == BYLINE_FINDER_NETWORK) {
    return judge_share(front_end, columns, n_frames);
  }
  float features[BYLINE_VOICE_FEATURES];
  byline_voice_features(front_end, columns, n_frames, features);
  return judge(features);
}

float byline_voice_mean(const BylineFrontEnd* front_end, const float* columns,
                        size_t n_frames)
{
  const size_t n_cells = byline_front_end_cells(front_end);
  const size_t n_second = byline_voice_frames(front_end);
  const size_t n = n_frames / n_second;
  if (n == 0) {
    return byline_voice_probability(front_end, columns, n_frames);
  }
  float sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += byline_voice_probability(front_end, columns + i * n_second * n_cells,
                                    n_second);
  }
  return sum / (float)n;
}
