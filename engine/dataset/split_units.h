/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file split_units.h
   Songs that go together, and drawing them for the parts of a split.
*/

#ifndef BYLINE_DATASET_SPLIT_UNITS_H
#define BYLINE_DATASET_SPLIT_UNITS_H

#include "byline/random.h"
#include "dataset/names.h"
#include "dataset/split.h"

#include <stdbool.h>

/** Songs of an artist that go together. */
typedef struct {
  size_t n_songs;    ///< How many
  unsigned fold;     ///< In which they are the test, from 1; 0: not dealt out
  BylineSplit split; ///< Their part
  bool fixed;        ///< By other artists' songs over the same accompaniment
} BylineSplitUnit;

/** The split of one artist's songs, or of those still to be split. */
typedef struct {
  const BylineSplitSong* songs; ///< Of all artists
  BylineSplitPlace* places;     ///< As many
  size_t* members;              ///< `n` songs of this artist, by number
  size_t* units_of;             ///< The unit of each
  size_t n;                     ///< Of this artist's songs
  BylineSplitUnit* units;  ///< `n_units`, in the order of their first songs
  size_t* order;           ///< Their numbers, as they are drawn
  size_t n_units;          ///< How many
  BylineRandom random;     ///< Decides
  BylineNames backings;    ///< Accompaniments
  BylineSplitPlace* fixed; ///< Where the songs over each went
  bool* is_fixed;          ///< Whether they went anywhere so far
  size_t n_torn;           ///< Songs that could not go with the others
  BylineNames by_song;     ///< Artists with too few albums
  BylineNames one_left;    ///< Artists with one album beside the test's
} BylineSplitWork;

/** Find out which songs must stay together. */
void byline_split_units_find(BylineSplitWork* work, BylineSplitBy by);

/** The number of a song's accompaniment; `backings.n` when it has one of its
    own. */
size_t byline_split_backing(const BylineSplitWork* work, size_t song);

/** Draw units one by one for all parts, a fifth of them for the test and as
   many for validation, and tell their songs' places. */
void byline_split_draw(BylineSplitWork* work);

/** Choose units with about a share of the songs for a part: in a random order,
    each that comes nearer to it.  At least one, at most `most`. */
void byline_split_choose(BylineSplitWork* work, BylineSplit part, double share,
                         size_t most);

/**
   Deal the units out to folds: the largest first, each to the fold that has the
   fewest songs; the first one to no fold in particular.

   @param test The fold, from 0, whose units are the test.
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_split_deal(BylineSplitWork* work, unsigned n_folds,
                               unsigned test);

#endif // BYLINE_DATASET_SPLIT_UNITS_H
