/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/heard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whether the first channel of a column is not the mix */
static bool lacks_mix(const BylineFrontEnd* front_end)
{
  return front_end->focus == BYLINE_FOCUS_VOICE;
}

size_t byline_heard_size(const BylineFrontEnd* front_end)
{
  return byline_front_end_cells(front_end) +
         (lacks_mix(front_end) ? front_end->n_mels : 0);
}

BylineStatus byline_heard_init(BylineHeard* heard,
                               const BylineFrontEnd* front_end, double seconds)
{
  *heard =
      (BylineHeard){.front_end = *front_end,
                    .size = byline_heard_size(front_end),
                    .max_columns = byline_front_end_frames(front_end, seconds)};
  heard->columns = calloc(2 * heard->max_columns, heard->size);
  return heard->columns
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_MEMORY,
                            "no memory for the last %.0f s", seconds);
}

void byline_heard_clear(BylineHeard* heard)
{
  free(heard->columns);
  *heard = (BylineHeard){.n_columns = 0};
}

void byline_heard_reset(BylineHeard* heard)
{
  heard->n_columns = 0;
}

BylineHeard byline_heard_last(const BylineHeard* heard, double seconds)
{
  BylineHeard last = *heard;
  const size_t n = byline_front_end_frames(&heard->front_end, seconds);
  if (n < last.n_columns) {
    last.columns += (last.n_columns - n) * last.size;
    last.n_columns = n;
  }
  return last;
}

static void to_bytes(const float* values, size_t n, uint8_t* bytes)
{
  for (size_t i = 0; i < n; ++i) {
    const float step = (values[i] - BYLINE_SILENCE_DB) / BYLINE_HEARD_DB + 0.5f;
    bytes[i] = (uint8_t)fminf(fmaxf(step, 0), UINT8_MAX);
  }
}

static void from_bytes(const uint8_t* bytes, size_t n, float* values)
{
  for (size_t i = 0; i < n; ++i) {
    values[i] = BYLINE_SILENCE_DB + BYLINE_HEARD_DB * (float)bytes[i];
  }
}

void byline_heard_add(BylineHeard* heard, const float* column, const float* mix)
{
  const size_t size = heard->size;
  const size_t n_cells = byline_front_end_cells(&heard->front_end);
  if (heard->n_columns == 2 * heard->max_columns) {
    memcpy(heard->columns, heard->columns + heard->max_columns * size,
           heard->max_columns * size);
    heard->n_columns = heard->max_columns;
  }
  uint8_t* const to = heard->columns + heard->n_columns++ * size;
  to_bytes(column, n_cells, to);
  to_bytes(mix, size - n_cells, to + n_cells);
}

void byline_heard_read(const BylineFrontEnd* front_end, const uint8_t* columns,
                       size_t n_columns, float* cells, float* mix)
{
  const size_t size = byline_heard_size(front_end);
  const size_t n_cells = byline_front_end_cells(front_end);
  const size_t n_mels = front_end->n_mels;
  for (size_t i = 0; i < n_columns; ++i) {
    const uint8_t* const column = columns + i * size;
    if (cells) {
      from_bytes(column, n_cells, cells + i * n_cells);
    }
    if (mix) {
      from_bytes(column + (lacks_mix(front_end) ? n_cells : 0), n_mels,
                 mix + i * n_mels);
    }
  }
}
