/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file column_queue.h
   The last columns of the spectrogram: posted as they come, and once more from
   the oldest on for a window that opens late.
*/

#ifndef BYLINE_PLUGIN_COLUMN_QUEUE_H
#define BYLINE_PLUGIN_COLUMN_QUEUE_H

#include "messages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Seconds of columns that are kept: as many as a window shows at most. */
#define BYLINE_QUEUE_SECONDS 90.0

/** Most columns that are kept, as a window does. */
#define BYLINE_QUEUE_COLUMNS 4096

/** A ring of columns; all zero is one that only counts. */
typedef struct {
  uint8_t* cells;  ///< `capacity` columns of `bands`, or NULL
  size_t bands;    ///< Cells of each column
  size_t capacity; ///< Columns that it has room for
  uint64_t oldest; ///< Number of the oldest that is kept
  uint64_t end;    ///< Number of the column that comes next
  uint64_t next;   ///< Number of the first that has not been posted
} BylineColumnQueue;

/**
   Begin with other columns, and forget those that are kept.  Where there is no
   memory, or a column does not fit into a message, columns are only counted.

   @param bands Cells of a column.
   @param rate Columns a second.
*/
void byline_column_queue_configure(BylineColumnQueue* queue, size_t bands,
                                   double rate);

/** Free what it holds. */
void byline_column_queue_clear(BylineColumnQueue* queue);

/** Forget what is kept; the next column is number `n`, which is not negative.
 */
void byline_column_queue_continue(BylineColumnQueue* queue, double n);

/** Add a column of levels in dB. */
void byline_column_queue_add(BylineColumnQueue* queue, const float* column);

/** Post everything that is kept once more, for a new window. */
void byline_column_queue_rewind(BylineColumnQueue* queue);

/** Let nobody have missed anything: there is no window. */
void byline_column_queue_skip(BylineColumnQueue* queue);

/** Post what has not been posted, as far as there is room, but not more at a
    time than hosts pass on: the rest, the next time. */
void byline_column_queue_post(BylineColumnQueue* queue, BylinePost* post);

#endif // BYLINE_PLUGIN_COLUMN_QUEUE_H
