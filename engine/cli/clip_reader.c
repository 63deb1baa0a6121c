/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/clip_reader.h"

#include "spectrum/file_columns.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  BylineClipColumns* clip;
  size_t size; ///< Values of a column
  size_t n;    ///< Columns so far
  size_t first;
  size_t max;
} Reading;

static void keep(void* user, const float* column)
{
  Reading* const r = user;
  BylineClipColumns* const clip = r->clip;
  if (r->n++ >= r->first && clip->n_frames < r->max) {
    memcpy(clip->columns + clip->n_frames++ * r->size, column,
           r->size * sizeof(*column));
  }
}

static bool is_full(void* user)
{
  const Reading* const r = user;
  return r->clip->n_frames == r->max;
}

BylineStatus byline_clip_columns_read(const char* path,
                                      const BylineFrontEnd* front_end,
                                      double begin, double seconds,
                                      BylineClipColumns* clip)
{
  const double rate = (double)front_end->sample_rate / front_end->hop;
  Reading r = {.clip = clip,
               .size = byline_front_end_cells(front_end),
               .first = (size_t)(begin * rate + 0.5),
               .max = byline_front_end_frames(front_end, seconds)};
  BylineColumnTaker taker = {.column = keep, .is_enough = is_full, .user = &r};
  *clip = (BylineClipColumns){
      .begin = byline_front_end_time(front_end, r.first),
      .columns = calloc(r.max, r.size * sizeof(float)),
  };
  BylineStatus status =
      clip->columns
          ? byline_file_columns(path, front_end, &byline_voice_finder, &taker)
          : byline_no_memory(path);
  if (status == BYLINE_OK && clip->n_frames == 0) {
    const double end = byline_front_end_time(front_end, r.n);
    status = byline_error(BYLINE_ERROR_DATA, "%s: it ends at %.0f:%04.1f", path,
                          floor(end / 60), fmod(end, 60));
  }
  if (status != BYLINE_OK) {
    byline_clip_columns_free(clip);
  }
  return status;
}

void byline_clip_columns_free(BylineClipColumns* clip)
{
  free(clip->columns);
  *clip = (BylineClipColumns){.columns = NULL};
}
