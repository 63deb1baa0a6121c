/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/file_columns.h"

#include "base/stop.h"
#include "byline/audio_file.h"

/* Samples decoded at a time */
#define BLOCK 8192

static BylineStatus hear(BylineAudioFile* file, const BylineColumnTaker* taker)
{
  float left[BLOCK];
  float right[BLOCK];
  size_t n = 1;
  while (n > 0 && !(taker->is_enough && taker->is_enough(taker->user))) {
    BYLINE_TRY(byline_stop_check(taker->stop));
    BYLINE_TRY(byline_audio_file_read(file, left, right, BLOCK, &n));
    byline_spectrogram_push(taker->spectrogram, left, right, n, taker->column,
                            taker->user);
  }
  if (n == 0) {
    byline_spectrogram_flush(taker->spectrogram, taker->column, taker->user);
  }
  return BYLINE_OK;
}

BylineStatus byline_file_columns(const char* path,
                                 const BylineFrontEnd* front_end,
                                 const BylineVoiceFinder* finder,
                                 BylineColumnTaker* taker)
{
  BylineAudioFile* file = NULL;
  BYLINE_TRY(byline_audio_file_open(path, &file));
  BylineStatus status = byline_spectrogram_new(
      front_end, finder, byline_audio_file_rate(file), &taker->spectrogram);
  BYLINE_THEN(status, hear(file, taker));
  byline_spectrogram_free(taker->spectrogram);
  taker->spectrogram = NULL;
  byline_audio_file_close(file);
  return status;
}
