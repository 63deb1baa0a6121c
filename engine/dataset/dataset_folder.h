/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file dataset_folder.h
   A dataset's folder while it is being made.
*/

#ifndef BYLINE_DATASET_FOLDER_H
#define BYLINE_DATASET_FOLDER_H

#include "base/lock.h"
#include "byline/dataset.h"
#include "byline/front_end.h"
#include "byline/status.h"
#include "dataset/features.h"
#include "dataset/split.h"

#include <stddef.h>

/** The right to change a folder, which one process has at a time. */
typedef struct {
  char* features;  ///< The folder of the spectrograms
  BylineLock lock; ///< Of the folder
} BylineDatasetFolder;

/** A row of the table of prepared tracks. */
typedef struct {
  const BylineTrack* track;       ///< Where it comes from
  const BylineFeatures* features; ///< Its spectrogram
  BylineSplitPlace place;         ///< Its part of the split
  const char* backing;            ///< Of songs over one accompaniment, or ""
  const char* effects;            ///< What was done to the sound, "": nothing;
                                  ///< BYLINE_STEM_VARIANT: its voice is a stem
  const char* stem;               ///< Where its voice was; NULL: estimated
} BylinePreparedTrack;

/**
   Make a folder, lock it against other processes, and remove what a killed one
   left half written.

   @param[out] opened To be closed with byline_dataset_folder_close().
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_dataset_folder_open(const char* folder,
                                        BylineDatasetFolder* opened);

/** Unlock. */
void byline_dataset_folder_close(BylineDatasetFolder* opened);

/**
   Write the settings, the plan of the split and the table of a dataset whose
   features are there.  The table tells stems when there are any.
*/
BylineStatus byline_dataset_folder_write(const char* folder,
                                         const BylineFrontEnd* front_end,
                                         const BylineSplitPlan* plan,
                                         const BylinePreparedTrack* rows,
                                         size_t n_rows);

#endif // BYLINE_DATASET_FOLDER_H
