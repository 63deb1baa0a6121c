/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/music_gate.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

float byline_column_level(const float* column, size_t n_mels)
{
  float power = FLT_MIN; // Without any band there is silence, too
  for (size_t i = 0; i < n_mels; ++i) {
    power += exp2f(column[i] * 0.332192809f);
  }
  return 10 * log10f(power);
}

BylineStatus byline_music_gate_init(BylineMusicGate* gate,
                                    const BylineFrontEnd* front_end,
                                    size_t max_frames)
{
  *gate = (BylineMusicGate){.front_end = *front_end, .max_frames = max_frames};
  if (!byline_music_can_judge(front_end)) {
    return BYLINE_OK;
  }
  gate->columns =
      calloc(2 * max_frames, front_end->n_mels * sizeof(*gate->columns));
  return gate->columns ? BYLINE_OK : byline_no_memory("a recogniser");
}

void byline_music_gate_clear(BylineMusicGate* gate)
{
  free(gate->columns);
  *gate = (BylineMusicGate){.n_columns = 0};
}

void byline_music_gate_reset(BylineMusicGate* gate)
{
  gate->n_columns = 0;
  gate->sense = (BylineMusicSense){.begun = false};
}

void byline_music_gate_hear(BylineMusicGate* gate, const float* column)
{
  if (!gate->columns) {
    return;
  }
  const size_t n_mels = gate->front_end.n_mels;
  if (gate->n_columns == 2 * gate->max_frames) {
    const size_t half = gate->max_frames * n_mels;
    memcpy(gate->columns, gate->columns + half, half * sizeof(float));
    gate->n_columns = gate->max_frames;
  }
  memcpy(gate->columns + gate->n_columns * n_mels, column,
         n_mels * sizeof(float));
  ++gate->n_columns;
}

bool byline_music_gate_judge(BylineMusicGate* gate, size_t n_frames,
                             double elapsed)
{
  if (!gate->columns) {
    return true;
  }
  const float* const columns =
      gate->columns + (gate->n_columns - n_frames) * gate->front_end.n_mels;
  float features[BYLINE_MUSIC_FEATURES];
  byline_music_measure(&gate->front_end, columns, n_frames, features);
  return byline_music_sense(&gate->sense, byline_music_doubt(features),
                            elapsed);
}
