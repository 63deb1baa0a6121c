/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file credit_parting.h
   Where a name that may be several is parted: by the artists of a library.
*/

#ifndef BYLINE_DATASET_CREDIT_PARTING_H
#define BYLINE_DATASET_CREDIT_PARTING_H

#include "dataset/credit_words.h"
#include "dataset/known_artists.h"

/** How many names a track may have. */
#define BYLINE_MOST_NAMES 64

/** How well a part of a text is known; not at all when memory is out. */
BylineFame byline_credit_fame(const BylineArtists* artists, const char* text,
                              size_t begin, size_t end, const char* id);

/**
   The parts of a name at all its joints, or all but weak ones.

   @param[out] ends Where each begins and ends in the name.
   @return How many, at least one.
*/
size_t byline_credit_part(const char* name, bool weak,
                          size_t ends[BYLINE_MOST_NAMES][2]);

/** Whether all parts are artists by themselves, and the whole, with `n_whole`
    tracks, is not one much more than they. */
bool byline_credit_all_known(const BylineArtists* artists, const char* name,
                             size_t ends[BYLINE_MOST_NAMES][2], size_t n,
                             size_t n_whole);

/** Find the joint with the longest part that is an artist by itself; false if
    there is none.
    @param id The whole's, when it has a single one; "" otherwise. */
bool byline_credit_find_parting(const BylineArtists* artists, const char* name,
                                BylineFame whole, const char* id,
                                BylineParting* best);

#endif // BYLINE_DATASET_CREDIT_PARTING_H
