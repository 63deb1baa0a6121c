/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file heard.h
   The last minute, as columns: what one can still learn from when somebody
   says who has been playing.

   A cell is a byte, BYLINE_HEARD_DB a step from BYLINE_SILENCE_DB on.  Behind
   a column's own cells stand the mix's where these are not among them.
*/

#ifndef BYLINE_RECOGNIZER_HEARD_H
#define BYLINE_RECOGNIZER_HEARD_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

/** dB of one step of a kept cell. */
#define BYLINE_HEARD_DB 0.5f

/** Columns that were heard. */
typedef struct BylineHeard {
  BylineFrontEnd front_end;
  uint8_t* columns;   ///< The last ones, room for 2 `max_columns`
  size_t size;        ///< Bytes of one
  size_t n_columns;   ///< How many
  size_t max_columns; ///< So many of the last are to be had at least
} BylineHeard;

/** Bytes of a kept column of such a front end. */
size_t byline_heard_size(const BylineFrontEnd* front_end);

/**
   Begin, having heard nothing.

   @param seconds How much is kept.
   @param[out] heard To be cleared with byline_heard_clear().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_heard_init(BylineHeard* heard,
                               const BylineFrontEnd* front_end, double seconds);

/** Free what it holds. */
void byline_heard_clear(BylineHeard* heard);

/** Forget all. */
void byline_heard_reset(BylineHeard* heard);

/**
   Keep a column.

   @param column As byline_front_end_cells().
   @param mix The same step's n_mels values of all sound.
*/
void byline_heard_add(BylineHeard* heard, const float* column,
                      const float* mix);

/** The last seconds of what was heard, or all where it is less: a view, which
    must not be cleared and ends with the next column. */
BylineHeard byline_heard_last(const BylineHeard* heard, double seconds);

/**
   The dB of `n_columns` kept columns.

   @param[out] cells byline_front_end_cells() values a column, or NULL.
   @param[out] mix n_mels values a column, or NULL.
*/
void byline_heard_read(const BylineFrontEnd* front_end, const uint8_t* columns,
                       size_t n_columns, float* cells, float* mix);

#endif // BYLINE_RECOGNIZER_HEARD_H
