/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file statistics_clips.h
   The clips that statistics are fitted to.
*/

#ifndef BYLINE_TRAINING_STATISTICS_CLIPS_H
#define BYLINE_TRAINING_STATISTICS_CLIPS_H

#include "byline/dataset.h"
#include "byline/status.h"
#include "byline/thread_pool.h"
#include "byline/training.h"
#include "training/discriminant.h"
#include "training/nobody.h"
#include "training/strangers.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

/** What is learnt from. */
typedef struct {
  const BylineDataset* dataset;      ///< Its songs to learn from
  const BylineRecipe* recipe;        ///< Which these are, and clips' length
  BylineThreadPool* pool;            ///< May be NULL
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineStatisticsInput;

/** Who is none of the artists: each sound of `nobody` and each of the strangers
    are others of their own. */
typedef struct {
  BylineNobody* nobody;             ///< Borrowed; NULL: no such sounds
  size_t n_sounds;                  ///< So many of these
  const BylineStrangers* strangers; ///< Borrowed; NULL: none
  size_t n_strangers;               ///< So many of their artists
} BylineOthers;

/** Clips to learn from: of songs, every other one faster or slower; then one of
    each sound that is nobody's, and those of strangers' songs. */
typedef struct {
  const BylineDataset* dataset; ///< Borrowed
  BylineOthers others;          ///< Who is none of the artists
  size_t n_frames;              ///< Columns of a clip
  double speed;                 ///< The largest change; 0: none
  uint64_t seed;                ///< Decides how fast which clip is
  size_t n;                     ///< All clips
  size_t n_songs_clips;         ///< Those of songs
  BylineSample* samples;        ///< n: where they come from
  size_t* firsts;               ///< n: their first columns
  float* weights; ///< Of songs' clips; those of a song add up to 1
} BylineStatisticsClips;

/**
   List clips, of songs half overlapping; where there are many songs, fewer.

   @param n_values How many numbers of each are to be kept in memory.
   @param others Who is none of the artists; to outlive the list.
   @param[out] clips To be freed with byline_statistics_clips_free(), in any
   case.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_statistics_clips_list(const BylineStatisticsInput* lesson,
                                          size_t n_values,
                                          const BylineOthers* others,
                                          BylineStatisticsClips* clips);

/** Free what it holds. */
void byline_statistics_clips_free(BylineStatisticsClips* clips);

/** Read a clip's columns: BylineClipSource's function, `user` are the clips. */
void byline_statistics_clips_read(const void* user, size_t clip,
                                  float* columns);

#endif // BYLINE_TRAINING_STATISTICS_CLIPS_H
