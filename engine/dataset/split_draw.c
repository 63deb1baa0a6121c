/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/split_units.h"

#include <math.h>
#include <stdlib.h>

/* Artists with at least so many songs have one in each part */
#define MIN_SONGS 3

/* A fifth of `n`, rounded; at least one where there are songs enough. */
static size_t fifth(size_t n)
{
  const size_t rounded = (2 * n + 5) / 10;
  return n >= MIN_SONGS && rounded == 0 ? 1 : rounded;
}

/* Selection sampling (Knuth, The Art of Computer Programming, vol. 2, 3.4.2,
   algorithm S) for two samples at once: a unit goes to a part with the
   probability that the part's missing units have among those still to come. */
void byline_split_draw(BylineSplitWork* work)
{
  size_t n_left = work->n_units;
  size_t n_test = fifth(n_left);
  size_t n_validation = fifth(n_left);
  for (size_t i = 0; i < work->n_units; ++i) {
    const BylineSplitUnit* const unit = &work->units[i];
    n_left -= unit->fixed;
    n_test -= unit->fixed && unit->split == BYLINE_TEST && n_test > 0;
    n_validation -=
        unit->fixed && unit->split == BYLINE_VALIDATION && n_validation > 0;
  }
  for (size_t i = 0; i < work->n_units; ++i) {
    if (work->units[i].fixed) {
      continue;
    }
    const uint64_t draw = byline_random_below(&work->random, n_left--);
    BylineSplit split = BYLINE_TRAIN;
    if (draw < n_test) {
      split = BYLINE_TEST;
      --n_test;
    } else if (draw < n_test + n_validation) {
      split = BYLINE_VALIDATION;
      --n_validation;
    }
    work->units[i].split = split;
  }
  for (size_t i = 0; i < work->n; ++i) {
    work->places[work->members[i]].split = work->units[work->units_of[i]].split;
  }
}

void byline_split_choose(BylineSplitWork* work, BylineSplit part, double share,
                         size_t most)
{
  const double goal = share * (double)work->n;
  double n_songs = 0;
  size_t n_chosen = 0;
  BylineSplitUnit* smallest = NULL;
  byline_random_shuffle(&work->random, work->order, work->n_units);
  for (size_t i = 0; i < work->n_units; ++i) {
    const BylineSplitUnit* const unit = &work->units[i];
    if (unit->fixed && unit->split == part) {
      n_songs += (double)unit->n_songs;
      ++n_chosen;
    }
  }
  for (size_t i = 0; i < work->n_units && n_chosen < most; ++i) {
    BylineSplitUnit* const unit = &work->units[work->order[i]];
    if (unit->fixed) {
      continue;
    }
    const double with = n_songs + (double)unit->n_songs;
    if (fabs(with - goal) < fabs(n_songs - goal)) {
      unit->split = part;
      n_songs = with;
      ++n_chosen;
    }
    smallest = !smallest || unit->n_songs < smallest->n_songs ? unit : smallest;
  }
  if (n_chosen == 0 && most > 0 && smallest) {
    smallest->split = part;
  }
}

/* Put the units in order, the largest first, equals at random. */
static void sort_units(BylineSplitWork* work)
{
  byline_random_shuffle(&work->random, work->order, work->n_units);
  for (size_t i = 1; i < work->n_units; ++i) {
    const size_t unit = work->order[i];
    size_t at = i;
    for (; at > 0 &&
           work->units[work->order[at - 1]].n_songs < work->units[unit].n_songs;
         --at) {
      work->order[at] = work->order[at - 1];
    }
    work->order[at] = unit;
  }
}

BylineStatus byline_split_deal(BylineSplitWork* work, unsigned n_folds,
                               unsigned test)
{
  size_t* const n_songs = calloc(n_folds, sizeof(*n_songs));
  if (!n_songs) {
    return byline_no_memory(NULL);
  }
  sort_units(work);
  for (size_t i = 0; i < work->n_units; ++i) {
    BylineSplitUnit* const unit = &work->units[i];
    if (unit->fixed && unit->fold > 0) {
      n_songs[unit->fold - 1] += unit->n_songs;
    }
  }
  const unsigned start = (unsigned)byline_random_below(&work->random, n_folds);
  for (size_t i = 0; i < work->n_units; ++i) {
    unsigned least = start;
    BylineSplitUnit* const unit = &work->units[work->order[i]];
    if (unit->fixed) {
      continue;
    }
    for (unsigned k = 1; k < n_folds; ++k) {
      const unsigned fold = (start + k) % n_folds;
      least = n_songs[fold] < n_songs[least] ? fold : least;
    }
    unit->fold = least + 1;
    unit->split = least == test ? BYLINE_TEST : BYLINE_TRAIN;
    n_songs[least] += unit->n_songs;
  }
  free(n_songs);
  return BYLINE_OK;
}
