/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file repetitions.h
   Recordings that are in a dataset more than once.
*/

#ifndef BYLINE_DATASET_REPETITIONS_H
#define BYLINE_DATASET_REPETITIONS_H

#include "byline/status.h"
#include "dataset/features.h"

#include <stddef.h>

/**
   Find files of the same content, and others that sound the same.

   Only recordings that are about equally long are compared; see sound_print.h.

   @param folder Where the features are.
   @param n_bands Bands of a column that are compared: those of one channel.
   @param features `n` of them; those without a name are passed over.
   @param[out] firsts For each, the number of the first that sounds the same,
   its own when there is none before it.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_repetitions_find(const char* folder, size_t n_bands,
                                     const BylineFeatures* features, size_t n,
                                     size_t* firsts);

#endif // BYLINE_DATASET_REPETITIONS_H
