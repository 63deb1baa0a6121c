/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/voice_meter.h"

#include "spectrum/voice_activity.h"

#include <stdlib.h>
#include <string.h>

struct BylineVoiceMeter {
  BylineFrontEnd front_end;
  size_t n_cells;  ///< In a column
  size_t n_second; ///< Columns in a second
  size_t n_heard;  ///< Columns so far
  /** Twice a second: each column is written to both halves, so that the last
      second always lies in one piece. */
  float* columns;
};

BylineStatus byline_voice_meter_new(const BylineFrontEnd* front_end,
                                    BylineVoiceMeter** meter)
{
  BylineVoiceMeter* const m = calloc(1, sizeof(*m));
  *meter = m;
  if (m) {
    m->front_end = *front_end;
    m->n_cells = byline_front_end_cells(front_end);
    m->n_second = byline_voice_frames(front_end);
    m->columns = calloc(2 * m->n_second * m->n_cells, sizeof(float));
  }
  if (!m || !m->columns) {
    byline_voice_meter_free(m);
    *meter = NULL;
    return byline_no_memory("a meter");
  }
  return BYLINE_OK;
}

void byline_voice_meter_free(BylineVoiceMeter* meter)
{
  if (meter) {
    free(meter->columns);
    free(meter);
  }
}

void byline_voice_meter_reset(BylineVoiceMeter* meter)
{
  meter->n_heard = 0;
}

void byline_voice_meter_push(BylineVoiceMeter* meter, const float* column)
{
  const size_t place = meter->n_heard % meter->n_second;
  const size_t n = meter->n_cells;
  memcpy(meter->columns + place * n, column, n * sizeof(*column));
  memcpy(meter->columns + (meter->n_second + place) * n, column,
         n * sizeof(*column));
  ++meter->n_heard;
}

float byline_voice_meter_probability(const BylineVoiceMeter* meter)
{
  if (meter->n_heard < meter->n_second) {
    return -1;
  }
  const size_t oldest = meter->n_heard % meter->n_second;
  return byline_voice_probability(&meter->front_end,
                                  meter->columns + oldest * meter->n_cells,
                                  meter->n_second);
}
