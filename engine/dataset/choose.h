/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file choose.h
   Which artists have enough songs to be learnt.
*/

#ifndef BYLINE_DATASET_CHOOSE_H
#define BYLINE_DATASET_CHOOSE_H

#include "byline/status.h"
#include "dataset/names.h"

#include <stddef.h>

/**
   Choose the artists who have enough songs; a note tells who is left out.

   @param songs The artist of each of `n` songs.
   @param min_songs How many are enough.
   @param[out] chosen Sorted; to be freed with byline_names_free().
   @return BYLINE_OK, BYLINE_ERROR_DATA (fewer than two are chosen) or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_artists_choose(const char* const* songs, size_t n,
                                   size_t min_songs, BylineNames* chosen);

#endif // BYLINE_DATASET_CHOOSE_H
