/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file changed_copies.h
   An index made out of another one: of some of its recordings, and of copies
   that are changed so much that they count as other recordings.
*/

#ifndef BYLINE_TESTS_BENCH_CHANGED_COPIES_H
#define BYLINE_TESTS_BENCH_CHANGED_COPIES_H

#include "recordings/recordings.h"

#include <stdbool.h>

/**
   Write an index anew.

   @param n_copies Of each recording: backwards, or at tempos beyond any pitch
   fader, each with another title and path.
   @param is_wanted Whether a recording goes into it; NULL: all do.
*/
BylineStatus
changed_copies_write(const BylineRecordings* from, const char* path,
                     size_t n_copies,
                     bool (*is_wanted)(const BylineRecordingInfo*));

#endif // BYLINE_TESTS_BENCH_CHANGED_COPIES_H
