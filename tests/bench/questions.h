/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file questions.h
   What an index of recordings is asked: clips of its tracks, played faster,
   over a telephone, two at once.
*/

#ifndef BYLINE_TESTS_BENCH_QUESTIONS_H
#define BYLINE_TESTS_BENCH_QUESTIONS_H

#include "byline/dataset.h"
#include "byline/thread_pool.h"
#include "evaluation/fingerprint.h"
#include "recordings/recordings.h"
#include "tests/bench/bench_log.h"

#include <stddef.h>

/** How long the clips are, in seconds. */
#define N_LENGTHS 4
extern const double lengths[N_LENGTHS];

/** The length that the targets are about. */
#define TEN_SECONDS 2

/** What is done to the clips. */
typedef struct {
  char name[40];
  char effects[80]; ///< A chain of effects; "": as it is
  bool is_pair;     ///< Another track is mixed in, as loud; both are asked for
  size_t n[N_LENGTHS];     ///< Clips
  size_t right[N_LENGTHS]; ///< The right recording comes first
  size_t wrong[N_LENGTHS]; ///< What is not there is named
  size_t n_prints;         ///< Clips of ten seconds
  size_t n_prints_right;   ///< Chromaprint finds the recording
} Question;

#define MAX_QUESTIONS 64

/** Fill in all of them; returns how many. */
size_t questions_list(Question questions[MAX_QUESTIONS]);

/** Who is asked. */
typedef struct {
  const BylineLibrary* library;
  const BylineRecordings* index;   ///< Its recordings' paths are the tracks'
  const BylineFingerprint* prints; ///< By track; NULL: not asked
  Question* questions;
  size_t n_questions;
  size_t step; ///< Every so many-th track is asked about
  BylineThreadPool* pool;
  BenchLog* log; ///< What was asked before is not asked again
} Inquiry;

/** Ask all questions; `inquiry`'s are filled in. */
void questions_ask(Inquiry* inquiry);

/** Of the questions whose name begins with `name`, the smallest share of right
    answers, in %; NAN: none was asked. */
double questions_worst(const Question* questions, size_t n, const char* name,
                       size_t length);

#endif // BYLINE_TESTS_BENCH_QUESTIONS_H
