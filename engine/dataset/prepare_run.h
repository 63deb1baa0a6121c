/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file prepare_run.h
   What the files of dataset/prepare.h share: a run, and what becomes of its
   tracks.
*/

#ifndef BYLINE_DATASET_PREPARE_RUN_H
#define BYLINE_DATASET_PREPARE_RUN_H

#include "dataset/choose.h"
#include "dataset/features.h"
#include "dataset/finished.h"
#include "dataset/names.h"
#include "dataset/prepare.h"
#include "dataset/split.h"
#include "dataset/stems.h"

#include <pthread.h>

/** A run of byline_dataset_prepare(). */
typedef struct {
  const BylineLibrary* library;
  const BylinePrepareSettings* settings;
  BylineFeatureMaker maker;
  BylineFeatureMaker* varied;   ///< One for each chain of effects
  BylineNames artists;          ///< With enough songs, in alphabetical order
  BylineFinishedDataset before; ///< What the folder held; {0} if forced
  BylineStems stems;            ///< What people made of the tracks
  BylineCandidate* candidates;  ///< Tracks by them, in the library's order
  size_t n_candidates;
  BylineSplitPlace* places;  ///< Of the candidates
  BylineCandidate* variants; ///< Of those to learn from
  size_t n_variants;
  BylineCandidate* work; ///< What threads are at: one of both
  size_t n_work;
  pthread_mutex_t lock; ///< Guards what follows, while threads run
  size_t n_done;        ///< Candidates dealt with
  BylinePrepareReport report;
  BylineStatus status; ///< What stopped the run, if anything
  char message[1024];  ///< Its description
} BylinePreparation;

/** Give up a track that could not be read, or a song's stem: the last error
    says why. */
void byline_preparation_skip(BylinePreparation* run,
                             BylineCandidate* candidate);

/**
   Make spectrograms of `n` candidates, in threads; what is of no use is left
   out.

   @return As byline_dataset_prepare().
*/
BylineStatus byline_preparation_make_features(BylinePreparation* run,
                                              BylineCandidate* work, size_t n);

/** Leave out what is the same sound twice, which would be learnt from and
   tested on; songs over one accompaniment know of each other. */
BylineStatus byline_preparation_leave_out_repetitions(BylinePreparation* run);

#endif // BYLINE_DATASET_PREPARE_RUN_H
