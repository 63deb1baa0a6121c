/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sound_pairs.h
   Finding which of many recordings sound like each other, or like a part.
*/

#ifndef BYLINE_DATASET_SOUND_PAIRS_H
#define BYLINE_DATASET_SOUND_PAIRS_H

#include "byline/status.h"
#include "byline/thread_pool.h"
#include "dataset/sound_print.h"

#include <stdbool.h>
#include <stddef.h>

/** Two prints that sound alike. */
typedef struct {
  size_t a;          ///< Number of one
  size_t b;          ///< Number of a later one
  long shift;        ///< Column of `b` that is column 0 of `a`, about
  bool equally_long; ///< About; else `a` is a part of `b`
} BylineSoundPair;

/** All of them. */
typedef struct {
  BylineSoundPair* pairs; ///< `n` of them, by `b`, then by `a`
  size_t n;               ///< How many
  size_t capacity;        ///< Room for so many
} BylineSoundPairs;

/**
   Compare prints with each other.

   @param prints `n` of them, the shortest first.
   @param pool Those who do it, or NULL.
   @param[out] pairs To be freed with byline_sound_pairs_free(), also after a
   failure.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sound_pairs_find(const BylineSoundPrint* const* prints,
                                     size_t n, BylineThreadPool* pool,
                                     BylineSoundPairs* pairs);

/** Free and clear. */
void byline_sound_pairs_free(BylineSoundPairs* pairs);

#endif // BYLINE_DATASET_SOUND_PAIRS_H
