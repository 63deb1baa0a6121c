/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file repeats.h
   Which of many recordings are the same, or parts of each other.
*/

#ifndef BYLINE_RECORDINGS_REPEATS_H
#define BYLINE_RECORDINGS_REPEATS_H

#include "byline/status.h"
#include "byline/thread_pool.h"
#include "recordings/index_writer.h"

#include <stddef.h>

/** Share of the peaks of a recording that are in another one, those that are
    there by chance aside, for both to be told. */
#define BYLINE_REPEAT_SHARE 0.1

/** A recording that is in another one, or begins or ends in it. */
typedef struct {
  size_t part;  ///< Number of the shorter one
  size_t whole; ///< Number of the other, a later one
  double begin; ///< Second of the whole where the part begins; may be negative
  double speed; ///< Tempo: 1.062 is a part that is 6.2 % faster
  double outside; ///< Seconds of the part that are not in the whole
  double share;   ///< Of the whole's peaks there, in the part: 0 to 1
} BylineRepeat;

/** All of them. */
typedef struct {
  BylineRepeat* repeats; ///< `n` of them, by whole, then by part
  size_t n;              ///< How many
  size_t capacity;       ///< Room for so many
} BylineRepeats;

/** Where recordings come from. */
typedef struct {
  size_t n;           ///< How many, the shortest first
  const char* folder; ///< For a file that is deleted at once
  /** Give recording `i`, to be freed by who asked; by any thread. */
  BylineStatus (*read)(void* context, size_t i, BylineConstellation* peaks);
  void* context; ///< For `read`
} BylineRepeatSource;

/**
   Find those that are the same recording or a part of one, whatever their
   encoding, at whatever speed within a sixth.

   Each recording is sought by four parts of it among all that are longer, of
   which so many at a time are indexed that memory does not grow with their
   number; what is found is then laid beside the whole of it.

   @param pool Those who do it, or NULL; what is found does not depend on it.
   @param[out] repeats To be freed with byline_repeats_free(), also after a
   failure.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_MEMORY or what `read`
   returns.
*/
BylineStatus byline_repeats_find(const BylineRepeatSource* source,
                                 BylineThreadPool* pool,
                                 BylineRepeats* repeats);

/** Free and clear. */
void byline_repeats_free(BylineRepeats* repeats);

#endif // BYLINE_RECORDINGS_REPEATS_H
