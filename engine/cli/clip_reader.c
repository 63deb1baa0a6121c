/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/clip_reader.h"

#include "byline/audio_file.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Samples decoded at a time */
#define BLOCK 8192u

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

static BylineStatus read_all(BylineAudioFile* file,
                             BylineSpectrogram* spectrogram, Reading* r)
{
  float left[BLOCK];
  float right[BLOCK];
  while (r->clip->n_frames < r->max) {
    size_t n = 0;
    const BylineStatus status =
        byline_audio_file_read(file, left, right, BLOCK, &n);
    if (status != BYLINE_OK) {
      return status;
    }
    if (n == 0) {
      byline_spectrogram_flush(spectrogram, keep, r);
      return BYLINE_OK;
    }
    byline_spectrogram_push(spectrogram, left, right, n, keep, r);
  }
  return BYLINE_OK;
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
  BylineAudioFile* file = NULL;
  BylineSpectrogram* spectrogram = NULL;
  *clip = (BylineClipColumns){
      .begin = byline_front_end_time(front_end, r.first),
      .columns = calloc(r.max, r.size * sizeof(float)),
  };
  BylineStatus status = clip->columns ? byline_audio_file_open(path, &file)
                                      : byline_no_memory(path);
  if (status == BYLINE_OK) {
    status = byline_spectrogram_new(front_end, &byline_voice_finder,
                                    byline_audio_file_rate(file), &spectrogram);
  }
  if (status == BYLINE_OK) {
    status = read_all(file, spectrogram, &r);
  }
  if (status == BYLINE_OK && clip->n_frames == 0) {
    const double end = byline_front_end_time(front_end, r.n);
    status = byline_error(BYLINE_ERROR_DATA, "%s: it ends at %.0f:%04.1f", path,
                          floor(end / 60), fmod(end, 60));
  }
  byline_spectrogram_free(spectrogram);
  byline_audio_file_close(file);
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
