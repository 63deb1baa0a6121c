/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file statistics_fit.h
   What is learnt in closed form: the architecture "statistics", and classifiers
   of what a network makes of clips.
*/

#ifndef BYLINE_TRAINING_STATISTICS_FIT_H
#define BYLINE_TRAINING_STATISTICS_FIT_H

#include "byline/network.h"
#include "byline/status.h"
#include "training/statistics_clips.h"

#include <stdbool.h>

/** Whether a network has nothing that gradients could change. */
bool byline_statistics_are_all(const BylineNetwork* network);

/**
   Solve for what a network has of statistics.

   Clips overlap by half; of large datasets they are fewer.

   @param network Not frozen; other members are left as they are.
   @return BYLINE_OK, BYLINE_ERROR_DATA, BYLINE_ERROR_INTERRUPTED or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_statistics_fit(BylineNetwork* network,
                                   const BylineStatisticsInput* lesson);

/**
   Replace a network's classifier by the one that linear discriminants of its
   embeddings give.

   @param network Of one member, not frozen.
   @return As byline_statistics_fit().
*/
BylineStatus byline_head_fit(BylineNetwork* network,
                             const BylineStatisticsInput* lesson);

#endif // BYLINE_TRAINING_STATISTICS_FIT_H
