/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file false_alarms.h
   What an index of half of the artists says about the other half's music.
*/

#ifndef BYLINE_TESTS_BENCH_FALSE_ALARMS_H
#define BYLINE_TESTS_BENCH_FALSE_ALARMS_H

#include "byline/dataset.h"
#include "byline/thread_pool.h"
#include "recordings/recordings.h"
#include "tests/bench/bench_log.h"

#include <stdbool.h>
#include <stddef.h>

/** Scores are counted by whole numbers below this. */
#define MAX_SCORES 64

/** What was measured. */
typedef struct {
  double hours;              ///< Of music that is not in the index
  size_t n_asked;            ///< Questions, one a second about ten seconds
  size_t n_answers;          ///< Questions that were answered
  size_t n_alarms;           ///< Recordings named in a track, at least once
  size_t scores[MAX_SCORES]; ///< Questions by the best answer's score, also
                             ///< where that was too low to be told
} FalseAlarms;

/** Whether a recording is left out of the index: by its artist, every other
    one. */
bool false_alarms_is_left_out(const char* artist);

/** Hear what is left out, live, but for what the log has. */
void false_alarms_count(const BylineRecordings* index,
                        const BylineLibrary* library, BylineThreadPool* pool,
                        BenchLog* log, FalseAlarms* alarms);

#endif // BYLINE_TESTS_BENCH_FALSE_ALARMS_H
