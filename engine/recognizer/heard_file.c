/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recognizer/heard_file.h"

#include "spectrum/file_columns.h"

typedef struct {
  BylineHeard* heard;
  BylineColumnTaker taker;
} Ear;

static bool is_full(void* user)
{
  const BylineHeard* const heard = ((const Ear*)user)->heard;
  return heard->n_columns == heard->max_columns;
}

static void hear_column(void* user, const float* column)
{
  const Ear* const ear = user;
  if (!is_full(user)) {
    byline_heard_add(ear->heard, column,
                     byline_spectrogram_mix(ear->taker.spectrogram));
  }
}

BylineStatus byline_heard_file(const char* path,
                               const BylineFrontEnd* front_end,
                               const BylineVoiceFinder* finder, double seconds,
                               BylineHeard* heard)
{
  Ear ear = {
      .heard = heard,
      .taker = {.column = hear_column, .is_enough = is_full, .user = &ear}};
  *heard = (BylineHeard){.columns = NULL};
  BYLINE_TRY(byline_heard_init(heard, front_end, seconds));
  return byline_file_columns(path, front_end, finder, &ear.taker);
}
