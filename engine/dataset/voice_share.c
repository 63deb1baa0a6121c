/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/voice_share.h"

#include "byline/audio_file.h"
#include "byline/front_end.h"
#include "spectrum/voice_activity.h"
#include "voice/voice_queue.h"

#include <stdlib.h>
#include <string.h>

/* Samples decoded at a time */
#define BLOCK 8192

/* A recording being listened to */
typedef struct {
  BylineFrontEnd front_end;
  BylineSpectrogram* spectrogram;
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

static BylineStatus hear(BylineAudioFile* file, Listening* l,
                         const volatile sig_atomic_t* stop)
{
  float left[BLOCK];
  float right[BLOCK];
  for (;;) {
    if (stop && *stop) {
      return byline_error(BYLINE_ERROR_INTERRUPTED, "stopped on request");
    }
    size_t n = 0;
    const BylineStatus status =
        byline_audio_file_read(file, left, right, BLOCK, &n);
    if (status != BYLINE_OK) {
      return status;
    }
    if (n == 0) {
      byline_spectrogram_flush(l->spectrogram, hear_column, l);
      return BYLINE_OK;
    }
    byline_spectrogram_push(l->spectrogram, left, right, n, hear_column, l);
  }
}

BylineStatus byline_voice_share(const char* path,
                                const volatile sig_atomic_t* stop,
                                double* share)
{
  *share = 0;
  BylineAudioFile* file = NULL;
  BylineStatus status = byline_audio_file_open(path, &file);
  if (status != BYLINE_OK) {
    return status;
  }
  Listening l = {.front_end = byline_front_end_default()};
  l.front_end.focus = BYLINE_FOCUS_THREE;
  l.front_end.finder = BYLINE_FINDER_NETWORK;
  l.n_frames = byline_voice_frames(&l.front_end);
  l.columns =
      calloc(l.n_frames, byline_front_end_cells(&l.front_end) * sizeof(float));
  status =
      l.columns
          ? byline_spectrogram_new(&l.front_end, &byline_voice_finder,
                                   byline_audio_file_rate(file), &l.spectrogram)
          : byline_no_memory(path);
  if (status == BYLINE_OK) {
    status = hear(file, &l, stop);
  }
  if (status == BYLINE_OK && l.n_heard > 0) {
    *share = (double)l.n_voiced / (double)l.n_heard;
  }
  byline_spectrogram_free(l.spectrogram);
  byline_audio_file_close(file);
  free(l.columns);
  return status;
}
