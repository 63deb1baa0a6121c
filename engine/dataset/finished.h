/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file finished.h
   A dataset that is prepared once more: models have learnt from it.  It is
   prepared as it was, and the songs that were in it stay in their parts of the
   split, or else a model would be tested on what it learnt from.
*/

#ifndef BYLINE_DATASET_FINISHED_H
#define BYLINE_DATASET_FINISHED_H

#include "byline/dataset.h"
#include "byline/front_end.h"
#include "byline/status.h"
#include "dataset/prepare.h"
#include "dataset/split.h"
#include "dataset/table.h"

#include <stdbool.h>
#include <stddef.h>

/** What a folder held before; {0}: nothing. */
typedef struct {
  bool is_there;            ///< A finished dataset
  bool has_plan;            ///< It tells how it was split
  BylineSplitPlan plan;     ///< How
  BylineFrontEnd front_end; ///< What its spectrograms were made with
  BylineTable table;        ///< Its tracks
  size_t* by_recording;     ///< Rows of songs, by the names of their features
  size_t n;                 ///< How many these are
} BylineFinishedDataset;

/**
   Read what a folder holds.

   @param[out] finished To be freed with byline_finished_dataset_free(), also
   after a failure.
   @return BYLINE_OK, also where there is nothing or nothing that can be read,
   or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_finished_dataset_read(const char* folder,
                                          BylineFinishedDataset* finished);

/**
   Refuse other settings than those that it was prepared with.

   @return BYLINE_OK or BYLINE_ERROR_USAGE: the message names the difference.
*/
BylineStatus
byline_finished_dataset_check(const char* folder,
                              const BylineFinishedDataset* finished,
                              const BylinePrepareSettings* settings);

/**
   Put songs back where they were; new ones of an album that was kept whole go
   with it, and those over an accompaniment with others over it.  The groups of
   the places are this dataset's own.

   @param songs `n` of them, with their places.
   @param artists Names by BylineSplitSong.artist.
*/
void byline_finished_dataset_keep(const BylineFinishedDataset* finished,
                                  const BylineSplitSong* songs, size_t n,
                                  const char* const* artists,
                                  BylineSplitPlace* places);

/** Free and clear. */
void byline_finished_dataset_free(BylineFinishedDataset* finished);

#endif // BYLINE_DATASET_FINISHED_H
