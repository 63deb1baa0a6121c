/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/voice_share.h"

#include "byline/front_end.h"
#include "spectrum/file_columns.h"
#include "spectrum/voice_activity.h"
#include "voice/voice_queue.h"

#include <stdlib.h>
#include <string.h>

/* A recording being listened to */
typedef struct {
  BylineFrontEnd front_end;
  float* columns;  ///< Room for a second of them
  size_t n;        ///< How many there are
  size_t n_frames; ///< How many make a second
  size_t n_heard;  ///< Seconds so far
  size_t n_voiced; ///< Those with a voice
} Listening;

static void hear_column(void* user, const float* column)
{
  Listening* const l = user;
  const size_t n_cells = byline_front_end_cells(&l->front_end);
  memcpy(l->columns + l->n++ * n_cells, column, n_cells * sizeof(float));
  if (l->n == l->n_frames) {
    const float probability =
        byline_voice_probability(&l->front_end, l->columns, l->n_frames);
    l->n_voiced += probability > 0.5f;
    ++l->n_heard;
    l->n = 0;
  }
}

BylineStatus byline_voice_share(const char* path,
                                const volatile sig_atomic_t* stop,
                                double* share)
{
  *share = 0;
  Listening l = {.front_end = byline_front_end_default()};
  BylineColumnTaker taker = {.column = hear_column, .stop = stop, .user = &l};
  l.front_end.focus = BYLINE_FOCUS_THREE;
  l.front_end.finder = BYLINE_FINDER_NETWORK;
  l.n_frames = byline_voice_frames(&l.front_end);
  l.columns =
      calloc(l.n_frames, byline_front_end_cells(&l.front_end) * sizeof(float));
  const BylineStatus status =
      l.columns ? byline_file_columns(path, &l.front_end, &byline_voice_finder,
                                      &taker)
                : byline_no_memory(path);
  if (status == BYLINE_OK && l.n_heard > 0) {
    *share = (double)l.n_voiced / (double)l.n_heard;
  }
  free(l.columns);
  return status;
}
