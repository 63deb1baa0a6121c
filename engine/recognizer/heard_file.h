/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file heard_file.h
   A recording as it would be heard live, to learn from.
*/

#ifndef BYLINE_RECOGNIZER_HEARD_FILE_H
#define BYLINE_RECOGNIZER_HEARD_FILE_H

#include "byline/front_end.h"
#include "byline/status.h"
#include "recognizer/heard.h"

/**
   Hear a recording from its beginning.

   @param finder As for byline_spectrogram_new().
   @param seconds At most so many.
   @param[out] heard To be cleared with byline_heard_clear(), also after a
   failure.
   @return As byline_file_columns().
*/
BylineStatus byline_heard_file(const char* path,
                               const BylineFrontEnd* front_end,
                               const BylineVoiceFinder* finder, double seconds,
                               BylineHeard* heard);

#endif // BYLINE_RECOGNIZER_HEARD_FILE_H
