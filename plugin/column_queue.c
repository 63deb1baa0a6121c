/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "column_queue.h"

#include "byline/front_end.h"
#include "byline/plugin.h"

void byline_column_queue_continue(BylineColumnQueue* columns, double n)
{
  columns->n_heard = (uint64_t)(n + 0.5);
  columns->n_cells = 0;
}

void byline_column_queue_skip(BylineColumnQueue* columns)
{
  ++columns->n_heard;
}

bool byline_column_queue_have_room(const BylineColumnQueue* columns,
                                   size_t bands)
{
  return columns->n_cells + bands <= BYLINE_MAX_CELLS;
}

static uint8_t cell(float db)
{
  const float steps = (db - BYLINE_SILENCE_DB) / BYLINE_CELL_DB;
  return (uint8_t)(steps > 0 ? steps < 255 ? steps : 255 : 0);
}

void byline_column_queue_add(BylineColumnQueue* columns, const float* column,
                             size_t bands)
{
  uint8_t* const cells = columns->cells + columns->n_cells;
  for (size_t i = 0; i < bands; ++i) {
    cells[i] = cell(column[i]);
  }
  columns->bands = bands;
  columns->n_cells += bands;
  ++columns->n_heard;
}

void byline_column_queue_post(BylineColumnQueue* columns, BylinePost* post)
{
  if (columns->n_cells > 0) {
    const uint64_t n = columns->n_cells / columns->bands;
    byline_post_columns(post, columns->n_heard - n, columns->cells,
                        columns->n_cells);
    columns->n_cells = 0;
  }
}
