/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file recordings_costs.h
   What knowing recordings costs: time of a core, bytes.
*/

#ifndef BYLINE_TESTS_BENCH_RECORDINGS_COSTS_H
#define BYLINE_TESTS_BENCH_RECORDINGS_COSTS_H

#include "byline/dataset.h"
#include "recordings/recordings.h"

#include <stddef.h>

/** Costs with an index. */
typedef struct {
  size_t n_recordings;
  double hours;             ///< Of music in it
  double megabytes_an_hour; ///< Of the file
  double opening;           ///< Milliseconds
  double query;             ///< Milliseconds, ten seconds all at once: median
  double known;   ///< Per cent of a core, live, music that is in the index
  double unknown; ///< Likewise, music that is not: backwards
  double hearing; ///< Likewise, without an index
} RecordingsCosts;

/** Measure them with some tracks of the library. */
RecordingsCosts recordings_costs_measure(const char* path,
                                         const BylineLibrary* library);

/** Time that sketching some tracks and writing their index to `path` takes,
    over that of decoding them; the index is deleted again. */
double recordings_costs_of_building(const char* path,
                                    const BylineLibrary* library);

#endif // BYLINE_TESTS_BENCH_RECORDINGS_COSTS_H
