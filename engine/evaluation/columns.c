/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/columns.h"
#include "voice/voice_queue.h"

#include <stdlib.h>
#include <string.h>

/* Columns on their way */
typedef struct {
  BylineColumns* columns;
  size_t capacity;
} Taker;

static void take(void* user, const float* column)
{
  const Taker* const taker = user;
  BylineColumns* const c = taker->columns;
  if (c->n < taker->capacity) {
    memcpy(c->values + c->n++ * c->n_cells, column,
           c->n_cells * sizeof(*column));
  }
}

BylineStatus byline_columns_make(const BylineFrontEnd* front_end,
                                 const BylineSound* sound,
                                 BylineColumns* columns)
{
  *columns = (BylineColumns){.n_cells = byline_front_end_cells(front_end)};
  BylineSpectrogram* spectrogram = NULL;
  BYLINE_TRY(byline_spectrogram_new(front_end, &byline_voice_finder,
                                    sound->rate, &spectrogram));
  /* Resampling may give a column more than the seconds say */
  const double seconds = (double)sound->n / sound->rate;
  Taker taker = {.columns = columns,
                 .capacity = byline_front_end_frames(front_end, seconds) + 4};
  columns->values =
      malloc(taker.capacity * columns->n_cells * sizeof(*columns->values));
  if (!columns->values) {
    byline_spectrogram_free(spectrogram);
    return byline_error(BYLINE_ERROR_MEMORY, "no memory for %.0f s of sound",
                        seconds);
  }
  byline_spectrogram_push(spectrogram, sound->channels[0], sound->channels[1],
                          sound->n, take, &taker);
  byline_spectrogram_flush(spectrogram, take, &taker);
  byline_spectrogram_free(spectrogram);
  return BYLINE_OK;
}

void byline_columns_free(BylineColumns* columns)
{
  free(columns->values);
  *columns = (BylineColumns){.n = 0};
}
