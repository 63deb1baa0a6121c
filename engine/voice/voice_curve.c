/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "voice/voice_curve.h"

#include "base/array.h"
#include "spectrum/voice_activity.h"
#include "voice/voice_queue.h"

#include <stdbool.h>
#include <stdlib.h>

/* Points, a second of sound */
#define RATE 4

BylineStatus byline_voice_curve_init(BylineVoiceCurve* curve, double rate)
{
  *curve = (BylineVoiceCurve){.front_end = byline_front_end_default()};
  curve->front_end.focus = BYLINE_FOCUS_THREE;
  curve->front_end.finder = BYLINE_FINDER_NETWORK;
  BYLINE_TRY(byline_spectrogram_new(&curve->front_end, &byline_voice_finder,
                                    rate, &curve->spectrogram));
  return byline_voice_meter_new(&curve->front_end, &curve->meter);
}

static void on_column(void* user, const float* column)
{
  BylineVoiceCurve* const curve = user;
  const size_t n_second = byline_voice_frames(&curve->front_end);
  byline_voice_meter_push(curve->meter, column);
  ++curve->n_columns;
  if (curve->n_columns < n_second ||
      curve->n_columns % (n_second / RATE) != 0) {
    return;
  }
  BylineVoicePoint* const points =
      byline_array_extend(curve->points, curve->n, sizeof(*points));
  if (!points) {
    return;
  }
  curve->points = points;
  const size_t first = curve->n_columns - n_second;
  curve->points[curve->n++] = (BylineVoicePoint){
      .time = byline_front_end_time(&curve->front_end, first) +
              0.5 * BYLINE_VOICE_SECONDS,
      .probability = byline_voice_meter_probability(curve->meter)};
}

void byline_voice_curve_push(BylineVoiceCurve* curve, const float* left,
                             const float* right, size_t n)
{
  byline_spectrogram_push(curve->spectrogram, left, right, n, on_column, curve);
}

void byline_voice_curve_end(BylineVoiceCurve* curve)
{
  byline_spectrogram_flush(curve->spectrogram, on_column, curve);
}

void byline_voice_curve_reset(BylineVoiceCurve* curve)
{
  byline_spectrogram_reset(curve->spectrogram);
  byline_voice_meter_reset(curve->meter);
  curve->n_columns = 0;
  curve->n = 0;
}

void byline_voice_curve_clear(BylineVoiceCurve* curve)
{
  byline_spectrogram_free(curve->spectrogram);
  byline_voice_meter_free(curve->meter);
  free(curve->points);
  *curve = (BylineVoiceCurve){.n = 0};
}
