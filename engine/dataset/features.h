/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file features.h
   From one sound file to one file of spectrogram columns.
*/

#ifndef BYLINE_DATASET_FEATURES_H
#define BYLINE_DATASET_FEATURES_H

#include "audio/digest.h"
#include "byline/front_end.h"
#include "byline/status.h"
#include "dataset/effects.h"
#include "dataset/segment.h"
#include "recordings/index_writer.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** What a dataset's folder holds; see dataset.h. */
#define BYLINE_DATASET_FRONT_END "front_end.json"
#define BYLINE_DATASET_SPLIT "split.json"
#define BYLINE_DATASET_TRACKS "tracks.tsv"
#define BYLINE_DATASET_FEATURES "features"

/** Room for the name of a features file. */
#define BYLINE_FEATURES_NAME_SIZE 64

/** A features file. */
typedef struct {
  char name[BYLINE_FEATURES_NAME_SIZE]; ///< Below features/; "" before known
  size_t n_frames;                      ///< Columns
  BylineSegment segment;                ///< Those with music in them
  bool reused;                          ///< It was there already
} BylineFeatures;

/** How features are made. */
typedef struct {
  const char* folder;                ///< Where the files go
  BylineFrontEnd front_end;          ///< The columns' settings
  BylineEffectChain effects;         ///< What the sound is sent through before
  uint64_t seed;                     ///< Of the effects
  char id[BYLINE_DIGEST_SIZE];       ///< What tells these settings from others
  const volatile sig_atomic_t* stop; ///< Set to stop; may be NULL
} BylineFeatureMaker;

/**
   Describe how features are made.

   @param folder Kept, not copied.
   @param effects A chain of effects, or "" for none.
   @return BYLINE_OK, BYLINE_ERROR_USAGE (no such effect), BYLINE_ERROR_FORMAT
   (impossible settings) or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_feature_maker_init(const char* folder,
                                       const BylineFrontEnd* front_end,
                                       const char* effects, uint64_t seed,
                                       const volatile sig_atomic_t* stop,
                                       BylineFeatureMaker* maker);

/**
   Make the features of a sound file, unless they are there.

   They are named after the sound file's content, the stem's and the settings,
   written beside and renamed: a features file that exists is whole and right.
   Long silences inside are shortened; see pauses.h.  Unless effects change the
   sound, its peaks are kept beside the features, by which repetitions are found
   and indexes of recordings made.

   @param stem The file with its voice, for a front end with a vocal focus and
   no effects; NULL to estimate the voice.
   @param[out] constellation The sound's peaks, to be freed with
   byline_constellation_free(); empty where effects change it.  NULL: not
   wanted.
   @param[out] features What they are called and how long.
   @param[out] fatal Whether other files would fail the same way (disk full).
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT, BYLINE_ERROR_DATA
   (the stem does not fit), BYLINE_ERROR_MEMORY or BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_features_make(const BylineFeatureMaker* maker,
                                  const char* path, const char* stem,
                                  BylineConstellation* constellation,
                                  BylineFeatures* features, bool* fatal);

/**
   Read the peaks that are beside a features file.

   @param folder Where both are.
   @param[out] constellation To be freed with byline_constellation_free().
   @return As byline_constellation_read().
*/
BylineStatus byline_features_read_peaks(const char* folder,
                                        const BylineFeatures* features,
                                        BylineConstellation* constellation);

#endif // BYLINE_DATASET_FEATURES_H
