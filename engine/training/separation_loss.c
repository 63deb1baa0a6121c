/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/separation_loss.h"

#include "byline/network.h"
#include "spectrum/mel.h"

#include <math.h>
#include <stdlib.h>

/* As many as speech recognition has up to 8 kHz */
#define N_MEL 40
#define FIRST_HZ 60.0f
#define LAST_HZ 7600.0f

/* What lies 30 dB below the running level counts as silence */
#define SILENCE 1e-3f

/* Distances well above grow evenly, those below by their square: in nats */
#define BEND 0.5f

static float mel(float frequency)
{
  return (float)byline_mel_from_hz((double)frequency);
}

void byline_separation_loss_init(BylineSeparationLoss* loss, float mel_share)
{
  loss->mel_share = mel_share;
  float frequencies[BYLINE_VOICE_BANDS];
  byline_voice_bands(frequencies);
  const float first = mel(FIRST_HZ);
  const float step = (mel(LAST_HZ) - first) / N_MEL;
  loss->n = 0;
  int last = -1;
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    const int band =
        (int)fminf(fmaxf((mel(frequencies[i]) - first) / step, 0), N_MEL - 1);
    if (band != last) {
      loss->begin[loss->n++] = i;
      last = band;
    }
  }
  loss->begin[loss->n] = BYLINE_VOICE_BANDS;
  for (size_t j = 0; j < loss->n; ++j) {
    const size_t end = loss->begin[j + 1];
    float sum = 0;
    for (size_t i = loss->begin[j]; i < end; ++i) {
      const float below = i ? frequencies[i - 1] : 0;
      const float above =
          i + 1 < BYLINE_VOICE_BANDS ? frequencies[i + 1] : frequencies[i];
      sum += loss->widths[i] = above - below;
    }
    for (size_t i = loss->begin[j]; i < end; ++i) {
      loss->widths[i] /= sum;
    }
  }
}

/* The distance of one mel band of one column; `scale` is what it counts */
static float add_distance(const BylineSeparationLoss* loss, size_t j,
                          const float* logits, const float* mix,
                          const float* voice, size_t stride, float scale,
                          float* d_logits)
{
  float estimated = SILENCE;
  float true_power = SILENCE;
  float parts[BYLINE_VOICE_BANDS];
  float masks[BYLINE_VOICE_BANDS];
  const size_t begin = loss->begin[j];
  const size_t end = loss->begin[j + 1];
  for (size_t i = begin; i < end; ++i) {
    const float m = 1 / (1 + expf(-logits[i * stride]));
    masks[i] = m;
    parts[i] = loss->widths[i] * m * m * mix[i * stride];
    estimated += parts[i];
    true_power += loss->widths[i] * voice[i * stride];
  }
  const float distance = logf(estimated / true_power);
  const float bent = sqrtf(distance * distance + BEND * BEND);
  const float slope = scale * distance / bent / estimated;
  for (size_t i = begin; i < end; ++i) {
    // cppcheck-suppress uninitvar
    d_logits[i * stride] += slope * 2 * parts[i] * (1 - masks[i]);
  }
  return scale * (bent - BEND);
}

/* From the mean over these pixels to their part of that over the whole batch:
   scales the derivatives, and tells by what */
static float take_part(const BylineSeparationTruth* truth, size_t n,
                       float* d_logits)
{
  if (!(truth->weights > 0)) {
    return 1;
  }
  double own = 0;
  for (size_t i = 0; i < n; ++i) {
    own += (double)truth->weight[i];
  }
  const float part = (float)(own / truth->weights);
  for (size_t i = 0; part != 1 && i < n; ++i) {
    d_logits[i] *= part;
  }
  return part;
}

float byline_separation_loss(const BylineSeparationLoss* loss,
                             const float* logits,
                             const BylineSeparationTruth* truth, size_t batch,
                             size_t n_columns, float* d_logits)
{
  const size_t n = BYLINE_VOICE_BANDS * n_columns;
  const float entropy =
      byline_binary_cross_entropy(logits, truth->target, truth->weight,
                                  batch * n, d_logits) *
      take_part(truth, batch * n, d_logits);
  double distance = 0;
  const size_t whole = truth->whole ? truth->whole : batch;
  const float scale = loss->mel_share / (float)(whole * loss->n * n_columns);
  for (size_t b = 0; b < batch; ++b) {
    for (size_t j = 0; j < loss->n; ++j) {
      for (size_t t = 0; t < n_columns; ++t) {
        const size_t at = b * n + t;
        distance += (double)add_distance(loss, j, logits + at, truth->mix + at,
                                         truth->voice + at, n_columns, scale,
                                         d_logits + at);
      }
    }
  }
  return entropy + (float)distance;
}
