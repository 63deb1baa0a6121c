/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sound_index.h
   Finding of which recordings others are parts: excerpts, copies that were cut
   off.

   An inverted index: where each of the 65 536 words is in all prints (Haitsma
   and Kalker 2002, section 5).  A part is looked up by its clearest words, each
   in the 16 forms that it has when its four weakest bits are open; where one of
   them is found, the two are compared.  On 54 parts of recordings, encoded anew
   and 0.02 to 0.31 away, three of these words or more are where they should be.
   That takes a fortieth of the comparisons that all places of all prints would.
*/

#ifndef BYLINE_DATASET_SOUND_INDEX_H
#define BYLINE_DATASET_SOUND_INDEX_H

#include "byline/status.h"
#include "dataset/sound_print.h"

#include <stddef.h>

/** An index of prints. */
typedef struct BylineSoundIndex BylineSoundIndex;

/** What a print is a part of. */
typedef struct {
  size_t whole; ///< Number of the other print
  long shift;   ///< Column of it that is column 0 of the part, about
} BylineSoundWhole;

/** A place that a part may be at. */
typedef struct {
  size_t whole;    ///< Number of the other print
  size_t place;    ///< Of the words that are compared, in the other
  double distance; ///< How far these are
} BylineSoundCandidate;

/** The memory of one that searches an index, {0} at first. */
typedef struct {
  uint32_t* wanted;                 ///< Places to look at
  size_t n_wanted;                  ///< How many
  size_t wanted_capacity;           ///< Room for so many
  BylineSoundCandidate* candidates; ///< Those that are near
  size_t n_candidates;              ///< How many
  size_t capacity;                  ///< Room for so many
  BylineSoundWhole* found;          ///< Room for all prints
} BylineSoundSearch;

/** Free what it has. */
void byline_sound_search_clear(BylineSoundSearch* search);

/**
   Make an index.

   @param prints `n` of them, the shortest first; they must outlive it.
   @param[out] index To be freed with byline_sound_index_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sound_index_new(const BylineSoundPrint* const* prints,
                                    size_t n, BylineSoundIndex** index);

/** Free it.  NULL is fine. */
void byline_sound_index_free(BylineSoundIndex* index);

/**
   Find what a print is a part of, among those that come after it and are not
   about equally long.

   Several may search at the same time, each with a `search` of its own.

   @param part Its number.
   @param[out] found `*n_found` of them, in their order; the search's own, until
   the next call.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sound_index_find(const BylineSoundIndex* index,
                                     BylineSoundSearch* search, size_t part,
                                     const BylineSoundWhole** found,
                                     size_t* n_found);

#endif // BYLINE_DATASET_SOUND_INDEX_H
