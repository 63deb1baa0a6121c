/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file column_queue.h
   Columns of the spectrogram, gathered until a message takes them to a window.
*/

#ifndef BYLINE_PLUGIN_COLUMN_QUEUE_H
#define BYLINE_PLUGIN_COLUMN_QUEUE_H

#include "messages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What waits; all zero when nothing was heard yet. */
typedef struct {
  uint64_t n_heard;                ///< Columns since the start
  size_t n_cells;                  ///< Cells that wait
  size_t bands;                    ///< Cells of each column
  uint8_t cells[BYLINE_MAX_CELLS]; ///< They
} BylineColumnQueue;

/** Forget what waits; the next column is number `n`, which is not negative. */
void byline_column_queue_continue(BylineColumnQueue* columns, double n);

/** Count a column that no window wants to see; none may be waiting. */
void byline_column_queue_skip(BylineColumnQueue* columns);

/** Whether there is room for another column of `bands` cells. */
bool byline_column_queue_have_room(const BylineColumnQueue* columns,
                                   size_t bands);

/** Add a column of `bands` levels in dB; there must be room. */
void byline_column_queue_add(BylineColumnQueue* columns, const float* column,
                             size_t bands);

/** Post what waits, if anything; what the ring has no room for is lost. */
void byline_column_queue_post(BylineColumnQueue* columns, BylinePost* post);

#endif // BYLINE_PLUGIN_COLUMN_QUEUE_H
