/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "column_queue.h"

#include "byline/front_end.h"
#include "byline/plugin.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Messages at a time: hosts have room for some ten thousand bytes between two
   looks at what is for the window */
#define MOST_MESSAGES 2

void byline_column_queue_configure(BylineColumnQueue* queue, size_t bands,
                                   double rate)
{
  const double wanted = ceil(BYLINE_QUEUE_SECONDS * rate);
  size_t capacity = wanted >= 1 && wanted < BYLINE_QUEUE_COLUMNS
                        ? (size_t)wanted
                        : BYLINE_QUEUE_COLUMNS;
  capacity = bands > 0 && bands <= BYLINE_MAX_CELLS ? capacity : 0;
  free(queue->cells);
  queue->cells = capacity ? malloc(capacity * bands) : NULL;
  queue->capacity = queue->cells ? capacity : 0;
  queue->bands = bands;
  queue->oldest = queue->next = queue->end;
}

void byline_column_queue_clear(BylineColumnQueue* queue)
{
  free(queue->cells);
  *queue = (BylineColumnQueue){0};
}

void byline_column_queue_continue(BylineColumnQueue* queue, double n)
{
  assert(n >= 0);
  queue->end = (uint64_t)(n + 0.5);
  queue->oldest = queue->next = queue->end;
}

static uint8_t cell(float db)
{
  const float steps = (db - BYLINE_SILENCE_DB) / BYLINE_CELL_DB;
  return (uint8_t)(steps > 0 ? steps < 255 ? steps : 255 : 0);
}

/* Where a column lies */
static uint8_t* place(const BylineColumnQueue* queue, uint64_t number)
{
  assert(number >= queue->oldest && number <= queue->end);
  return queue->cells + number % queue->capacity * queue->bands;
}

void byline_column_queue_add(BylineColumnQueue* queue, const float* column)
{
  if (queue->capacity == 0) {
    byline_column_queue_continue(queue, (double)queue->end + 1);
    return;
  }
  uint8_t* const cells = place(queue, queue->end);
  for (size_t i = 0; i < queue->bands; ++i) {
    cells[i] = cell(column[i]);
  }
  ++queue->end;
  if (queue->end - queue->oldest > queue->capacity) {
    queue->oldest = queue->end - queue->capacity;
  }
}

void byline_column_queue_rewind(BylineColumnQueue* queue)
{
  queue->next = queue->oldest;
}

void byline_column_queue_skip(BylineColumnQueue* queue)
{
  queue->next = queue->end;
}

static uint64_t least(uint64_t a, uint64_t b)
{
  return a < b ? a : b;
}

void byline_column_queue_post(BylineColumnQueue* queue, BylinePost* post)
{
  if (queue->next < queue->oldest) {
    queue->next = queue->oldest;
  }
  for (int i = 0; i < MOST_MESSAGES && queue->next < queue->end; ++i) {
    /* As many as a message has room for, up to where the ring begins anew */
    const uint64_t fit = BYLINE_MAX_CELLS / queue->bands;
    const uint64_t turn = queue->capacity - queue->next % queue->capacity;
    const uint64_t n = least(queue->end - queue->next, least(fit, turn));
    if (!byline_post_columns(post, queue->next, place(queue, queue->next),
                             n * queue->bands)) {
      return;
    }
    queue->next += n;
  }
}
