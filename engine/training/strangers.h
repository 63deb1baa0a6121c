/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file strangers.h
   Music by nobody whom a network is to know, to learn from that it is by none
   of them: outlier exposure (Hendrycks, Mazeika and Dietterich 2019).
*/

#ifndef BYLINE_TRAINING_STRANGERS_H
#define BYLINE_TRAINING_STRANGERS_H

#include "byline/dataset.h"
#include "byline/status.h"
#include "byline/training.h"
#include "training/song_pool.h"

#include <stdbool.h>

/** The strangers of a recipe. */
typedef struct {
  BylineDataset* dataset;   ///< The recipe's; NULL for none
  BylineSongPool song_pool; ///< Songs of it whose artists are strangers
} BylineStrangers;

/**
   Open a recipe's strangers, if it has any.

   Artists of the dataset are passed over, and so are songs that are no longer
   than a clip.  Whatever their part of a split, songs are learnt from.

   @param dataset What is learnt.
   @param[out] strangers To be closed with byline_strangers_close().
   @return BYLINE_OK; BYLINE_ERROR_DATA when there is no such song, when one is
   in the dataset too, or when their spectrograms are other than the dataset's;
   or as byline_dataset_open().
*/
BylineStatus byline_strangers_open(const BylineRecipe* recipe,
                                   const BylineDataset* dataset,
                                   BylineStrangers* strangers);

/** Close and clear. */
void byline_strangers_close(BylineStrangers* strangers);

#endif // BYLINE_TRAINING_STRANGERS_H
