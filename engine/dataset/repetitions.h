/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file repetitions.h
   Recordings that are in a dataset more than once.
*/

#ifndef BYLINE_DATASET_REPETITIONS_H
#define BYLINE_DATASET_REPETITIONS_H

#include "byline/front_end.h"
#include "byline/status.h"
#include "dataset/features.h"

#include <stdbool.h>
#include <stddef.h>

/** How a recording stands to the others. */
typedef struct {
  size_t first;   ///< The one that stands for it: itself, when it is to be kept
  bool is_medley; ///< It holds several others, which stand for it
  size_t backing; ///< The first of those over the same accompaniment, of which
                  ///< each is a recording of its own; itself, when alone
} BylineRepetition;

/**
   Find files of the same content, others that sound the same, and parts of
   others.

   Of those that are equally long the first stands for all, a whole for its
   parts; but several parts stand for what is hardly more than these together.
   Recordings that share an accompaniment but not the voice are no repetitions,
   nor are a faster one, and two of which each goes on where the other has
   ended: these only go with each other.  See recordings/repeats.h and
   accompaniment.h.

   @param folder Where the features are, and the peaks beside them.
   @param front_end What they were made with.
   @param features `n` of them; those without a name are passed over.
   @param n_jobs Threads, 0 for one per processor; what is found does not depend
   on it.
   @param[out] found One each.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_repetitions_find(const char* folder,
                                     const BylineFrontEnd* front_end,
                                     const BylineFeatures* features, size_t n,
                                     unsigned n_jobs, BylineRepetition* found);

#endif // BYLINE_DATASET_REPETITIONS_H
