/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file prints.h
   Chromaprint's fingerprints of a library, taken once.
*/

#ifndef BYLINE_TESTS_BENCH_PRINTS_H
#define BYLINE_TESTS_BENCH_PRINTS_H

#include "byline/dataset.h"
#include "byline/thread_pool.h"
#include "evaluation/fingerprint.h"

#include <stddef.h>

/**
   Take them, but for those that are in the file `path`, where they are kept.

   @return One a track, empty where it cannot be read; to be freed with
   prints_free().
*/
BylineFingerprint* prints_take(const BylineLibrary* library,
                               BylineThreadPool* pool, const char* path);

/** NULL is fine. */
void prints_free(BylineFingerprint* prints, size_t n);

#endif // BYLINE_TESTS_BENCH_PRINTS_H
