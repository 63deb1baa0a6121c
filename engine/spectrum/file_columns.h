/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file file_columns.h
   A recording, from its file to the columns of its spectrogram.
*/

#ifndef BYLINE_SPECTRUM_FILE_COLUMNS_H
#define BYLINE_SPECTRUM_FILE_COLUMNS_H

#include "byline/front_end.h"
#include "byline/status.h"

#include <signal.h>
#include <stdbool.h>

/** Who wants the columns of a recording. */
typedef struct {
  BylineColumnFunction column;       ///< Gets each of them
  bool (*is_enough)(void* user);     ///< Whether there are; NULL: all, please
  const volatile sig_atomic_t* stop; ///< Set it to stop; NULL for none
  void* user;                        ///< For both functions
  BylineSpectrogram* spectrogram;    ///< Makes them, while it does
} BylineColumnTaker;

/**
   Decode a recording into columns.

   @param finder As for byline_spectrogram_new().
   @param taker May get some more columns than are enough.
   @return BYLINE_OK, BYLINE_ERROR_INTERRUPTED, or as byline_audio_file_open(),
   byline_audio_file_read() and byline_spectrogram_new().
*/
BylineStatus byline_file_columns(const char* path,
                                 const BylineFrontEnd* front_end,
                                 const BylineVoiceFinder* finder,
                                 BylineColumnTaker* taker);

#endif // BYLINE_SPECTRUM_FILE_COLUMNS_H
